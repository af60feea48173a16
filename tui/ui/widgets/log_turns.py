"""Which turn a frame belongs to: turns end with a turnComplete frame, and are counted from 1."""

from __future__ import annotations

from array import array
from bisect import bisect_left

from tui.store.index import Index
from tui.wire.frame import Direction
from tui.wire.kinds import Kind


class Turns:
    """The frames that ended a turn, taken from the index as it grows."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._seen = 0
        self._ends: array[int] = array("I")

    def of(self, frame: int) -> int:
        """The turn of a frame."""
        return bisect_left(self.ends, frame) + 1

    @property
    def ends(self) -> array[int]:
        """The last frame of each turn that has ended."""
        upto = len(self._index)
        if upto > self._seen:
            self._ends += self._index.where(
                lambda what: what.direction is Direction.RECEIVE and bool(what.mask & Kind.TURN_COMPLETE.bit),
                self._seen,
                upto,
            )
            self._seen = upto
        return self._ends
