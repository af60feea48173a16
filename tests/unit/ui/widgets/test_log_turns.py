"""A frame's turn is the one the transcript shows it in."""

from __future__ import annotations

import random

import pytest

from tests.unit.projections.script import Script
from tui.projections.views import Views
from tui.ui.widgets.log_turns import Turns


def extended_thinking() -> Script:
    """0 setup; 1-5 a turn that says turnComplete twice before it is over; 6 a handle; 7-9 another."""
    script = Script().setup().ask("Think").out("Let me see.").turn(interactionStatus="IN_PROGRESS")
    script.out(" 42.").turn(interactionStatus="IDLE").handle("h1")
    return script.ask("And then?").out("No more.").turn(interactionStatus="IDLE")


def fed(script: Script) -> Views:
    views = Views()
    for frame in script.frames:
        views.feed(frame)
    return views


def test_a_turn_complete_that_is_not_the_end_begins_no_turn() -> None:
    views = fed(extended_thinking())
    assert len(views.transcript.turns) == 2
    assert [Turns(views).of(n) for n in range(10)] == [0, 1, 1, 1, 1, 1, 1, 2, 2, 2]


@pytest.mark.parametrize("seed", range(5))
def test_whatever_is_asked_first_the_answer_is_the_same(seed: int) -> None:
    views = fed(extended_thinking())
    turns, expected = Turns(views), [Turns(views).of(n) for n in range(10)]
    asked = random.Random(seed).choices(range(10), k=40)
    assert [turns.of(n) for n in asked] == [expected[n] for n in asked]


def test_what_the_transcript_has_not_seen_is_not_known() -> None:
    views = Views()
    turns = Turns(views)
    assert turns.of(0) is None
    for frame in extended_thinking().frames[:2]:
        views.feed(frame)
    assert (turns.of(1), turns.of(2)) == (1, None)


def test_from_turn_to_turn() -> None:
    turns = Turns(fed(extended_thinking()))
    assert turns.next(0, 1) == 1
    assert turns.next(1, 1) == 7
    assert turns.next(7, 1) is None
    assert turns.next(9, -1) == 7
    assert turns.next(7, -1) == 1
    assert turns.next(1, -1) is None
