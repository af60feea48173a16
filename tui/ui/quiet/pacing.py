"""When the next frame may go: one frame on the line, known to be shown by the terminal's own answer.

Each frame ends with a query that every terminal answers in order, so the answer says that all before it
was taken in. Until then nothing is sent; what changes meanwhile is part of the next frame. A terminal
that never answered is found out in the first seconds and gets a time-based limit. Times are seconds of
a monotonic clock.
"""

from __future__ import annotations

import math

QUERY = "\x1b[6n"
"""DSR: report the cursor's position. Old enough for every terminal; needs no mode to be known."""

TRIAL = 2.0
"""How long a terminal has from the first frame to show that it answers."""
_TRIAL_INTERVAL = 0.25
_TIMED_INTERVAL = 0.1
_SLOWEST_LINE = 1000.0


_UNSEEN_LINE = 16_000.0
_UNSEEN_QUEUE = 0.5


class Pacer:
    """Counts queries and answers of one terminal.

    unseen: what answers is not the end of the line: a multiplexer on the far side of a connection. The line
    behind it is taken for one of 16 kB/s, on which half a second may queue.
    """

    def __init__(self, *, unseen: bool = False) -> None:
        self.answers = False
        self._rate = _UNSEEN_LINE if unseen else math.inf
        self._carried_at = -math.inf
        self.round_trip: float | None = None
        self.reset()

    def reset(self) -> None:
        """Nothing is on the line: the terminal was just opened."""
        self._owed = 0
        self._heard_since = False
        self._sent_at = -math.inf
        self._began_at: float | None = None
        self._size = 0

    @property
    def mute(self) -> bool:
        """The terminal had its trial and never answered: it is no longer asked."""
        began, sent = self._began_at, self._sent_at
        return not self.answers and began is not None and sent - began > TRIAL

    @property
    def waiting(self) -> bool:
        """Whether an answer is owed by a terminal that is known to answer."""
        return self.answers and self._owed > 0

    def wait(self, now: float) -> float:
        """Seconds until a frame may be sent; 0 if it may go now."""
        queued = max(0.0, self._carried_at - _UNSEEN_QUEUE - now)
        if self.answers and not self._owed:
            return queued
        return max(queued, self._sent_at + self._patience() - now)

    def _patience(self) -> float:
        if self.mute:
            return _TIMED_INTERVAL
        if not self.answers:
            return _TRIAL_INTERVAL
        return 2.0 + 4 * (self.round_trip or 0.0) + self._size / _SLOWEST_LINE

    def sent(self, now: float, size: int) -> None:
        """A frame of `size` bytes went out, with a query unless the terminal is mute.

        A frame sent although an answer was owed means patience ran out. If an answer came since the
        frame before, the missing one is lost; if none came, it may only be late and still counts.
        """
        if self._heard_since:
            self._owed = 0
        self._began_at = now if self._began_at is None else self._began_at
        self._owed += 0 if self.mute else 1
        self._sent_at, self._size, self._heard_since = now, size, False
        self._carried_at = max(now, self._carried_at) + size / self._rate

    def answered(self, now: float) -> None:
        """The terminal answered a query; a report nobody asked for says nothing."""
        if not self._owed:
            return
        self.answers, self._heard_since = True, True
        self._owed -= 1
        if not self._owed:
            took = now - self._sent_at
            before = self.round_trip
            self.round_trip = took if before is None else before + (took - before) / 4
