"""Which frames are rows of the log: those a filter admits, with runs of audio folded into one row."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import compress

Groups = Callable[[int, int], bytes | bytearray]
"""The fold group of frames `start` to `stop`, a byte each: 0 never folds; neighbours of one group do."""

_RUN = re.compile(rb"([^\0])\1*", re.DOTALL)


class Rows:
    """Rows over frames 0..seen-1. A row is one frame, or a run of neighbours of one group.

    Frames are considered in order and once (`extend`), so a growing journal, a filter at work in the
    background and a recording being indexed are the same thing. In memory: 4 bytes a row once a run was
    folded, and under a filter 4 bytes a shown frame.
    """

    def __init__(self, groups: Groups) -> None:
        self.folding = True
        self._groups = groups
        self._opened: set[int] = set()
        self.reset(filtered=False)

    def reset(self, *, filtered: bool) -> None:
        """Consider every frame anew. Opened runs stay open."""
        self.seen = 0
        self._admitted: array[int] | None = array("I") if filtered else None
        self._starts: array[int] | range = range(0)
        self._tail = 0
        self._tail_open = False

    def __len__(self) -> int:
        return len(self._starts)

    @property
    def frames_shown(self) -> int:
        """How many frames the rows hold."""
        return self.seen if self._admitted is None else len(self._admitted)

    @property
    def _frames(self) -> Sequence[int]:
        return range(self.seen) if self._admitted is None else self._admitted

    def extend(self, upto: int, picked: bytes | bytearray | None = None) -> None:
        """Frames `seen` to `upto` were considered; `picked` has a nonzero byte for each that is shown.

        None picks all. Under a filter `picked` must be given.
        """
        start, base = self.seen, self.frames_shown
        self.seen = upto
        if self._admitted is None or picked is None:
            groups = bytes(self._groups(start, upto))
        else:
            self._admitted.extend(array("I", compress(range(start, upto), picked)))
            groups = self._groups_of(picked, start, len(self._admitted) - base)
        if groups:
            self._fold(base, groups)

    def _groups_of(self, picked: bytes | bytearray, start: int, count: int) -> bytes:
        """The fold groups of the frames that were picked."""
        groups = self._groups(start, start + len(picked))
        if groups.count(0) == len(groups):
            return bytes(count)
        return bytes(compress(groups, picked))

    def _fold(self, base: int, groups: bytes) -> None:
        if not self.folding or groups.count(0) == len(groups):
            self._begin_rows(range(base, base + len(groups)))
            self._tail, self._tail_open = 0, False
            return
        starts = bytearray(b"\1") * len(groups)
        for run in _RUN.finditer(groups):
            first, last = run.span()
            goes_on = first == 0 and groups[0] == self._tail
            is_open = self._is_open(base + first, base + last) or (goes_on and self._tail_open)
            if not is_open:
                begin = first if goes_on else first + 1
                starts[begin:last] = bytes(last - begin)
            self._tail_open = is_open
        self._tail = groups[-1]
        self._begin_rows(compress(range(base, base + len(groups)), starts))

    def _begin_rows(self, places: Iterable[int]) -> None:
        """Rows that begin at some places among the frames shown; a plain count while each frame is a row."""
        if isinstance(self._starts, range):
            if isinstance(places, range) and places.start == len(self._starts):
                self._starts = range(places.stop)
                return
            self._starts = array("I", self._starts)
        self._starts.extend(places)

    def _is_open(self, first: int, last: int) -> bool:
        if not self._opened:
            return False
        frames = self._frames
        low, high = frames[first], frames[last - 1]
        return any(low <= frame <= high for frame in self._opened)

    def frames(self, row: int) -> Sequence[int]:
        """The frames of a row, in order."""
        first, last = self._span(row)
        return self._frames[first:last]

    def first(self, row: int) -> int:
        """The first frame of a row."""
        return self._frames[self._starts[row]]

    def last(self, row: int) -> int:
        """The last frame of a row."""
        return self._frames[self._span(row)[1] - 1]

    def count(self, row: int) -> int:
        """How many frames a row holds."""
        first, last = self._span(row)
        return last - first

    def _span(self, row: int) -> tuple[int, int]:
        last = self._starts[row + 1] if row + 1 < len(self._starts) else self.frames_shown
        return self._starts[row], last

    def holds(self, frame: int) -> bool:
        """Whether a frame is in a row at all."""
        frames = self._frames
        at = bisect_left(frames, frame)
        return at < len(frames) and frames[at] == frame

    def row_of(self, frame: int) -> int:
        """The row that holds a frame; where none does, the nearest before it, else the first."""
        at = bisect_right(self._frames, frame) - 1
        return max(0, bisect_right(self._starts, max(0, at)) - 1)

    def in_open_run(self, row: int) -> bool:
        """Whether a row is one frame of a run that was opened."""
        if not self._opened or self.count(row) > 1:
            return False
        group = self._group(row)
        return group > 0 and (
            (row > 0 and self._group(row - 1) == group)
            or (row + 1 < len(self) and self._group(row + 1) == group)
        )

    def _group(self, row: int) -> int:
        frame = self.first(row)
        return self._groups(frame, frame + 1)[0]

    def _run(self, row: int) -> range:
        """The rows of the run that a row is in; itself alone for a frame that never folds."""
        group = bytes([self._group(row)])
        if group == b"\0":
            return range(row, row + 1)
        place, groups = self._starts[row], self._shown_groups()
        first = len(groups[:place].rstrip(group))
        last = len(groups) - len(groups[place:].lstrip(group))
        return range(bisect_left(self._starts, first), bisect_left(self._starts, last))

    def _shown_groups(self) -> bytes | bytearray:
        """The fold group of every frame that is shown."""
        groups = self._groups(0, self.seen)
        return groups if self._admitted is None else bytes(map(groups.__getitem__, self._admitted))

    def run_until(self, frame: int) -> Sequence[int]:
        """The frames of an opened run up to one of them."""
        begin = max((opened for opened in self._opened if opened <= frame), default=frame)
        return self._frames[bisect_left(self._frames, begin) : bisect_right(self._frames, frame)]

    def run_of(self, row: int) -> Sequence[int]:
        """The frames of the run a row is in, folded or open."""
        run = self._run(row) if self.folding else range(row, row + 1)
        return self._frames[self._starts[run[0]] : self._span(run[-1])[1]]

    def open(self, row: int) -> bool:
        """Open a folded run to its frames; False where there is nothing to open."""
        first, last = self._span(row)
        if last - first < 2:
            return False
        self._opened.add(self._frames[first])
        assert isinstance(self._starts, array)
        self._starts[row : row + 1] = array("I", range(first, last))
        if row + last - first == len(self._starts):
            self._tail_open = True
        return True

    def close(self, row: int) -> bool:
        """Fold the opened run a row is in; False where there is none."""
        if not self.folding or not self.in_open_run(row):
            return False
        run = self._run(row)
        low, high = self.first(run[0]), self.first(run[-1])
        self._opened -= {frame for frame in self._opened if low <= frame <= high}
        assert isinstance(self._starts, array)
        del self._starts[run[0] + 1 : run[-1] + 1]
        if run[0] == len(self._starts) - 1:
            self._tail_open = False
        return True
