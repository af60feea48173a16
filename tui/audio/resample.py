"""Other rates made ours, with libsoxr. Loaded when the first chunk of another rate comes."""

from __future__ import annotations

from typing import Any

from tui.audio.pcm import RATE


class Resampler:
    """A stream of one rate (Hz) in, a stream of `RATE` out; both s16le mono in whole samples."""

    def __init__(self, rate: int) -> None:
        import soxr

        self.rate = rate
        self._stream: Any = soxr.ResampleStream(rate, RATE, 1, dtype="int16", quality="HQ")

    def take(self, pcm: bytes, *, last: bool = False) -> bytes:
        """What can be said by now; libsoxr keeps some milliseconds back until `last`."""
        import numpy

        samples = numpy.frombuffer(pcm, dtype="<i2").astype("int16")
        out: bytes = self._stream.resample_chunk(samples, last=last).astype("<i2").tobytes()
        return out
