"""What a recording says of a ramp that was played: gaps, lost and repeated samples, its ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy

from tests.unit.audio.sound import LOOP
from tui.audio.pcm import RATE


@dataclass(frozen=True, slots=True)
class Hearing:
    """Samples unless said. first, last: seconds into the recording; head, tail: the numbers heard there.

    gaps: silences between the first and the last sound; silence: their samples. lost, repeated: numbers
    that were left out, or came again.
    """

    count: int
    first: float
    last: float
    head: int
    tail: int
    gaps: int
    silence: int
    lost: int
    repeated: int

    @property
    def begin(self) -> float:
        """Where number 1 was, seen or not (seconds)."""
        return self.first - (self.head - 1) / RATE


def hear(recording: bytes) -> Hearing:
    """Judge a recording of one ramp."""
    samples = numpy.frombuffer(recording, dtype="<i2").astype("int64")
    places = numpy.flatnonzero(samples)
    if not len(places):
        return Hearing(0, 0.0, 0.0, 0, 0, 0, 0, 0, 0)
    between = numpy.diff(places) - 1
    steps = (numpy.diff(samples[places]) - 1) % LOOP
    ahead = steps[steps < LOOP // 2]
    behind = LOOP - steps[steps >= LOOP // 2]
    return Hearing(
        count=len(places),
        first=float(places[0]) / RATE,
        last=float(places[-1]) / RATE,
        head=int(samples[places[0]]),
        tail=int(samples[places[-1]]),
        gaps=int((between > 0).sum()),
        silence=int(between.sum()),
        lost=int(ahead.sum()),
        repeated=int(behind.sum()),
    )
