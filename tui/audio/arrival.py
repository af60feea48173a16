"""How long to hold a turn back: as long as its chunks may come late, and no longer.

The clock of a turn starts with its first chunk and runs as the ear does. A chunk that comes behind that
clock is late; if sound starts later than the latest chunk is late, it never stops. What comes ahead of the
clock, as it does from a service faster than the ear, lets sound start that much earlier.
"""

from __future__ import annotations

import time
from collections import deque

JITTER = 0.04
"""Seconds that chunks are taken to be late before any was seen."""
STALL = 0.25
"""Seconds behind the clock from which on a chunk is not late: something else was waited for, say a tool."""
TURNS = 8
"""Turns after which a late chunk is forgotten."""


class Arrival:
    """The chunks of one turn. earliest, latest: seconds behind the clock at which one came.

    Where the service stalls, the clock starts anew.
    """

    def __init__(self) -> None:
        self.earliest = self.latest = 0.0
        self._began: float | None = None

    def note(self, received: float) -> None:
        """A chunk has come, after `received` seconds of sound."""
        now = time.monotonic()
        if self._began is None:
            self._began = now
        late = now - self._began - received
        if late > STALL:
            self._began, late = now - received, 0.0
        self.earliest, self.latest = min(self.earliest, late), max(self.latest, late)

    def wait(self, hold: float) -> float:
        """Seconds from now until sound may start that is held back for `hold` seconds by the clock."""
        now = time.monotonic()
        return (now if self._began is None else self._began) + self.earliest + hold - now


class Jitter:
    """How late chunks were in the last turns, so that the next one can be held back for it."""

    def __init__(self) -> None:
        self._latest: deque[float] = deque(maxlen=TURNS)

    def note(self, arrival: Arrival) -> None:
        """A turn is over."""
        self._latest.append(arrival.latest)

    @property
    def hold(self) -> float:
        """Seconds to hold the next turn back."""
        return max([JITTER, *self._latest])
