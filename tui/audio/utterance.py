"""The sound of one turn on its way: received, handed to a sink, heard."""

from __future__ import annotations

import asyncio
import time

from tui.audio.arrival import JITTER, Arrival
from tui.audio.pcm import LEVEL_STEP, RATE, Samples, levels, seconds
from tui.audio.pipe import Pipe
from tui.audio.resample import Resampler


class Utterance:
    """Takes what is fed, holds it back until it can be played without a gap, and knows where the ear is.

    hold: seconds that chunks may be late. Times in seconds of sound. It starts no process.
    """

    def __init__(self, hold: float = JITTER) -> None:
        self.arrival = Arrival()
        self.ended = False
        self.was_cut = False
        self.underruns = 0
        self._hold = hold
        self._pipe: Pipe | None = None
        self._waiting = bytearray()
        self._timer: asyncio.TimerHandle | None = None
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
        clock = time.monotonic() - pipe.started - pipe.sink.delay - pipe.silence - pipe.gap
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
        self.arrival.note(self.received)
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
            self._forget_timer()
            self._flush()
            self.ended = True
            self._flow()

    def attach(self, pipe: Pipe) -> None:
        """Sound goes to this pipe as soon as there is enough of it."""
        self._pipe = pipe
        if self.was_cut:
            pipe.kill()
        self._flow()

    def cut(self) -> None:
        """Silence, now."""
        self._forget_timer()
        self.ended = self.was_cut = True
        self._waiting.clear()
        if self._pipe is not None:
            self._pipe.kill()

    def _flow(self) -> None:
        pipe = self._pipe
        if pipe is None:
            return
        if self._waiting and (pipe.is_flowing or self.ended or self._begins(pipe)):
            pipe.write(bytes(self._waiting))
            self._waiting.clear()
        if self.ended:
            pipe.end()

    def _begins(self, pipe: Pipe) -> bool:
        """Whether sound begins now.

        What is missing of the sink's first bite would be silence in front. That is no shorter than the wait
        for the next chunk often is, so sound is held back for as long again, and put behind silence then.
        """
        self._forget_timer()
        missing = max(0.0, pipe.sink.lead - seconds(len(self._waiting)))
        wait = self.arrival.wait(pipe.sink.reach + self._hold) + missing
        if wait > 0:
            self._timer = asyncio.get_running_loop().call_later(wait, self._flow)
        else:
            pipe.lead_in(missing)
        return wait <= 0

    def _forget_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
