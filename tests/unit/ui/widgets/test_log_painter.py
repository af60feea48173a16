from __future__ import annotations

import math

import pytest
from rich.segment import Segment
from rich.style import Style

from tui.ui.widgets.log_painter import Columns, Line, Painter, TimeMode, clock, elapsed_text
from tui.ui.widgets.segments import highlighted, restyled
from tui.wire.frame import Direction
from tui.wire.kinds import Kind

PLAIN, BOLD = Style(), Style(bold=True)


def drawn(mask: int, width: int, text: str = "words", t: float = 0.0) -> str:
    line = Line(t, 1.5, Direction.RECEIVE, mask, 2048, text)
    return "".join(part.text for part in Painter(lambda name: PLAIN).paint(line, TimeMode.START, width))


def test_every_kind_has_its_badge() -> None:
    for kind in Kind:
        assert kind.badge in drawn(kind.bit, 100)
    assert "turn usage" in drawn(Kind.TURN_COMPLETE.bit | Kind.USAGE.bit, 100)
    assert "event" not in drawn(Kind.EVENT.bit | Kind.CLOSE.bit, 100)


def test_columns_give_way() -> None:
    assert drawn(Kind.TEXT.bit, 100) == "       +1.500 ← text         2.0 kB words"
    assert "2.0 kB" not in drawn(Kind.TEXT.bit, 60)
    assert "+1.500" not in drawn(Kind.TEXT.bit, 30)
    widths = [sum((c.time, c.badges, c.size)) for c in map(Columns.fit, range(1, 120))]
    assert widths == sorted(widths)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.012, "+0.012"),
        (-2, "-2.000"),
        (187.25, "+3:07.250"),
        (3727.25, "+1:02:07.250"),
        (math.nan, "?"),
        (math.inf, "?"),
    ],
)
def test_elapsed(seconds: float, text: str) -> None:
    assert elapsed_text(seconds) == text


@pytest.mark.parametrize("t", [math.nan, math.inf, 1e300, -1e300])
def test_a_time_no_calendar_has(t: float) -> None:
    assert clock(t) == "--:--:--.---"


def test_words_are_highlighted_where_they_stand() -> None:
    parts = highlighted(Segment("a Refund, a refund", PLAIN), "refund", BOLD)
    assert [(part.text, part.style == BOLD) for part in parts] == [
        ("a ", False),
        ("Refund", True),
        (", a ", False),
        ("refund", True),
    ]
    assert highlighted(Segment("a Refund", PLAIN), "", BOLD) == [Segment("a Refund", PLAIN)]


def test_a_style_over_some_characters() -> None:
    parts = list(restyled([Segment("ab", PLAIN), Segment("cd", PLAIN)], 1, 3, BOLD))
    assert [(part.text, part.style == BOLD) for part in parts] == [
        ("a", False),
        ("b", True),
        ("c", True),
        ("d", False),
    ]
