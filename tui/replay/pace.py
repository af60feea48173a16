"""When each frame of a recording is due, with its long silences cut short."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

LONGEST_GAP = 2.0
"""Seconds: a longer silence between two frames is played as one of this length."""


class Pace:
    """Frame n is due at `at(n)` seconds from the start, gaps capped and clocks that ran backwards ignored.

    `times` may grow: `learn` takes in what came.
    """

    def __init__(self, times: Sequence[float], longest_gap: float = LONGEST_GAP) -> None:
        self._times = times
        self._longest_gap = max(0.0, longest_gap)
        self._due = array("d")
        self.learn()

    def learn(self) -> None:
        """Say of the frames that have come since when they are due."""
        times = self._times[max(0, len(self) - 1) :]
        if times and not self._due:
            self._due.append(0.0)
        due = self.length
        for before, t in pairwise(times):
            due += min(max(0.0, t - before), self._longest_gap)
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
        """The first frame due at or after a moment; at the end there is none left."""
        return len(self) if seconds >= self.length > 0 else bisect_left(self._due, seconds)
