"""Other rates become ours: as long, as high, whatever the chunks."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.audio.sound import copying, play
from tui.audio.pcm import RATE, numbers
from tui.audio.resample import Resampler


def sine(rate: int, pitch: float = 440.0) -> bytes:
    """One second."""
    samples = 12_000 * numpy.sin(2 * numpy.pi * pitch * numpy.arange(rate) / rate)
    return samples.astype("<i2").tobytes()


def pitch_of(pcm: bytes) -> float:
    """The loudest frequency, Hz."""
    spectrum = numpy.abs(numpy.fft.rfft(numpy.array(numbers(pcm), dtype="float64")))
    return float(numpy.argmax(spectrum)) * RATE / (len(pcm) // 2)


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 44_100, 48_000])
def test_a_second_stays_a_second_at_the_same_pitch(rate: int) -> None:
    resampler = Resampler(rate)
    pcm = resampler.take(sine(rate)) + resampler.take(b"", last=True)
    assert abs(len(pcm) // 2 - RATE) <= 2
    assert abs(pitch_of(pcm) - 440) < 2


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 4_000), min_size=1, max_size=20))
def test_where_the_chunks_are_cut_makes_no_difference(cuts: list[int]) -> None:
    pcm, chunked = sine(16_000), Resampler(16_000)
    out, place = b"", 0
    for cut in cuts:
        out += chunked.take(pcm[place : place + 2 * cut])
        place = min(place + 2 * cut, len(pcm))
    out += chunked.take(pcm[place:]) + chunked.take(b"", last=True)
    whole = Resampler(16_000)
    expected = whole.take(pcm) + whole.take(b"", last=True)
    assert len(out) == len(expected)
    assert max(abs(a - b) for a, b in zip(numbers(out), numbers(expected), strict=True)) <= 2, (
        "but for dither"
    )


def test_a_turn_may_change_its_rate_and_break_a_sample(tmp_path: Path) -> None:
    async def scene() -> None:
        playout, listener = play(copying(tmp_path / "heard"))
        other = sine(16_000)
        playout.feed(other[:1001], 16_000)
        playout.feed(other[1001:], 16_000)
        playout.feed(sine(RATE), RATE)
        playout.end_turn()
        heard = await listener.until("heard")
        await playout.aclose()
        assert abs(heard["seconds"] - 2.0) < 0.001

    asyncio.run(scene())
    assert (tmp_path / "heard").read_bytes().endswith(sine(RATE))
    assert abs(pitch_of((tmp_path / "heard").read_bytes()) - 440) < 2
