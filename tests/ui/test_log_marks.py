"""Marks and notes on the frames of the wire log."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot

from tests.ui.logs import LogApp, mixed, run, views_of, write
from tui.ui.widgets.log_margin import Margin


def test_marks_and_notes(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        await pilot.press("home", "m", "down", "down", "M")
        await write(pilot, "odd")
        await pilot.press("enter")
        await pilot.pause()
        assert app.log_pane.marks == {0: "", 5: "odd"}
        assert "◆" in app.screen_text()
        assert "odd · turn complete" in app.screen_text()
        await pilot.press("home", "apostrophe")
        assert app.log_pane.view.selected == 5
        app.log_pane.filter("marked")
        await pilot.pause()
        assert len(app.log_pane.view.rows) == 2

    run(tmp_path, mixed, body)


def test_a_note_that_was_taken_away_with_its_mark_comes_back_with_it(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        await pilot.press("home", "M")
        await write(pilot, "important finding")
        await pilot.press("enter", "m")
        await pilot.pause()
        assert app.log_pane.marks == {}
        assert "mark and note are taken away: m gives both back" in app.screen_text()
        await pilot.press("down", "m", "up", "m")
        await pilot.pause()
        assert app.log_pane.marks == {0: "important finding", 1: ""}
        assert "important finding" in app.screen_text()
        assert "gives both back" not in app.screen_text()

    run(tmp_path, mixed, body)


def test_a_mark_in_a_folded_run_is_seen_and_told(tmp_path: Path) -> None:
    def line(app: LogApp) -> str:
        return app.screen_text().splitlines()[1]

    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        app.log_pane.go_to(3)
        await pilot.press("m", "h")
        await pilot.pause()
        assert line(app).startswith("◆")
        assert "#3 · audio ×4" in line(app)
        app.log_pane.marks.update({2: "odd", 4: "late", 1: "first", 99: "of no frame"})
        app.log_pane.view.remark(3)
        await pilot.pause()
        assert "#1 first · #2 odd · #3 · and 1 more marked · audio ×4" in line(app)
        app.log_pane.filter("kind:text")
        await pilot.pause()
        assert "◆" not in app.screen_text()

    run(tmp_path, mixed, body, size=(160, 24))


def test_a_mark_takes_no_sign_away(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        view = app.log_pane.view
        assert app.log_pane.journal is not None
        view.margin = Margin(views_of(app.log_pane.journal).checks)
        view.forget()
        await pilot.pause()
        before = app.screen_text().splitlines()
        signed = next(n for n, row in enumerate(before) if row[0] in "✕!")
        view.go(signed)
        await pilot.press("m")
        await pilot.pause()
        row = app.screen_text().splitlines()[signed]
        assert row.startswith("◆")
        assert f" {before[signed][0]} " in row

    run(tmp_path, mixed, body)


def test_rows_follow_the_marks_that_a_filter_asks_for(tmp_path: Path) -> None:
    def shown(app: LogApp) -> list[int]:
        rows = app.log_pane.view.rows
        return [rows.first(row) for row in range(len(rows))]

    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        await pilot.press("end", "m", "home", "m")
        app.log_pane.filter("marked")
        await pilot.pause()
        assert shown(app) == [0, 17]
        await pilot.press("home", "m")
        await pilot.pause()
        assert shown(app) == [17]
        assert "17 hidden by marked" in app.screen_text()
        app.log_pane.filter("not marked dir:in")
        await pilot.pause()
        await pilot.press("home", "m", "M")
        await write(pilot, "odd")
        await pilot.press("enter")
        await pilot.pause()
        assert shown(app)[0] == 2
        assert app.log_pane.marks == {17: "", 0: "", 1: "odd"}

    run(tmp_path, mixed, body)
