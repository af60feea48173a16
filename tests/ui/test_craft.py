"""Keys, palette, help, themes and copying, in the whole app."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from tests.ui.stage import make_app, play, until
from tui.store.shelf import Shelf
from tui.ui.actions import ACTIONS, in_scope
from tui.ui.app import GeminiApp
from tui.ui.homes import home_of
from tui.ui.screens.help import HelpScreen


def toasts(app: GeminiApp) -> str:
    return "\n".join(notification.message for notification in app._notifications)


async def palette(app: GeminiApp, pilot: Pilot[str], query: str) -> list[str]:
    """What the palette offers for a query."""
    await pilot.press("f2", *query)
    await until(pilot, lambda: isinstance(app.screen, CommandPalette))
    options = app.screen.query_one(OptionList)
    lines: list[str] = []

    def found() -> bool:
        lines[:] = [str(option.prompt) for option in options.options]
        return any(query in line.casefold() for line in lines)

    await until(pilot, found)
    return lines


def test_the_palette_runs_an_action_on_the_pane_it_belongs_to(tmp_path: Path) -> None:
    app = make_app(tmp_path)

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        assert "zoom" in (await palette(app, pilot, "zoom"))[0].casefold()
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, CommandPalette))
        await until(pilot, lambda: len([p for p in app.screen.query(".pane") if p.display]) == 1)

    play(app, script)


def test_the_palette_has_themes_models_and_saved_sessions(tmp_path: Path) -> None:
    with Shelf(tmp_path).create() as session:
        session.metadata.title = "[/x] Brazil"
        session.save()

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        assert any("theme: paper" in line for line in await palette(app, pilot, "paper"))
        await pilot.press("enter")
        await until(pilot, lambda: app.theme == "paper")
        assert any("gemini-3.8-live" in line for line in await palette(app, pilot, "model"))
        await pilot.press("escape")
        assert any("[/x] Brazil" in line for line in await palette(app, pilot, "brazil"))

    play(make_app(tmp_path), script)


def test_every_action_of_the_main_screen_has_a_home_there(tmp_path: Path) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        homeless = {action.id for action in ACTIONS if home_of(action, app.screen) is None}
        assert {name.partition(".")[0] for name in homeless} <= {"help"}

    play(make_app(tmp_path), script)


@pytest.mark.parametrize("size", [(120, 40), (60, 20)])
def test_help_shows_the_keys_of_the_focused_pane_as_the_user_set_them(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    app = make_app(tmp_path, keys={"log.open": "o", "log.nope": "x"})

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        await until(pilot, lambda: "log.nope is no action" in toasts(app))
        await pilot.press("f5", "f1")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        text = "\n".join(str(widget.render()) for widget in app.screen.query(Static))
        for action in in_scope("log"):
            assert action.label in text
        (line,) = [line for line in text.splitlines() if "The frame as JSON" in line]
        assert line.startswith("o ")
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, HelpScreen))

    play(app, script, size)


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
        await until(pilot, lambda: app.theme_variables["primary"] == "#445566")
        mine.write_text("[colors]\nprimary = 'blurple'\n\n")
        app.reload_themes()
        await until(pilot, lambda: "mine.toml: colors.primary is not a colour" in toasts(app))
        assert app.theme_variables["primary"] == "#445566"
        app.reload_themes()
        assert toasts(app).count("blurple") == 1

    play(app, script)


def test_an_unknown_theme_falls_back_and_is_said(tmp_path: Path) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        assert app.theme == "dusk"
        await until(pilot, lambda: "There is no theme 'nope'" in toasts(app))

    play(make_app(tmp_path, theme="nope"), script)


def test_copying_says_which_road_it_took(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "1 2 3 4")

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        app.copy_to_clipboard("four")
        await until(pilot, lambda: "Sent 4 characters to the terminal (OSC 52)" in toasts(app))

    play(make_app(tmp_path), script)
