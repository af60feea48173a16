"""The sound of one turn on its way: received, handed to a sink, heard."""

from __future__ import annotations

import time

from tui.audio.pcm import LEVEL_STEP, RATE, Samples, levels, seconds, size_of
from tui.audio.pipe import Pipe
from tui.audio.resample import Resampler


class Utterance:
    """Takes what is fed, holds the prebuffer back until a pipe is there, and knows where the ear is.

    Times in seconds of sound. It starts no process and no timer: whoever plays it does.
    """

    def __init__(self) -> None:
        self.ended = False
        self.was_cut = False
        self.underruns = 0
        self._pipe: Pipe | None = None
        self._waiting = bytearray()
        self._impatient = False
        self._size = 0
        self._levels: list[float] = []
        self._samples = Samples()
        self._resampler: Resampler | None = None

    @property
    def received(self) -> float:
        """Seconds fed so far."""
        return seconds(self._size)

    @property
    def position(self) -> float:
        """Seconds heard so far, within about 30 ms."""
        pipe = self._pipe
        if pipe is None or pipe.started is None or not pipe.has_begun:
            return 0.0
        clock = time.monotonic() - pipe.started - pipe.sink.delay - pipe.gap
        return min(max(clock, 0.0), self.received)

    @property
    def level(self) -> float:
        """The peak around the ear, 0..1; 0 while nothing is heard."""
        position = self.position
        if not 0 < position < self.received:
            return 0.0
        return self._levels[min(int(position / LEVEL_STEP), len(self._levels) - 1)]

    def feed(self, chunk: bytes, rate: int) -> None:
        """Take a chunk of any size and rate (Hz)."""
        if self._resampler is not None and self._resampler.rate != rate:
            self._flush()
        pcm = self._samples.take(chunk)
        if rate != RATE:
            self._resampler = self._resampler or Resampler(rate)
            pcm = self._resampler.take(pcm)
        self._take(pcm)

    def _flush(self) -> None:
        if self._resampler is not None:
            self._take(self._resampler.take(b"", last=True))
            self._resampler = None

    def _take(self, pcm: bytes) -> None:
        self._size += len(pcm)
        self._levels += levels(pcm)
        self._waiting += pcm
        self._flow()

    def end(self) -> None:
        """No more will come."""
        if not self.ended:
            self._flush()
            self.ended = True
            self._flow()

    def attach(self, pipe: Pipe) -> None:
        """Sound goes to this pipe as soon as there is enough of it."""
        self._pipe = pipe
        if self.was_cut:
            pipe.kill()
        self._flow()

    def hurry(self) -> None:
        """Wait no longer for a full prebuffer."""
        self._impatient = True
        self._flow()

    def cut(self) -> None:
        """Silence, now."""
        self.ended = self.was_cut = True
        self._waiting.clear()
        if self._pipe is not None:
            self._pipe.kill()

    def _flow(self) -> None:
        pipe = self._pipe
        if pipe is None:
            return
        enough = len(self._waiting) >= size_of(pipe.sink.prebuffer)
        if self._waiting and (pipe.is_flowing or enough or self.ended or self._impatient):
            pipe.write(bytes(self._waiting))
            self._waiting.clear()
        if self.ended:
            pipe.end()
