"""The sessions pane: over real sessions, with real keys."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from tests.ui.shelf_stage import NOW, Stage, play, shelf_of_three, until
from tests.ui.stage import make_app, seen, toasts
from tests.ui.stage import play as play_app
from tests.unit.store.scenes import saved
from tui.store.session import Session
from tui.store.shelf import Shelf
from tui.ui.app import GeminiApp
from tui.ui.widgets.shelf_foot import ASK, ShelfFoot
from tui.ui.widgets.shelf_lines import FilterLine
from tui.ui.widgets.shelf_preview import ShelfPreview


@pytest.fixture(autouse=True)
def evening(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands still: no handle expires while the tests run."""
    monkeypatch.setattr(time, "time", lambda: NOW)


def test_sessions_stand_in_groups_by_day_with_their_state_in_shape_and_words(tmp_path: Path) -> None:
    shelf_of_three(tmp_path)

    async def script(app: Stage, pilot: Pilot[None]) -> None:
        assert app.titles == ["-", "What of Peru 1?", "What of Chile 1?", "-", "What of Cuba 1?"]
        text = app.screen_text
        assert text.index("Today") < text.index("Chile") < text.index("Yesterday") < text.index("Cuba")
        assert "● What of Peru 1?" in text
        assert "◐ What of Chile 1?" in text
        assert "○ What of Cuba 1?" in text
        assert "≈1 h" in text
        assert "expired?" in text
        assert "estimate: 2 h after the last close" in text
        assert "3 sessions · by recent" in text

    play(tmp_path, script)


def test_typing_filters_by_title_and_by_anything_said(tmp_path: Path) -> None:
    shelf_of_three(tmp_path)

    async def script(app: Stage, pilot: Pilot[None]) -> None:
        await pilot.press("slash", *"peru")
        await until(app, lambda: app.pane.shelved.hits)
        await until(app, lambda: "1 of 3" in app.screen_text)
        assert "What of Peru 1?" in app.screen_text
        await pilot.press("escape")
        assert len(app.pane.shelved.entries) == app.pane.view.sessions == 3
        await pilot.press("slash", *"so it is 2")
        await until(app, lambda: len(app.pane.shelved.hits) == 3)
        await until(app, lambda: "So it is 2." in app.screen_text)

    play(tmp_path, script)


def test_enter_in_the_filter_resumes_what_is_left(tmp_path: Path) -> None:
    wanted = shelf_of_three(tmp_path)[1].id

    async def script(app: Stage, pilot: Pilot[None]) -> None:
        await pilot.press("slash", *"chile", "enter")
        await pilot.pause()
        assert app.wanted == [("resume", wanted)]

    play(tmp_path, script)


def test_up_and_down_go_from_session_to_session_past_the_heads(tmp_path: Path) -> None:
    made = shelf_of_three(tmp_path)

    async def script(app: Stage, pilot: Pilot[None]) -> None:
        seen = []
        for key in ("home", "down", "down", "down", "up"):
            await pilot.press(key)
            assert app.pane.view.selected is not None
            seen.append(app.pane.view.selected.id)
        assert seen == [made[n].id for n in (0, 1, 2, 2, 1)]
        await pilot.press("f", "c")
        await pilot.pause()
        assert app.wanted == [("fork", made[1].id), ("check", made[1].id)]

    play(tmp_path, script)


def test_a_title_is_changed_where_it_stands(tmp_path: Path) -> None:
    made = shelf_of_three(tmp_path)

    async def script(app: Stage, pilot: Pilot[None]) -> None:
        await pilot.press("home", "r", *"Lima", "enter")
        await until(app, lambda: "● Lima" in app.screen_text)
        await pilot.press("t", *"work #geo", "enter")
        await until(app, lambda: "Lima #work #geo" in app.screen_text)
        await pilot.press("r", *"never mind", "escape")
        await pilot.pause()
        assert app.focused is app.pane.view

    play(tmp_path, script)
    metadata = Shelf(tmp_path).entry(made[0].id).metadata
    assert (metadata.title, metadata.tags) == ("Lima", ["work", "geo"])


def test_a_pinned_session_is_on_top_of_any_order(tmp_path: Path) -> None:
    shelf_of_three(tmp_path)

    async def script(app: Stage, pilot: Pilot[None]) -> None:
        await pilot.press("end", "p")
        await until(app, lambda: app.titles[:2] == ["-", "What of Cuba 1?"])
        for order in ("time left", "tokens", "length", "recent"):
            await pilot.press("s")
            assert f"by {order}" in app.screen_text
            assert app.titles[1] == "What of Cuba 1?"

    play(tmp_path, script)


def test_delete_asks_once_more_and_can_be_undone(tmp_path: Path) -> None:
    made = shelf_of_three(tmp_path)

    async def script(app: Stage, pilot: Pilot[None]) -> None:
        await pilot.press("home", "d")
        assert ASK in app.screen_text
        await pilot.press("escape", "d", "down", "d", "up")
        assert app.pane.view.sessions == 3
        await pilot.press("home", "d", "d")
        assert app.pane.view.sessions == 2
        assert app.shelf.trash.names() == [made[0].id]
        await pilot.press("u")
        assert app.pane.view.sessions == 3

    play(tmp_path, script)
    assert Shelf(tmp_path).trash.names() == []


def test_the_smallest_terminal_shows_what_is_asked(tmp_path: Path) -> None:
    made = shelf_of_three(tmp_path)

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        await pilot.press("alt+3", "home", "d")
        assert ASK in seen(app)
        await pilot.press("d")
        assert ASK not in seen(app)
        assert Shelf(tmp_path).trash.names() == [made[0].id]

    play_app(make_app(tmp_path), script, (30, 8))


def test_what_could_not_be_taken_back_can_be_once_it_can(tmp_path: Path) -> None:
    made = shelf_of_three(tmp_path)

    async def script(app: Stage, pilot: Pilot[None]) -> None:
        await pilot.press("u")
        assert toasts(app) == "Nothing was deleted in this run"
        await pilot.press("home", "d", "d")
        (made[0].directory / "in the way").mkdir(parents=True)
        await pilot.press("u")
        assert "cannot move" in toasts(app)
        (made[0].directory / "in the way").rmdir()
        await pilot.press("u")
        assert app.shelf.trash.names() == []
        assert made[0].id in app.pane.shelved.entries

    play(tmp_path, script)


def test_the_preview_shows_what_was_said_without_opening(tmp_path: Path) -> None:
    shelf_of_three(tmp_path)

    async def script(app: Stage, pilot: Pilot[None]) -> None:
        await pilot.press("home", "space")
        preview = app.query_one(ShelfPreview)
        await until(app, lambda: preview.session)
        await until(app, lambda: "So it is 2." in app.screen_text)
        await pilot.press("down")
        await until(app, lambda: "What of Chile 2?" in app.screen_text)
        assert preview.region.x > app.pane.view.region.x

    play(tmp_path, script, (100, 20))


def test_what_is_live_here_is_marked_and_can_be_renamed_but_not_deleted(tmp_path: Path) -> None:
    made = shelf_of_three(tmp_path)

    async def script(app: Stage, pilot: Pilot[None]) -> None:
        with Session.open(made[0].directory, write=True) as own:
            app.pane.attend(own)
            await until(app, lambda: "▶ What of Peru 1?" in app.screen_text)
            await pilot.press("home", "r", *"Mine", "enter")
            await until(app, lambda: "▶ Mine" in app.screen_text)
            await pilot.press("d", "d")
            assert app.pane.view.sessions == 3
            assert "this session is live here" in toasts(app)
            assert "elsewhere" not in toasts(app)
            assert ASK not in app.screen_text

    play(tmp_path, script)


def test_a_question_that_was_answered_is_gone_where_nothing_came_of_it(tmp_path: Path) -> None:
    made = shelf_of_three(tmp_path)

    async def script(app: Stage, pilot: Pilot[None]) -> None:
        with Session.open(made[0].directory, write=True):
            await pilot.press("home", "d")
            assert ASK in app.screen_text
            await pilot.press("d")
            assert "live in another process" in toasts(app)
            assert ASK not in app.screen_text

    play(tmp_path, script)


def test_an_empty_shelf_says_what_will_be_here(tmp_path: Path) -> None:
    async def script(app: Stage, pilot: Pilot[None]) -> None:
        assert "Nothing is saved yet" in app.screen_text
        await pilot.press("enter", "d", "r", "p", "u", "space", "s", "up", "down", "pagedown", "home", "end")
        assert app.wanted == []

    play(tmp_path, script)


def test_titles_from_elsewhere_do_nothing_to_the_terminal(tmp_path: Path) -> None:
    session = saved(tmp_path, topic="\x1b[2J[/bold]", t=NOW)
    path = session.directory / "session.toml"
    path.write_text(path.read_text().replace('title = "', 'title = "\\u001b]52;c;eA==\\u0007[/x]'))
    session.close()

    async def script(app: Stage, pilot: Pilot[None]) -> None:
        await pilot.press("slash", *"bold")
        await until(app, lambda: app.pane.shelved.hits)
        assert "\x1b" not in app.screen_text
        assert "␛]52" in app.screen_text
        assert app.query_one(FilterLine).has_focus
        assert app.query_one(ShelfFoot).display

    play(tmp_path, script)


def test_what_is_typed_ahead_of_the_focus_goes_into_the_line_that_opens(tmp_path: Path) -> None:
    made = shelf_of_three(tmp_path)

    async def script(app: Stage, pilot: Pilot[None]) -> None:
        type_at_once(app, "/chile\r")
        await until(app, lambda: app.wanted == [("resume", made[1].id)])
        await pilot.press("escape", "home")
        type_at_once(app, "rSantiago d dc\r")
        await until(app, lambda: "● Santiago d dc" in app.screen_text)
        assert app.wanted == [("resume", made[1].id)]
        assert app.pane.view.sessions == 3

    play(tmp_path, script)


def type_at_once(app: Stage, text: str) -> None:
    """All keys are read before any of them is acted on, as from one packet."""
    names = {"/": "slash", "\r": "enter", " ": "space"}
    for character in text:
        app.post_message(events.Key(names.get(character, character), character))
