"""When somebody speaks: by the energy of the sound, in the time of the sound."""

from __future__ import annotations

import math
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.simulator.hearing import Activity, Hearing

RATE = 16_000


def tone(seconds: float, loudness: int = 8000, rate: int = RATE) -> bytes:
    samples = (int(loudness * math.sin(n / 4)) for n in range(round(seconds * rate)))
    return array("h", samples).tobytes()


def quiet(seconds: float) -> bytes:
    return bytes(2 * round(seconds * RATE))


def test_speech_starts_and_ends_after_its_silence() -> None:
    start, end = Hearing(silence=0.5).feed(quiet(1) + tone(2) + quiet(1), RATE)
    assert (start.start, end.start) == (True, False)
    assert start.offset == pytest.approx(1.0, abs=0.03)
    assert end.offset == pytest.approx(3.5, abs=0.03)


def test_a_pause_shorter_than_the_silence_is_no_end() -> None:
    assert len(Hearing(silence=0.5).feed(tone(1) + quiet(0.4) + tone(1), RATE)) == 1


def test_a_click_and_a_hum_are_no_speech() -> None:
    assert not Hearing().feed(quiet(0.5) + tone(0.02) + quiet(0.5) + tone(2, loudness=300), RATE)


def test_the_end_of_the_stream_ends_the_speech() -> None:
    hearing = Hearing()
    hearing.feed(tone(1), RATE)
    assert hearing.finish() == [Activity(start=False, offset=1.0)]
    assert hearing.finish() == []


@given(st.lists(st.integers(1, 9000), min_size=1, max_size=40))
def test_how_the_sound_is_cut_makes_no_difference(cuts: list[int]) -> None:
    pcm = quiet(0.3) + tone(0.5) + quiet(0.8)
    pieces, hearing = [], Hearing()
    for size in [*cuts, len(pcm)]:
        pieces += hearing.feed(pcm[: 2 * size], RATE)
        pcm = pcm[2 * size :]
    assert pieces == Hearing().feed(quiet(0.3) + tone(0.5) + quiet(0.8), RATE)
