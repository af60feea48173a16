"""Bytes, samples, seconds, levels."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.audio.sound import ramp
from tui.audio.pcm import Samples, levels, seconds, size_of


@given(st.lists(st.binary(max_size=9)))
def test_odd_bytes_wait_for_their_other_half(chunks: list[bytes]) -> None:
    samples = Samples()
    taken = [samples.take(chunk) for chunk in chunks]
    whole = b"".join(chunks)
    assert all(len(piece) % 2 == 0 for piece in taken)
    assert b"".join(taken) == whole[: len(whole) - len(whole) % 2]


def test_a_size_is_whole_samples_and_lasts_as_long() -> None:
    assert size_of(0.00003) % 2 == 0
    assert seconds(size_of(1.5)) == 1.5
    assert seconds(size_of(1.5, 16_000), 16_000) == 1.5


def test_levels_are_peaks_of_twenty_milliseconds() -> None:
    loud = b"\x00\x80" + bytes(958)
    assert levels(loud + bytes(960) + b"\x00\x40") == [1.0, 0.0, 0.5]
    assert len(levels(ramp(1.0))) == 50
    assert levels(b"") == []
