from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.ui.quiet.pacing import TRIAL, Pacer


def proven() -> Pacer:
    pacer = Pacer()
    pacer.sent(0.0, 100)
    pacer.answered(0.1)
    return pacer


def test_the_first_frame_goes_at_once() -> None:
    assert Pacer().wait(0.0) == 0.0


def test_one_frame_on_the_line() -> None:
    pacer = proven()
    assert pacer.wait(0.1) == 0.0
    pacer.sent(0.2, 100)
    assert pacer.wait(0.2) > 1.0
    pacer.answered(0.3)
    assert pacer.wait(0.3) == 0.0


def test_the_round_trip_is_smoothed() -> None:
    pacer = proven()
    assert pacer.round_trip == 0.1
    pacer.sent(1.0, 100)
    pacer.answered(1.3)
    assert 0.1 < (pacer.round_trip or 0.0) < 0.3


def test_a_mute_terminal_is_found_out_and_gets_an_interval() -> None:
    pacer, now, frames = Pacer(), 0.0, 0
    while not pacer.mute:
        now += pacer.wait(now)
        pacer.sent(now, 100)
        frames += 1
    assert now <= TRIAL + 1 and frames > 4
    assert 0 < pacer.wait(now) < 0.11
    pacer.answered(now)
    assert not pacer.mute and pacer.answers


def test_a_late_answer_does_not_free_the_line_of_the_next_frame() -> None:
    pacer = proven()
    pacer.sent(1.0, 0)
    late = 1.0 + pacer.wait(1.0)
    pacer.sent(late, 0)
    pacer.answered(late + 0.1)
    assert pacer.wait(late + 0.1) > 0
    pacer.answered(late + 0.2)
    assert pacer.wait(late + 0.2) == 0.0


def test_a_lost_answer_is_given_up() -> None:
    pacer = proven()
    pacer.sent(1.0, 0)
    now = 1.0 + pacer.wait(1.0)
    for _ in range(2):
        pacer.sent(now, 0)
        pacer.answered(now + 0.1)
        now += 0.1 + pacer.wait(now + 0.1)
    pacer.sent(now, 0)
    pacer.answered(now + 0.1)
    assert pacer.wait(now + 0.1) == 0.0


def test_big_frames_get_more_patience() -> None:
    small, big = proven(), proven()
    small.sent(1.0, 100)
    big.sent(1.0, 20_000)
    assert big.wait(1.0) > small.wait(1.0)


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 20)), max_size=40))
def test_the_line_never_stays_shut(events: list[tuple[bool, float]]) -> None:
    pacer, now = Pacer(), 0.0
    for is_answer, after in events:
        now += after
        if is_answer:
            pacer.answered(now)
        elif not pacer.wait(now):
            pacer.sent(now, 1000)
        assert 0 <= pacer.wait(now) < 200


def test_behind_a_multiplexer_no_more_is_sent_than_a_slow_line_carries() -> None:
    pacer, now, sent = Pacer(unseen=True), 0.0, 0
    while now < 10.0:
        pacer.sent(now, 4000)
        pacer.answered(now)
        sent += 4000
        now += pacer.wait(now)
    assert 150_000 < sent < 180_000


def test_behind_a_multiplexer_small_frames_never_wait() -> None:
    pacer = Pacer(unseen=True)
    for n in range(100):
        assert pacer.wait(n / 20) == 0.0
        pacer.sent(n / 20, 300)
        pacer.answered(n / 20)
