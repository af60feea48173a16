"""How long a turn is held back."""

from __future__ import annotations

import pytest

from tui.audio import arrival
from tui.audio.arrival import JITTER, TURNS, Arrival, Jitter


class Clock:
    """The clock that `arrival` reads, set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        """Seconds."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Time in the test's hands."""
    clock = Clock()
    monkeypatch.setattr(arrival, "time", clock)
    return clock


def came(clock: Clock, *chunks: tuple[float, float]) -> Arrival:
    """Chunks by when they came, and how much sound came before."""
    turn, began = Arrival(), clock.now
    for at, received in chunks:
        clock.now = began + at
        turn.note(received)
    return turn


def test_at_the_pace_of_the_ear_a_turn_is_held_back_for_the_whole_hold(clock: Clock) -> None:
    turn = came(clock, (0.0, 0.0), (0.1, 0.1))
    assert turn.wait(0.15) == pytest.approx(0.05)


def test_what_comes_ahead_of_the_ear_may_be_heard_that_much_earlier(clock: Clock) -> None:
    turn = came(clock, (0.0, 0.0), (0.05, 0.1))
    assert turn.wait(0.15) == pytest.approx(0.05)
    assert turn.earliest == pytest.approx(-0.05)
    assert turn.latest == 0


def test_a_late_chunk_delays_nothing_that_came_before(clock: Clock) -> None:
    turn = came(clock, (0.0, 0.0), (0.14, 0.1))
    assert turn.wait(0.15) == pytest.approx(0.01)
    assert turn.latest == pytest.approx(0.04)


def test_the_next_turns_are_held_back_as_long_as_the_latest_chunk_was_late(clock: Clock) -> None:
    jitter = Jitter()
    assert jitter.hold == JITTER
    jitter.note(came(clock, (0.0, 0.0), (0.2, 0.1)))
    assert jitter.hold == pytest.approx(0.1)
    for _ in range(TURNS):
        jitter.note(came(clock, (0.0, 0.0)))
    assert jitter.hold == JITTER


def test_a_stall_is_no_jitter(clock: Clock) -> None:
    jitter = Jitter()
    jitter.note(came(clock, (0.0, 0.0), (9.0, 0.1), (9.16, 0.2)))
    assert jitter.hold == pytest.approx(0.06)
