"""Raw sound as the Live API speaks it: s16le, mono. Rates in Hz, times in seconds, levels 0..1."""

from __future__ import annotations

import sys
from array import array

RATE = 24_000
"""What the service speaks, and what every sink here is told to take."""
MIC_RATE = 16_000
"""What the service hears at best."""
SAMPLE = 2
"""Bytes of one sample."""
LEVEL_STEP = 0.02
"""Seconds that one level stands for."""

_SWAPPED = sys.byteorder == "big"


def seconds(size: int, rate: int = RATE) -> float:
    """How long `size` bytes last."""
    return size / (SAMPLE * rate)


def size_of(duration: float, rate: int = RATE) -> int:
    """The bytes of a duration, whole samples."""
    return int(duration * rate) * SAMPLE


class Samples:
    """Chunks of any size in, whole samples out: an odd byte waits for its other half."""

    def __init__(self) -> None:
        self._odd = b""

    def take(self, chunk: bytes) -> bytes:
        """The whole samples there are by now."""
        chunk = self._odd + chunk
        whole = len(chunk) - len(chunk) % SAMPLE
        self._odd = chunk[whole:]
        return chunk[:whole]


def numbers(pcm: bytes) -> array[int]:
    """Whole samples as signed numbers, whatever the machine's byte order."""
    samples = array("h", pcm)
    if _SWAPPED:
        samples.byteswap()
    return samples


def levels(pcm: bytes) -> list[float]:
    """The peak of each `LEVEL_STEP`, 0..1; the last step may be shorter."""
    step = int(RATE * LEVEL_STEP)
    samples = numbers(pcm)
    parts = (samples[start : start + step] for start in range(0, len(samples), step))
    return [max(max(part), -min(part)) / 32768 for part in parts]
