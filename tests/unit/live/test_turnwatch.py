"""When a turn is open, and when it has ended."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.live.turnwatch import TurnWatch
from tui.wire.frame import Direction, Frame, Opcode

ASK = {"client_content": {"turns": [{"parts": [{"text": "?"}]}], "turnComplete": True}}
SEED = {"clientContent": {"turns": [], "turnComplete": False}}
SAY = {"serverContent": {"outputTranscription": {"text": "a"}}}
GENERATED = {"serverContent": {"generationComplete": True}}
END = {"serverContent": {"turnComplete": True}}
NOT_YET = {"serverContent": {"turnComplete": True, "interactionStatus": "IN_PROGRESS"}}
IDLE = {"serverContent": {"interactionStatus": "IDLE"}}
CUT = {"serverContent": {"interrupted": True}}


def watch(*messages: object, ends_turns: bool = True) -> TurnWatch:
    turn = TurnWatch(ends_turns=ends_turns)
    for seq, message in enumerate(messages):
        direction = Direction.SEND if message in (ASK, SEED) else Direction.RECEIVE
        turn.feed(Frame(seq, 1, 0.0, direction, Opcode.TEXT, json.dumps(message).encode()))
    return turn


@pytest.mark.parametrize(
    ("messages", "is_open", "completed"),
    [
        ([ASK], True, 0),
        ([SEED], False, 0),
        ([ASK, SAY], True, 0),
        ([ASK, SAY, GENERATED], True, 0),
        ([ASK, SAY, GENERATED, END], False, 1),
        ([ASK, SAY, CUT], True, 0),
        ([ASK, SAY, CUT, END], False, 1),
        ([ASK, SAY, NOT_YET], True, 0),
        ([ASK, SAY, NOT_YET, SAY, NOT_YET, IDLE], False, 1),
        ([ASK, END, ASK], True, 1),
    ],
)
def test_a_turn(messages: list[object], is_open: bool, completed: int) -> None:
    turn = watch(*messages)
    assert (turn.open, turn.completed) == (is_open, completed)


def test_models_that_never_end_a_turn_end_it_with_the_generation() -> None:
    assert not watch(SAY, GENERATED, ends_turns=False).open


@settings(max_examples=40)
@given(st.recursive(st.none() | st.booleans() | st.text(), lambda x: st.dictionaries(st.text(), x)))
def test_no_payload_can_stop_it(value: object) -> None:
    for name in ("serverContent", "clientContent", "toolCall"):
        watch({name: value}, {name: {"modelTurn": value, "turnComplete": value}})
