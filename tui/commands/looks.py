"""The options of every command that opens a screen."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import MutableMapping

from tui import paths
from tui.commands.options import load_config
from tui.config import Config
from tui.errors import UsageError
from tui.store.saved_filters import SavedFilters
from tui.text import clean_line
from tui.ui import terminal
from tui.ui.looks import LINES, SWITCH, Looks, Settings, kept_theme, read_settings


def add_looks(parser: argparse.ArgumentParser) -> None:
    """How it looks, and what is sent to the terminal. What is not given is as `[ui]` says."""
    parser.add_argument("--theme", metavar="NAME", help="dusk, paper, contrast, mono, terminal, yours")
    colors = "auto, truecolor, 256, 16 or none"
    parser.add_argument("--color", choices=terminal.COLORS, metavar="WHICH", help=colors)
    parser.add_argument("--no-mouse", action="store_true", help="leave the mouse to the terminal")
    parser.add_argument("--slow-link", choices=SWITCH, help="send less to the terminal")
    parser.add_argument("--line", choices=LINES, help="send what changed (quiet), or as Textual does")
    parser.add_argument("--screen-reader", action="store_true", help="one column, said line by line")


def shape_looks(arguments: argparse.Namespace, env: MutableMapping[str, str] = os.environ) -> Looks:
    """Settle the looks and tell the environment. Call it before Textual is imported. Raises ConfigError."""
    config = load_config(arguments, env)
    settings, _ = read_settings(config.table("ui"))
    filters = SavedFilters(paths.filters_file(env), config.table("filters"))
    shown_on = _terminal(arguments, settings, env)
    theme_kept = paths.cache_dir(paths.data_dir(arguments.data_dir, env)) / "theme"
    looks = Looks(
        terminal=shown_on,
        theme=arguments.theme or settings.theme or ("" if shown_on.hueless else kept_theme(theme_kept)),
        line="stock" if (arguments.line or settings.line) == "stock" else "quiet",
        user_themes=paths.user_themes_dir(env),
        theme_kept=theme_kept,
        theme_fixed=settings.theme,
        keys=config.table("keys"),
        filters=filters,
        proofread=lambda: [*_mistakes(config), *filters.problems],
    )
    terminal.shape(env, looks.terminal)
    return looks


def _mistakes(config: Config) -> list[str]:
    """What is wrong in the file, without the file's directory: a person knows where their settings are."""
    from tui.commands.proofreading import mistakes

    return [clean_line(mistake).removeprefix(f"{config.path.parent}{os.sep}") for mistake in mistakes(config)]


def require_terminal(instead: str) -> None:
    """Raises UsageError where there is no screen to draw on, or nobody to type. instead: what works there."""
    streams = {"stdin": sys.stdin, "stdout": sys.stdout, "stderr": sys.stderr}
    if blind := [name for name, stream in streams.items() if stream is None or not stream.isatty()]:
        raise UsageError(f"a screen needs a terminal, and there is none on {', '.join(blind)}", hint=instead)


def _terminal(
    arguments: argparse.Namespace, settings: Settings, env: MutableMapping[str, str]
) -> terminal.Terminal:
    return terminal.detect(
        env,
        color=arguments.color or settings.color,
        slow_link=arguments.slow_link or settings.slow_link,
        mouse=settings.mouse and not arguments.no_mouse,
        reader=settings.screen_reader or arguments.screen_reader,
    )
