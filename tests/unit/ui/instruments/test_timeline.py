from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.projections.script import START, Script
from tui.projections.lanes import Lane, Lanes, Span
from tui.projections.transcript import Transcript
from tui.ui.instruments.timeline import (
    CLOSEST,
    WIDEST,
    Window,
    axis_text,
    in_words,
    lane_text,
    span_at,
    turns_text,
    whole,
)


def lanes(script: Script) -> Lanes:
    return script.into(Lanes())


def test_lanes_show_when_and_how_much() -> None:
    script = Script(step=0).audio(2000).wait(5).audio(1000).wait(0.5).interrupted()
    window = Window(START, 1.0, 8)
    assert lane_text(lanes(script), Lane.PLAYED, window) == "██░  ▓  "
    assert lane_text(lanes(script), Lane.CUT, window) == "     ✕  "


def test_what_happened_in_no_time_is_a_mark() -> None:
    script = Script(step=2).ask("Hi").text("Hi").receive(goAway={"timeLeft": "1s"})
    window = Window(START, 1.0, 6)
    assert lane_text(lanes(script), Lane.INPUT, window) == "▲     "
    assert lane_text(lanes(script), Lane.TEXT, window) == "  ░   "
    assert lane_text(lanes(script), Lane.LINK, window) == "    ◆ "


def test_turns_have_their_numbers_where_they_begin() -> None:
    script = Script(step=2).ask("1").text("1").turn().ask("2")
    turns = script.into(Transcript()).turns
    assert turns_text(turns, Window(START, 1.0, 9)) == "╵1    ╵2 "
    assert turns_text(turns, Window(START, 10.0, 9)) == "╵1       "


def test_the_axis_counts_from_the_start() -> None:
    assert axis_text(Window(START, 1.0, 30), START) == "┆0s" + " " * 17 + "┆20s" + " " * 6
    assert axis_text(Window(START + 60, 10.0, 30), START).startswith(" " * 14 + "┆3:20")


def test_zooming_keeps_the_moment_under_the_cursor() -> None:
    window = Window(START, 1.0, 40)
    closer = window.zoomed(0.5, 10)
    assert closer.time(10) == window.time(10)
    assert closer.scale == 0.5
    assert window.zoomed(1e-9, 0).scale == CLOSEST
    assert window.zoomed(1e9, 0).scale == WIDEST


def test_the_whole_fits() -> None:
    script = Script(step=1).ask("1").text("1").turn()
    window = whole(lanes(script), 50)
    assert window.start == START
    assert window.end >= START + 2
    assert whole(Lanes(), 0).width == 1


def test_the_span_under_the_cursor_in_words() -> None:
    script = Script(step=1).ask("1").wait(1).tool("c1").answer_tool("c1")
    found = lanes(script)
    window = Window(START, 1.0, 10)
    span = span_at(found, Lane.TOOLS, window, 2)
    assert span == Span(START + 2, START + 3, 1, 2)
    assert in_words(Lane.TOOLS, span, START) == "tools: from 2.00 s for 1.00 s · #1 to #2"
    assert span_at(found, Lane.TOOLS, window, 7) is None
    assert in_words(Lane.TOOLS, None, START) == "tools: nothing here"


@pytest.mark.parametrize("lane", Lane)
@given(
    gaps=st.lists(st.floats(0, 50), min_size=1, max_size=8),
    start=st.floats(-100, 100),
    scale=st.floats(CLOSEST, WIDEST),
    width=st.integers(1, 60),
)
def test_a_lane_is_always_as_wide_as_its_window(
    lane: Lane, gaps: list[float], start: float, scale: float, width: int
) -> None:
    script = Script(step=0)
    for gap in gaps:
        script.ask("Hi").audio(100).text("Hi").tool("c1").wait(gap).answer_tool("c1").interrupted()
    found, window = lanes(script), Window(START + start, scale, width)
    assert len(lane_text(found, lane, window)) == width
    assert len(axis_text(window, START)) == width
    assert len(turns_text(script.into(Transcript()).turns, window)) == width
