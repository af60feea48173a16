"""What can be asked of the wire log: filters, search, jumps, marks."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from tests.ui.logs import LogApp, mixed, receive, run, text, until, views_of, write
from tui.projections.filters import Facts, Verdict
from tui.store.journal import Journal
from tui.ui.widgets.log_search import Search
from tui.ui.widgets.log_turns import Turns


def test_a_filter_hides_rows_counts_them_and_gives_them_back(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        await pilot.press("f")
        await write(pilot, "kind:usage")
        await pilot.press("enter")
        await pilot.pause()
        assert len(app.log_pane.view.rows) == 3
        assert "15 hidden by kind:usage" in app.screen_text()
        assert "words of turn" not in app.screen_text()
        await pilot.press("backspace")
        await pilot.pause()
        assert len(app.log_pane.view.rows) == 9
        assert "hidden" not in app.screen_text()

    run(tmp_path, mixed, body)


def test_a_mistake_is_pointed_at_and_the_old_filter_stays(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        app.log_pane.filter("kind:usage")
        await pilot.press("f")
        await write(pilot, " knd:x")
        await pilot.press("enter")
        await pilot.pause()
        lines = app.screen_text().splitlines()
        at = next(n for n, line in enumerate(lines) if "^ there is no `knd:`" in line)
        assert lines[at].index("^") == lines[at - 1].index("knd:x")
        assert len(app.log_pane.view.rows) == 3
        await pilot.press("escape")
        assert app.log_pane.filtering.text == "kind:usage"
        assert app.focused is app.log_pane.view

    run(tmp_path, mixed, body)


def test_tab_completes_a_filter(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        await pilot.press("f")
        await write(pilot, "kind:usag")
        await pilot.press("tab", "enter")
        await pilot.pause()
        assert app.log_pane.filtering.text == "kind:usageMetadata"

    run(tmp_path, mixed, body)


def test_isolate_shows_one_kind_and_again_restores(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        await pilot.press("i")
        await pilot.pause()
        assert app.log_pane.filtering.text == "kind:turnComplete,usageMetadata"
        assert len(app.log_pane.view.rows) == 3
        await pilot.press("i")
        await pilot.pause()
        assert app.log_pane.filtering.text == ""
        assert len(app.log_pane.view.rows) == 9
        await pilot.press("-")
        await pilot.pause()
        assert app.log_pane.filtering.text == "not kind:turnComplete,usageMetadata"
        assert len(app.log_pane.view.rows) == 6

    run(tmp_path, mixed, body)


def test_search_finds_hidden_frames_and_says_so(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        await pilot.press("home", "/")
        await write(pilot, "TURN 1".lower())
        await pilot.press("enter")
        await pilot.pause()
        assert app.log_pane.view.selected == 6
        assert '"turn 1" 1 of 1 hit' in app.screen_text()
        app.log_pane.filter("kind:usage")
        await pilot.pause()
        await pilot.press("n")
        await pilot.pause()
        assert "hidden by the filter: this is the nearest" in app.screen_text()

    run(tmp_path, mixed, body)


def test_jumps(tmp_path: Path) -> None:
    def fill(journal: Journal) -> None:
        mixed(journal)
        receive(journal, b"{{")
        receive(journal, {"fooBar": 1})

    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        view = app.log_pane.view
        assert app.log_pane.journal is not None
        view.turns = Turns(views_of(app.log_pane.journal))
        await pilot.press("home", "]")
        assert view.selected == 6
        await pilot.press("]", "[", "[")
        assert view.selected == 0
        await pilot.press("e")
        assert view.selected == 18
        await pilot.press("u")
        assert view.selected == 19
        await pilot.press("u")
        await pilot.pause()
        assert "no unknown after this" in app.screen_text()
        await pilot.press("colon")
        await write(pilot, "8")
        await pilot.press("enter")
        await pilot.pause()
        assert view.selected == 8
        assert len(view.rows) == 11 + 3

    run(tmp_path, fill, body)


def test_new_is_what_the_reader_can_see_of_it(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        journal = app.log_pane.journal
        assert journal is not None
        app.log_pane.filter("kind:usage")
        await pilot.press("home")
        mixed(journal)
        app.log_pane.flush()
        await pilot.pause()
        assert "+3 new" in app.screen_text()
        app.log_pane.filter("")
        await pilot.pause()
        assert "+18 new" in app.screen_text()
        app.log_pane.filter("kind:setup")
        await pilot.pause()
        assert "new" not in app.screen_text()
        app.log_pane.filter("")
        await pilot.press("end")
        await pilot.pause()
        app.log_pane.filter("kind:usage")
        await pilot.press("home")
        await pilot.pause()
        assert "new" not in app.screen_text()

    run(tmp_path, mixed, body)


def test_pause_freezes_the_rows_not_the_recording(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        journal = app.log_pane.journal
        assert journal is not None
        await pilot.press("p")
        receive(journal, text("meanwhile"))
        app.log_pane.flush()
        await pilot.pause()
        assert "meanwhile" not in app.screen_text()
        assert "paused at 18" in app.screen_text()
        assert "19 frames" in app.screen_text()
        await pilot.press("home", "colon")
        await write(pilot, "18")
        await pilot.press("enter")
        await pilot.pause()
        assert "that frame came after the pause" in app.screen_text()
        await pilot.press("p")
        await pilot.pause()
        assert "meanwhile" in app.screen_text()
        assert app.log_pane.view.selected == 18

    run(tmp_path, mixed, body)


def test_the_pane_narrows_gracefully(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        for width in (100, 66, 50, 30, 12, 4, 1):
            await pilot.resize_terminal(width, 24)
            await pilot.pause()
            assert all(len(line) <= width for line in app.screen_text().splitlines())

    run(tmp_path, mixed, body)


def test_what_is_typed_ahead_of_the_focus_goes_into_the_line_that_opens(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        pane = app.log_pane
        names = {"/": "slash", ":": "colon", "\r": "enter"}
        for character in "/prime\r":
            app.post_message(events.Key(names.get(character, character), character))
        await until(pilot, lambda: pane.finder.search is not None and not pane.prompt.display)
        assert pane.finder.search is not None
        assert pane.finder.search.words == "prime"
        assert (pane.view.paused, pane.marks, pane.filtering.text) == (False, {}, "")
        for character in "fkind:usage\r":
            app.post_message(events.Key(names.get(character, character), character))
        await until(pilot, lambda: pane.filtering.text == "kind:usage")

    run(tmp_path, mixed, body)


def test_a_narrow_footer_keeps_the_numbers(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        app.log_pane.filter("not kind:usage not kind:text not text:nothing_of_the_kind")
        await pilot.pause()
        assert "hidden by not kind:us… · 18 · 4.0 kB" not in app.screen_text()
        await pilot.resize_terminal(48, 24)
        await pilot.pause()
        footer = app.screen_text().splitlines()[app.log_pane.footer.region.y]
        assert footer.startswith(" 6 hidden by not kind:us… · 18 · ")

    run(tmp_path, mixed, body)


@pytest.mark.parametrize("width", [48, 60, 100])
def test_what_is_hidden_and_the_totals_are_in_view_beside_any_notice(tmp_path: Path, width: int) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        pane = app.log_pane
        pane.filter("not kind:usage not kind:text not text:nothing_of_the_kind")
        await pilot.press("/")
        await write(pilot, "words")
        await pilot.press("enter", "p", "n")
        await pilot.pause()
        top = pane.view.viewport.top
        for notice in ("hidden by the filter: this is the nearest before it", "a word " * 30):
            pane.say(notice)
            await pilot.pause()
            foot = pane.footer.region
            lines = app.screen_text().splitlines()[foot.y : foot.bottom]
            assert lines[0].startswith(f" {notice[:30]}")
            assert lines[-1].lstrip().startswith("6 hidden") or f"{notice} · 6 hidden" in lines[-1]
            assert "of 3 hits" in lines[-1]
            assert " · 18" in lines[-1].partition("paused")[2].removeprefix(" at 18")
            assert pane.view.viewport.top == top
        pane.say("")
        await pilot.pause()
        assert pane.footer.region.height == 1

    run(tmp_path, mixed, body, size=(width, 24))


class Broken:
    """A question that no one has thought through."""

    def test(self, facts: Facts) -> Verdict:
        raise ZeroDivisionError


def said(app: LogApp) -> str:
    return "\n".join(notification.message for notification in app._notifications)


def test_a_filter_that_fails_says_so_and_everything_is_shown(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        app.log_pane.filtering.text = "broken"
        app.log_pane.view.apply(Broken())
        await until(pilot, lambda: "Looking at the frames failed: ZeroDivisionError" in said(app))
        assert "hidden" not in app.screen_text()
        await until(pilot, lambda: app.log_pane.view.rows.frames_shown == 18)
        await pilot.press("home", "down")
        assert app.log_pane.view.viewport.cursor == 1

    run(tmp_path, mixed, body)


def test_a_search_that_fails_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Search, found: list[int]) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Search, "_add", broken)

    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        await pilot.press("/", "w")
        await until(pilot, lambda: "The search failed: ZeroDivisionError" in said(app))
        assert app.log_pane.finder.search is None
        await pilot.press("escape", "home", "down")
        assert app.log_pane.view.viewport.cursor == 1

    run(tmp_path, mixed, body)
