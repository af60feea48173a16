"""No payload stops a projection, and what it says never depends on how it was fed."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.projections.garbage import BROKEN, frames
from tests.unit.projections.script import Script
from tui.projections.base import Projection
from tui.projections.checks import Checks
from tui.projections.context import Context
from tui.projections.handles import Handles
from tui.projections.lanes import Lanes
from tui.projections.link import Link
from tui.projections.timing import Timing
from tui.projections.transcript import Transcript
from tui.projections.usage import Usage
from tui.wire.frame import Direction, Frame

EVERY = [Transcript, Handles, Usage, Link, Lanes, Context]


@pytest.mark.parametrize("projection", EVERY)
@settings(max_examples=60, deadline=None)
@given(script=st.lists(frames, max_size=12))
def test_no_frame_stops_a_projection(projection: type[Projection], script: list[Frame]) -> None:
    fold = projection()
    for frame in script:
        fold.feed(frame)
    assert fold.rows == len(script)


@settings(max_examples=60, deadline=None)
@given(script=st.lists(frames, max_size=12))
def test_no_frame_stops_the_checks(script: list[Frame]) -> None:
    transcript = Transcript()
    timing = Timing(transcript)
    checks = Checks(transcript, timing)
    for frame in script:
        for projection in (transcript, timing, checks):
            projection.feed(frame)
    checks.settle()
    assert all(0 <= row < checks.rows for finding in checks.findings for row in finding.rows)
    assert all(finding.rows == sorted(finding.rows) for finding in checks.findings)


@pytest.mark.parametrize("payload", BROKEN)
@pytest.mark.parametrize("direction", [Direction.SEND, Direction.RECEIVE])
def test_broken_frames_change_no_conversation(payload: bytes, direction: Direction) -> None:
    script = Script().ask("One").add(direction, payload).text("1").add(direction, payload).turn()
    (turn,) = script.into(Transcript()).turns
    assert (turn.user, turn.answer.replace("\n\n", "")) == ("One", "1")


@settings(max_examples=80, deadline=None)
@given(script=st.lists(frames, max_size=12))
def test_the_transcript_is_in_order(script: list[Frame]) -> None:
    book = Transcript()
    for frame in script:
        before = book.revision
        book.feed(frame)
        assert book.revision >= before
    assert [turn.number for turn in book.turns] == list(range(1, len(book.turns) + 1))
    assert all(turn.first <= turn.last < book.rows for turn in book.turns)
    assert all(0 <= turn.cut <= len(turn.answer) for turn in book.turns if turn.cut is not None)
    assert all(entry.revision > 0 for entry in book.entries)


@settings(max_examples=50, deadline=None)
@given(script=st.lists(frames, max_size=10))
def test_feeding_reads_and_never_writes_the_frame(script: list[Frame]) -> None:
    for frame in script:
        value = copy.deepcopy(frame.value)
        Transcript().feed(frame)
        assert repr(frame.value) == repr(value)
