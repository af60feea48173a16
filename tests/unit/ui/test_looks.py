"""The `[ui]` section is taken or named; an option overrules it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tui.cli import build_parser
from tui.commands.looks import shape_looks
from tui.ui.looks import Settings, keep_theme, read_settings


def test_good_settings_are_taken() -> None:
    table = {"theme": "paper", "color": "256", "mouse": False, "slow_link": "on", "screen_reader": True}
    assert read_settings(table) == (Settings("paper", "256", False, "on", True), [])


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"colour": "256"}, "ui.colour is no setting; did you mean 'color'?"),
        ({"color": "millions"}, "ui.color should be one of auto, truecolor, 256, 16, none"),
        ({"mouse": "no"}, "ui.mouse should be true or false"),
        ({"theme": 3}, "ui.theme should be text"),
        ({"\x1b[2J": 3}, "ui.␛[2J is no setting"),
    ],
)
def test_a_mistake_is_named_and_the_default_stays(table: dict[str, Any], words: str) -> None:
    assert read_settings(table) == (Settings(), [words])


def test_the_theme_chosen_last_is_worn_where_nothing_else_is_said(tmp_path: Path) -> None:
    config, parser = tmp_path / "config.toml", build_parser("app")
    env = {"GEMINI_TUI_CONFIG": str(config), "TERM": "xterm-256color"}

    def theme(*words: str) -> str:
        return shape_looks(parser.parse_args(["--data-dir", str(tmp_path), *words]), dict(env)).theme

    assert theme() == ""
    keep_theme(tmp_path / "cache" / "theme", "paper")
    assert theme() == "paper"
    assert theme("--color", "none") == ""
    config.write_text("[ui]\ntheme = 'dusk'\n")
    assert (theme(), theme("--theme", "mono")) == ("dusk", "mono")
    (tmp_path / "cache" / "theme").write_bytes(b"\xff\x00")
    config.write_text("")
    assert theme() == ""


def test_an_option_overrules_the_file(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("[ui]\ntheme = 'paper'\ncolor = '16'\nmouse = false\n[keys]\n'app.help' = 'f1'\n")
    env = {"GEMINI_TUI_CONFIG": str(config), "TERM": "xterm-256color"}
    parser = build_parser("app")
    plain = shape_looks(parser.parse_args([]), dict(env))
    assert (plain.theme, plain.terminal.color, plain.terminal.mouse) == ("paper", "16", False)
    assert plain.keys == {"app.help": "f1"} and plain.user_themes == tmp_path / "themes"
    given = shape_looks(parser.parse_args(["--theme", "mono", "--color", "none"]), env)
    assert (given.theme, given.terminal.color) == ("mono", "none")
    assert env["NO_COLOR"] == "1"
