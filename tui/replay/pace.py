"""When each frame of a recording is due, with its long silences cut short."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

LONGEST_GAP = 2.0
"""Seconds: a longer silence between two frames is played as one of this length."""


class Pace:
    """Frame n is due at `at(n)` seconds from the start, gaps capped and clocks that ran backwards ignored."""

    def __init__(self, times: Sequence[float], longest_gap: float = LONGEST_GAP) -> None:
        self._due = array("d")
        due, before = 0.0, times[0] if times else 0.0
        for t in times:
            due += min(max(0.0, t - before), max(0.0, longest_gap))
            before = t
            self._due.append(due)

    def __len__(self) -> int:
        return len(self._due)

    @property
    def length(self) -> float:
        """Seconds the whole takes at speed 1."""
        return self._due[-1] if self._due else 0.0

    def at(self, row: int) -> float:
        """When a frame is due; the end for a row beyond it."""
        return self._due[row] if row < len(self._due) else self.length

    def due_by(self, seconds: float) -> int:
        """How many frames are due by then."""
        return bisect_right(self._due, seconds)

    def row_at(self, seconds: float) -> int:
        """The first frame due at or after a moment."""
        return bisect_left(self._due, seconds)
