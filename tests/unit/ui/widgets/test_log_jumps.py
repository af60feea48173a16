from __future__ import annotations

from datetime import datetime

import pytest

from tui.store.index import Index, What
from tui.ui.widgets import log_jumps as jumps
from tui.wire.frame import Direction
from tui.wire.kinds import Kind

NOON = datetime(2026, 11, 22, 12).timestamp()
TEXT, TURN, ERROR, UNKNOWN = Kind.TEXT.bit, Kind.TURN_COMPLETE.bit, Kind.ERROR.bit, Kind.UNKNOWN.bit


def index_of(*frames: tuple[int, float]) -> Index:
    index = Index()
    for n, (mask, t) in enumerate(frames):
        index.add(n * 10, n * 10 + 10, n, 1, NOON + t, 10, What(Direction.RECEIVE, mask))
    return index


INDEX = index_of((TEXT, 0), (ERROR, 0.1), (TURN, 0.2), (TEXT, 5), (UNKNOWN, 5.4), (TURN, 5.5), (TEXT, 9))


def test_errors_and_unknowns() -> None:
    assert jumps.next_error(INDEX, 0, 1) == 1
    assert jumps.next_error(INDEX, 1, 1) is None
    assert jumps.next_error(INDEX, 6, -1) == 1
    assert jumps.next_unknown(INDEX, 0, 1) == 4


def test_gaps() -> None:
    assert jumps.next_gap(INDEX, 0, 1) == 3
    assert jumps.next_gap(INDEX, 3, 1, 0.3) == 4
    assert jumps.next_gap(INDEX, 6, -1) == 3
    assert jumps.next_gap(INDEX, 3, -1) is None


def test_times() -> None:
    assert jumps.at_time(INDEX, NOON + 1) == 3
    assert jumps.at_time(INDEX, 0) == 0
    assert jumps.at_time(INDEX, NOON + 9.1) is None
    assert jumps.at_time(Index(), 0) is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("gap 300ms", 0.3), ("gap > 2s", 2.0), ("gap 1.5", 1.5), ("gap", None), ("12:00", None)],
)
def test_a_threshold(text: str, seconds: float | None) -> None:
    assert jumps.gap_threshold(text) == seconds


def test_the_nearest_of_several() -> None:
    assert jumps.nearest(10, 14, None, 12) == 12
    assert jumps.nearest(10, 3, 7) == 7
    assert jumps.nearest(10, None, None) is None
