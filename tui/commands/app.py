"""The terminal app: who is on the other end is decided here, and handed to the screen."""

from __future__ import annotations

import argparse
import os
import sys

from tui import paths
from tui.commands import options
from tui.commands.host import DEMO, LiveHost
from tui.store.shelf import Shelf
from tui.ui import terminal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the app."""
    parser.add_argument("--demo", action="store_true", help="talk to the built-in simulator: no key needed")
    parser.add_argument(
        "--resume",
        nargs="?",
        const="last",
        default="",
        metavar="ID",
        help="go on with a saved session (default: last)",
    )
    parser.add_argument(
        "--say",
        action="append",
        default=[],
        metavar="TEXT",
        help="a scripted turn, sent when the one before has ended; repeatable",
    )
    parser.add_argument(
        "--theme",
        default="",
        metavar="NAME",
        help="the colours: dusk, paper, contrast, mono, terminal, or your own",
    )
    parser.add_argument("--color", default="auto", choices=terminal.COLORS, help="what the terminal can show")
    parser.add_argument("--no-mouse", action="store_true", help="leave the mouse to the terminal")
    parser.add_argument(
        "--slow-link", default="auto", choices=("auto", "on", "off"), help="send less to the terminal"
    )
    options.add_session_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Start the app; returns when a person leaves, and says how to go on."""
    looks = terminal.detect(
        os.environ, color=arguments.color, slow_link=arguments.slow_link, mouse=not arguments.no_mouse
    )
    terminal.shape(os.environ, looks)
    from tui.ui.app import GeminiApp
    from tui.ui.conversation import Opening

    shelf = Shelf(options.sessions(arguments))
    app = GeminiApp(
        LiveHost(shelf, arguments),
        Opening(resume=arguments.resume, demo=arguments.demo),
        terminal=looks,
        say=tuple(arguments.say),
        theme=arguments.theme,
        user_themes=paths.user_themes_dir(),
        keys=options.load_config(arguments).table("keys"),
    )
    left = app.run(mouse=looks.mouse)
    if left:
        demo = "--demo " if shelf.entry(left).metadata.endpoint == DEMO else ""
        print(f"gemini-tui: saved. Go on with: gemini-tui {demo}--resume {left}", file=sys.stderr)
    return app.return_code or 0
