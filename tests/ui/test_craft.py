"""Keys, palette, help, themes and copying, in the whole app."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from tests.ui.recording import record_trouble
from tests.ui.stage import asked, make_app, make_recorded_app, play, toasts, until
from tui.store.shelf import Shelf
from tui.ui.actions import ACTIONS, in_scope
from tui.ui.app import GeminiApp
from tui.ui.homes import bring_up, home_of
from tui.ui.looks import kept_theme
from tui.ui.screens.choice import ChoiceScreen
from tui.ui.screens.help import HelpScreen
from tui.ui.screens.resume import ResumeScreen
from tui.ui.terminal import Terminal
from tui.ui.widgets.prompt import Prompt
from tui.ui.widgets.transcript import TranscriptPane


async def palette(app: GeminiApp, pilot: Pilot[str], query: str) -> list[str]:
    """What the palette offers for a query."""
    await pilot.press("f2", *query)
    await until(lambda: isinstance(app.screen, CommandPalette))
    options = app.screen.query_one(OptionList)
    lines: list[str] = []

    def found() -> bool:
        lines[:] = [str(option.prompt) for option in options.options]
        return any(query in line.casefold() for line in lines)

    await until(found)
    return lines


def test_the_palette_runs_an_action_on_the_pane_it_belongs_to(tmp_path: Path) -> None:
    app = make_app(tmp_path)

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        assert "zoom" in (await palette(app, pilot, "zoom"))[0].casefold()
        await pilot.press("enter")
        await until(lambda: not isinstance(app.screen, CommandPalette))
        await until(lambda: len([p for p in app.screen.query(".pane") if p.display]) == 1)

    play(app, script)


def test_the_palette_has_themes_models_and_saved_sessions(tmp_path: Path) -> None:
    with Shelf(tmp_path).create() as session:
        session.metadata.title = "[/x] Brazil"
        session.save()

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        assert any("theme: paper" in line for line in await palette(app, pilot, "paper"))
        await pilot.press("enter")
        await until(lambda: app.theme == "paper")
        assert any("gemini-3.8-live" in line for line in await palette(app, pilot, "model"))
        await pilot.press("escape")
        assert any("[/x] Brazil" in line for line in await palette(app, pilot, "brazil"))

    play(make_app(tmp_path), script)


def test_a_session_whose_directory_was_named_elsewhere_stands_in_the_palette(tmp_path: Path) -> None:
    with Shelf(tmp_path).create() as session:
        session.save()
    session.directory.rename(session.directory.with_name("[bold]"))

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        assert any("Resume [bold]" in line for line in await palette(app, pilot, "bold"))

    play(make_app(tmp_path), script)


@pytest.mark.parametrize("name", ["paper", "nord", "mine"])
def test_a_theme_that_was_chosen_is_worn_by_the_next_first_frame(tmp_path: Path, name: str) -> None:
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes" / "mine.toml").write_text("[colors]\nprimary = '#112233'")
    kept = tmp_path / "cache" / "theme"

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        await palette(app, pilot, name)
        await pilot.press("enter")
        await until(lambda: app.theme == name)

    play(make_app(tmp_path, user_themes=tmp_path / "themes", theme_kept=kept), script)
    assert kept_theme(kept) == name
    again = make_app(tmp_path, theme=kept_theme(kept), user_themes=tmp_path / "themes")
    assert again.theme == name


def test_every_action_of_the_main_screen_has_a_home_there(tmp_path: Path) -> None:
    scopes = {"app", "main", "prompt", "transcript", "rows", "log", "shelf"}

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        homeless = {action.id for action in ACTIONS if home_of(action, app.screen) is None}
        assert not {name for name in homeless if name.partition(".")[0] in scopes}

    play(make_app(tmp_path), script)


@pytest.mark.parametrize("size", [(120, 40), (60, 20)])
def test_help_shows_the_keys_of_the_focused_pane_as_the_user_set_them(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    app = make_app(tmp_path, keys={"log.filter": "o", "log.nope": "x"})

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        await until(lambda: "log.nope is no action" in toasts(app))
        await pilot.press("f5", "f1")
        await until(lambda: isinstance(app.screen, HelpScreen))
        text = "\n".join(str(widget.render()) for widget in app.screen.query(Static))
        for action in in_scope("log"):
            assert action.label in text
        assert any(line.split()[:2] == ["o", "Filter"] for line in text.splitlines())
        await pilot.press("escape")
        await until(lambda: not isinstance(app.screen, HelpScreen))

    play(app, script, size)


def test_copying_says_which_road_it_took(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "1 2 3 4")

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        app.copy_to_clipboard("four")
        await until(lambda: "Sent 4 characters to the terminal (OSC 52)" in toasts(app))

    play(make_app(tmp_path), script)


def offered(app: GeminiApp) -> list[str]:
    return [str(option.prompt).strip() for option in app.screen.query_one(OptionList).options]


def test_a_frame_is_copied_in_the_form_that_is_chosen(tmp_path: Path) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        await pilot.press("f5", "home", "down", "down", "down", "y")
        await until(lambda: isinstance(app.screen, ChoiceScreen))
        assert [line[0] for line in offered(app)] == ["j", "w", "s", "p"]
        await pilot.press("w")
        await until(lambda: not isinstance(app.screen, ChoiceScreen))
        assert app.clipboard.startswith('{"setup": {"model"')
        await pilot.press("y", "escape")
        await until(lambda: not isinstance(app.screen, ChoiceScreen))

    play(make_recorded_app(tmp_path), script)


def test_a_turn_is_copied_as_text_or_markdown(tmp_path: Path) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        await pilot.press("f4", "y", "m")
        await until(lambda: app.clipboard != "")
        assert app.clipboard == "**You:** Tell me a long story\n\n**Model:** Once upon a time\n"

    play(make_recorded_app(tmp_path), script)


def test_any_pane_is_a_letter_away_also_when_it_is_not_up(tmp_path: Path) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        assert not app.screen.query_one("#wire").display
        await pilot.press("ctrl+g")
        await until(lambda: isinstance(app.screen, ChoiceScreen))
        assert offered(app)[:3] == ["p  Prompt", "t  Transcript", "w  Wire log"]
        await pilot.press("w")
        await until(lambda: app.screen.query_one("#wire").display)
        assert app.focused is not None and app.screen.query_one("#log") in app.focused.ancestors

    play(make_recorded_app(tmp_path), script, (60, 20))


def test_the_plain_view_is_one_pane_without_a_border(tmp_path: Path) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        await pilot.press("f4", "alt+p")
        await until(lambda: app.screen.query_one("#transcript").outer_size.height == 40)
        shown = [line.text.rstrip() for line in app.screen._compositor.render_strips()]
        assert "❯ What is the capital of Brazil?" in shown
        assert not [line for line in shown if set(line) & set("│─╭╰")]
        await pilot.press("alt+p")
        await until(lambda: app.screen.query_one("#prompt").display)

    play(make_recorded_app(tmp_path), script, (80, 40))


def test_what_works_anywhere_works_in_the_prompt_too() -> None:
    taken = {
        key.strip()
        for base in Prompt.__mro__
        for binding in vars(base).get("BINDINGS", ())
        for key in binding.key.split(",")
    }
    reach = [action for action in ACTIONS if action.scope in ("app", "main") and not action.priority]
    assert [action.id for action in reach if set(action.keys.split(",")) <= taken] == []


def test_every_home_of_an_action_can_be_brought_up(tmp_path: Path) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        homes = {home_of(action, app.screen) for action in ACTIONS} - {None}
        for home in homes:
            assert home is not None and bring_up(home) is home

    play(make_recorded_app(tmp_path), script, (60, 20))


def test_the_palette_begins_with_the_focused_pane_and_ends_with_the_way_out(tmp_path: Path) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        await pilot.press("f5")
        lines = [line.split("\n")[0] for line in await palette(app, pilot, "")]
        actions = [line for line in lines if not line.startswith(("theme", "model", "profile", "session"))]
        assert actions[0].startswith(("log", "rows")) and actions[-1].startswith("app: Quit")

    play(make_app(tmp_path), script)


@pytest.mark.parametrize("slow", [True, False])
def test_a_slow_link_has_its_answers_line_by_line(tmp_path: Path, slow: bool) -> None:
    async def script(app: GeminiApp, _: Pilot[str]) -> None:
        assert app.screen.query_one(TranscriptPane).by_line is slow

    play(make_recorded_app(tmp_path, terminal=Terminal(slow=slow)), script)


def test_whoever_takes_an_offer_is_asked_before_anything_ends(tmp_path: Path) -> None:
    write = partial(record_trouble, reason="BidiGenerateContent session not found")

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        screen = app.conversing
        assert screen is not None
        await pilot.press("alt+o")
        await asked(app, ResumeScreen)
        await pilot.press("escape")
        await until(lambda: app.screen is screen)
        assert screen.board.conversation is not None

    play(make_recorded_app(tmp_path, write=write), script)
