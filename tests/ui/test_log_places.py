"""Where `:` leads in the wire log, and what a time means in a filter."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.ui.logs import LogApp, mixed, run, text, until, views_of, write
from tui.store.journal import Journal
from tui.ui.widgets.log_turns import Turns
from tui.wire.frame import Direction, Opcode


def over_midnight(journal: Journal) -> None:
    """A frame a minute, from 23:50 to 00:49."""
    begins = datetime(2026, 11, 21, 23, 50).timestamp()
    for n in range(60):
        payload = json.dumps(text(f"minute {n}")).encode()
        journal.append(Direction.RECEIVE, Opcode.BINARY, payload, conn=1, t=begins + 60 * n)


@pytest.mark.parametrize(
    ("line", "hidden"),
    [("since:00:20", 30), ("since:23:55", 5), ("until:00:20", 29), ("since:-10m", 49), ("until:+5m", 54)],
)
def test_a_filter_by_time_knows_both_days_of_a_night(tmp_path: Path, line: str, hidden: int) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        app.log_pane.filter(line)
        await until(pilot, lambda: f"{hidden} hidden by {line}" in app.screen_text())

    run(tmp_path, over_midnight, body)


def test_going_to_a_time_knows_both_days_and_says_which_it_is(tmp_path: Path) -> None:
    async def go(app: LogApp, pilot: Pilot[None], place: str) -> int | None:
        await pilot.press("colon")
        await write(pilot, place)
        await pilot.press("enter")
        await pilot.pause()
        return app.log_pane.view.selected

    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        await pilot.press("home")
        assert await go(app, pilot, "00:20") == 30
        assert "this is 2026-11-22 00:20:00" in app.screen_text()
        assert await go(app, pilot, "+5m") == 35
        assert "this is" not in app.screen_text()
        assert await go(app, pilot, "2026-11-21 23:55") == 5
        assert await go(app, pilot, "01:00") == 5
        assert (
            "no frame is of 2026-11-22 01:00:00 or later: the last is of 2026-11-22 00:49:00"
            in app.screen_text()
        )

    run(tmp_path, over_midnight, body, size=(120, 24))


@pytest.mark.parametrize(
    ("place", "frame"),
    [
        ("8", 8),
        ("#8", 8),
        (" # 8 ", 8),
        ("turn 2", 6),
        ("Turn:3", 12),
        ("turn 9", None),
        ("#99", None),
        ("#", None),
    ],
)
def test_a_frame_and_a_turn_are_named_as_they_are_shown(
    tmp_path: Path, place: str, frame: int | None
) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        pane = app.log_pane
        assert pane.journal is not None
        pane.view.turns = Turns(views_of(pane.journal))
        await pilot.press("home", "colon")
        await write(pilot, place)
        await pilot.press("enter")
        await pilot.pause()
        if frame is None:
            assert "^ " in app.screen_text()
            assert pane.prompt.display
        else:
            assert pane.view.selected == frame

    run(tmp_path, mixed, body)
