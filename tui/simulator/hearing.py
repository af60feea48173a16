"""Hearing: when in a stream of sound somebody speaks. Pure: time is that of the sound."""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass

_WINDOW_SECONDS = 0.02
_LOUD = 500.0
_LOUD_WINDOWS = 3


@dataclass(frozen=True, slots=True)
class Activity:
    """Speech began (`start`) or ended, so many seconds into the stream."""

    start: bool
    offset: float


class Hearing:
    """A simple energy detector: speech starts with 60 ms of loudness and ends after a silence.

    silence: seconds of quiet that end it (`silenceDurationMs`).
    """

    def __init__(self, silence: float = 0.5) -> None:
        self.speaking = False
        self._silence = silence
        self._windows = 0
        self._loud = 0
        self._quiet = 0
        self._rest = b""

    @property
    def seconds(self) -> float:
        """How much was heard."""
        return self._windows * _WINDOW_SECONDS

    def feed(self, pcm: bytes, rate: int) -> list[Activity]:
        """PCM16 little-endian mono; what began or ended within it."""
        size = 2 * round(rate * _WINDOW_SECONDS)
        sound = self._rest + pcm
        whole = len(sound) - len(sound) % size
        self._rest = sound[whole:]
        heard = (self._window(sound[start : start + size]) for start in range(0, whole, size))
        return [activity for activity in heard if activity]

    def finish(self) -> list[Activity]:
        """The stream ends: so does what was being said."""
        return [self._end()] if self.speaking else []

    def _window(self, pcm: bytes) -> Activity | None:
        self._windows += 1
        if _loudness(pcm) >= _LOUD:
            self._loud, self._quiet = self._loud + 1, 0
        else:
            self._loud, self._quiet = 0, self._quiet + 1
        if not self.speaking and self._loud >= _LOUD_WINDOWS:
            return self._start()
        if self.speaking and self._quiet * _WINDOW_SECONDS >= self._silence:
            return self._end()
        return None

    def _start(self) -> Activity:
        self.speaking = True
        return Activity(start=True, offset=self.seconds - _LOUD_WINDOWS * _WINDOW_SECONDS)

    def _end(self) -> Activity:
        self.speaking = False
        self._loud = 0
        return Activity(start=False, offset=self.seconds)


def _loudness(pcm: bytes) -> float:
    samples = array("h", pcm)
    return math.sqrt(sum(sample * sample for sample in samples) / len(samples))
