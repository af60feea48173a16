from __future__ import annotations

import json
from typing import Any

from tui.projections.gate import Gate
from tui.wire.frame import Direction, Frame, Opcode
from tui.wire.kinds import Kind

TEXT: Any = {"serverContent": {"outputTranscription": {"text": "x"}}}
TURN: Any = {"serverContent": {"turnComplete": True}}


def frames(*messages: Any) -> list[Frame]:
    payloads = (json.dumps(message).encode() for message in messages)
    return [Frame(n, 1, 0.0, Direction.RECEIVE, Opcode.BINARY, p) for n, p in enumerate(payloads)]


def through(gate: Gate, wanted: list[Frame]) -> list[int]:
    """What is let through of the rest, up to the first that is held."""
    passed = []
    for frame in wanted:
        if gate.holds(frame):
            break
        passed.append(frame.seq)
    return passed


def test_an_open_gate_holds_nothing() -> None:
    assert through(Gate(), frames(TEXT, TURN)) == [0, 1]


def test_holds_at_a_kind_steps_and_is_released() -> None:
    gate, every = Gate(), frames(TEXT, TURN, TEXT, TEXT, TURN, TEXT)
    gate.kinds = Kind.TURN_COMPLETE.bit
    assert through(gate, every) == [0]
    assert gate.held_at == 1
    gate.step()
    assert through(gate, every[1:]) == [1]
    gate.release()
    assert through(gate, every[2:]) == [2, 3]
    assert gate.held_at == 4
    gate.open()
    assert through(gate, every[4:]) == [4, 5]
    assert gate.held_at is None


def test_two_that_ask_are_held_at_the_same_frame() -> None:
    gate, every = Gate(), frames(TEXT, TURN, TEXT, TURN)
    gate.kinds = Kind.TURN_COMPLETE.bit
    assert through(gate, every) == through(gate, every) == [0]
    gate.release()
    assert through(gate, every[1:]) == [1, 2]
    assert gate.held_at == 3
    assert through(gate, every[1:]) == [1, 2]
