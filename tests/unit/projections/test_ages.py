"""Patterns in the ages of connections."""

from __future__ import annotations

import json

import pytest

from tui.projections.ages import Closed, Pattern, patterns
from tui.wire.frame import Direction, Frame, Opcode


def closed(age: float, kind: str = "reset", by: str = "server") -> Closed:
    return Closed(age, kind, 1008, by, "")


def test_connections_that_all_close_at_one_age_are_a_pattern() -> None:
    seen = [closed(age) for age in (150.25, 149.5, 150.5, 33.0, 150.0, 612.0)]
    assert patterns(seen) == [Pattern("reset", 150.125, 4, 6)]


def test_kinds_are_apart_and_the_most_frequent_comes_first() -> None:
    deadline = [closed(3480.0 + n / 10, "deadline") for n in range(3)]
    network = [closed(age, "network") for age in (9.0, 9.1, 9.2, 9.3)]
    assert [pattern.kind for pattern in patterns(deadline + network)] == ["network", "deadline"]


@pytest.mark.parametrize(
    "ages", [[], [150.0], [150.0, 150.0], [10.0, 20.0, 30.0, 40.0]], ids=["none", "one", "two", "scattered"]
)
def test_what_is_no_pattern(ages: list[float]) -> None:
    assert patterns(closed(age) for age in ages) == []


def test_what_was_closed_from_here_does_not_count() -> None:
    assert patterns(closed(5.0, "own", "client") for _ in range(9)) == []


@pytest.mark.parametrize(
    ("fields", "age"),
    [
        ({"event": "close", "age": 150.5, "code": 1008, "kind": "reset", "ready": True}, 150.5),
        ({"event": "close", "age": 150.5, "ready": False}, None),
        ({"event": "close", "age": "old", "ready": True}, None),
        ({"event": "close"}, None),
        ({"event": "open", "age": 1.0, "ready": True}, None),
    ],
)
def test_a_close_is_read_from_its_event(fields: dict[str, object], age: float | None) -> None:
    frame = Frame(0, 1, 0.0, Direction.EVENT, Opcode.NONE, json.dumps(fields).encode())
    found = Closed.of(frame)
    assert (found.age if found else None) == age
