"""What a handle is worth: an estimate with its source."""

from __future__ import annotations

from typing import Any

import pytest

from tui.projections.duration import in_words
from tui.store.metadata import Handle, Metadata
from tui.store.standing import Lifetimes, State, stand

NOW = 1795333718.0
HOUR = 3600.0


def session(closed: float, *, backend: str = "developer", **handle: Any) -> Metadata:
    """A session with one handle, closed some seconds ago."""
    return Metadata(
        backend=backend, ended=NOW - closed, handles=[Handle("h", 1, NOW - closed - 9, 1, **handle)]
    )


@pytest.mark.parametrize(
    ("closed", "backend", "state", "left"),
    [
        (0, "developer", State.RESUMABLE, 2 * HOUR),
        (1.74 * HOUR, "developer", State.RESUMABLE, 0.26 * HOUR),
        (1.76 * HOUR, "developer", State.EXPIRING, 0.24 * HOUR),
        (2 * HOUR, "developer", State.EXPIRED, 0),
        (2 * HOUR, "vertex", State.RESUMABLE, 22 * HOUR),
        (25 * HOUR, "vertex", State.EXPIRED, 0),
    ],
)
def test_time_runs_from_the_last_close_by_the_backend(
    closed: float, backend: str, state: State, left: float
) -> None:
    standing = stand(session(closed, backend=backend), NOW)
    assert standing.state is state
    assert standing.left == pytest.approx(left)
    assert (
        standing.source
        == f"estimate: {2 if backend == 'developer' else 24} h after the last close ({backend})"
    )


def test_a_handle_that_was_accepted_since_lives_from_then() -> None:
    assert stand(session(5 * HOUR, accepted=NOW - HOUR), NOW).state is State.RESUMABLE


def test_what_was_refused_or_never_given_is_not_estimated() -> None:
    assert stand(session(0, refused="session expired"), NOW).source == "refused: session expired"
    assert stand(session(0, refused="x"), NOW).state is State.REFUSED
    assert stand(Metadata(), NOW).state is State.NEVER


@pytest.mark.parametrize(("live", "state"), [("here", State.LIVE_HERE), ("elsewhere", State.LIVE_ELSEWHERE)])
def test_what_is_live_is_live_whatever_its_handle(live: str, state: State) -> None:
    assert stand(session(99 * HOUR), NOW, live=live).state is state


def test_the_estimate_is_a_setting() -> None:
    lifetimes = Lifetimes.from_table({"developer_hours": 1, "vertex_hours": "x", "expiring_minutes": -5})
    assert lifetimes == Lifetimes(developer=HOUR)
    assert stand(session(1.5 * HOUR), NOW, lifetimes=lifetimes).state is State.EXPIRED


def test_states_differ_in_shape() -> None:
    assert len({state.glyph for state in State}) == len({state.word for state in State}) == len(State)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-3, "0 s"), (59.9, "59 s"), (60, "1 min"), (3599, "59 min"), (3900, "1 h 05 min"), (90000, "1 d")],
)
def test_durations_in_words(seconds: float, words: str) -> None:
    assert in_words(seconds) == words
