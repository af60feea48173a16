"""Themes in the whole app: taken up, told of, and fit to be seen in."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.segment import Segment
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from tests.ui.stage import make_app, make_recorded_app, play, toasts, until
from tui.ui.app import GeminiApp
from tui.ui.screens.choice import ChoiceScreen


def test_a_theme_that_config_toml_will_take_back_is_said_to_be_worn_for_now(tmp_path: Path) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        app.choose_theme("paper")
        await pilot.pause()
        assert toasts(app) == ""
        app.choose_theme("nord")
        await until(lambda: "config.toml has theme = 'paper'" in toasts(app))
        assert app.theme == "nord"

    play(make_app(tmp_path, theme="paper", theme_fixed="paper"), script)


def test_a_saved_theme_is_taken_up_and_a_bad_one_is_named_and_changes_nothing(tmp_path: Path) -> None:
    themes = tmp_path / "themes"
    themes.mkdir()
    mine = themes / "mine.toml"
    mine.write_text("[colors]\nprimary = '#112233'")
    app = make_app(tmp_path, theme="mine", user_themes=themes)

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        assert app.theme_variables["primary"] == "#112233"
        mine.write_text("[colors]\nprimary = '#445566'\n")
        app.reload_themes()
        await until(lambda: app.theme_variables["primary"] == "#445566")
        mine.write_text("[colors]\nprimary = 'blurple'\n\n")
        app.reload_themes()
        await until(lambda: "mine.toml: colors.primary is not a colour" in toasts(app))
        assert app.theme_variables["primary"] == "#445566"
        app.reload_themes()
        assert toasts(app).count("blurple") == 1

    play(app, script)


def test_every_theme_can_be_worn(tmp_path: Path) -> None:
    themes = tmp_path / "themes"
    themes.mkdir()
    (themes / "bare.toml").write_text("ansi = true\n[colors]\nprimary = 'ansi_red'")

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        for name in app.available_themes:
            app.theme = name
            await pilot.pause(0.01)
            assert app.screen.query_one("#log").is_attached

    play(make_app(tmp_path, user_themes=themes), script)


def test_an_unknown_theme_falls_back_and_is_said(tmp_path: Path) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        assert app.theme == "dusk"
        await until(lambda: "There is no theme 'nope'" in toasts(app))

    play(make_app(tmp_path, theme="nope"), script)


@pytest.mark.parametrize("theme", ["terminal", "mono", "dusk"])
def test_what_is_chosen_and_where_one_writes_is_seen_in_every_theme(tmp_path: Path, theme: str) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        await pilot.press("ctrl+g")
        await until(lambda: isinstance(app.screen, ChoiceScreen))
        first, second = (app.screen.query_one(OptionList).render_line(row) for row in (0, 1))
        assert _ground(list(first)[1]) != _ground(list(second)[1])
        await pilot.press("w", "f", "k")
        await until(lambda: isinstance(app.focused, Input))
        assert isinstance(app.focused, Input)
        letter, cursor, *_ = app.focused.render_line(0)
        assert _ground(letter) != _ground(cursor)

    play(make_recorded_app(tmp_path, theme=theme), script)


def _ground(segment: Segment) -> object:
    """What stands behind the text."""
    style = segment.style
    assert style is not None
    return bool(style.reverse), style.bgcolor
