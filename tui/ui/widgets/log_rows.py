"""Which frames are rows of the log: those a filter admits, with runs of audio folded into one row."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import compress

Groups = Callable[[int, int], bytes | bytearray]
"""The fold group of frames `start` to `stop`, a byte each: 0 never folds; neighbours of one group do."""

THROUGH = 255
"""The group of what a filter hides without ending the run around it."""

_SOLID = bytes(group != THROUGH for group in range(256))
_RUN = re.compile(rb"([^\0])\1*", re.DOTALL)


class Rows:
    """Rows over frames 0..seen-1. A row is one frame, or a run of neighbours of one group.

    What a filter hides between two frames ends their run, as it does where it is shown.

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
        """Frames `seen` to `upto` were considered; `picked` has a 1 for each that is shown, else a 0.

        None picks all. Under a filter `picked` must be given.
        """
        start, base = self.seen, self.frames_shown
        self.seen = upto
        frames: Sequence[int] = range(start, upto)
        groups = bytes(self._groups(start, upto))
        if self._admitted is not None and picked is not None:
            self._admitted.extend(array("I", compress(frames, picked)))
            if THROUGH in groups:
                solid = groups.translate(_SOLID)
                frames, picked = array("I", compress(frames, solid)), bytes(compress(picked, solid))
                groups = groups.translate(None, bytes([THROUGH]))
            groups = _where(groups, picked)
        if frames:
            self._begin_rows(self._fold(base, frames, groups, picked))

    def _fold(
        self, base: int, frames: Sequence[int], groups: bytes, picked: bytes | bytearray | None
    ) -> Iterable[int]:
        """Where rows begin among the frames shown, from the `base`th on; the group of what is hidden is 0."""
        places = range(base, self.frames_shown)
        if not self.folding or groups.count(0) == len(groups):
            self._tail, self._tail_open = 0, False
            return places
        starts = bytearray(b"\1") * len(groups)
        for run in _RUN.finditer(groups):
            first, last = run.span()
            goes_on = first == 0 and groups[0] == self._tail
            if not self._is_open(frames[first], frames[last - 1], goes_on=goes_on):
                begin = first if goes_on else first + 1
                starts[begin:last] = bytes(last - begin)
        self._tail = groups[-1]
        return compress(places, starts if picked is None else compress(starts, picked))

    def _begin_rows(self, places: Iterable[int]) -> None:
        """Rows that begin at some places among the frames shown; a plain count while each frame is a row."""
        if isinstance(self._starts, range):
            if isinstance(places, range) and places.start == len(self._starts):
                self._starts = range(places.stop)
                return
            self._starts = array("I", self._starts)
        self._starts.extend(places)

    def _is_open(self, low: int, high: int, *, goes_on: bool) -> bool:
        """Whether a run of these frames is open, or goes on with an open one: that is noted by its first."""
        is_more = goes_on and self._tail_open
        within = {frame for frame in self._opened if low <= frame <= high} if self._opened else set()
        self._tail_open = is_more or bool(within)
        if within:
            self._opened -= within
            self._opened |= set() if is_more else {low}
        return self._tail_open

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

    def shown_from(self, frame: int) -> int:
        """How many frames from this one on are shown."""
        return self.frames_shown - bisect_left(self._frames, frame)

    def row_of(self, frame: int) -> int:
        """The row that holds a frame; where none does, the nearest before it, else the first."""
        at = bisect_right(self._frames, frame) - 1
        return max(0, bisect_right(self._starts, max(0, at)) - 1)

    def in_open_run(self, row: int) -> bool:
        """Whether a row is one frame of a run that was opened."""
        if not self._opened or self.count(row) > 1:
            return False
        is_joined = row > 0 and self._is_joined(row)
        return is_joined or (row + 1 < len(self) and self._is_joined(row + 1))

    def _is_joined(self, row: int) -> bool:
        """Whether a row goes on with the run of the row before it."""
        before, after = self.last(row - 1), self.first(row)
        group = self._groups(after, after + 1)
        return group != b"\0" and _are_joined(self._groups(before, after + 1), 0, after - before)

    def _run(self, row: int) -> range:
        """The rows of the run that a row is in; itself alone for a frame that never folds."""
        first = last = self._starts[row]
        frames, groups = self._frames, self._groups(0, self.seen)
        group = groups[frames[first]]
        if not group:
            return range(row, row + 1)
        if self._admitted is None:
            first = len(groups[:first].rstrip(bytes([group])))
            last = len(groups) - len(groups[last:].lstrip(bytes([group]))) - 1
        while first and _are_joined(groups, frames[first - 1], frames[first]):
            first -= 1
        while last + 1 < len(frames) and _are_joined(groups, frames[last], frames[last + 1]):
            last += 1
        return range(bisect_left(self._starts, first), bisect_right(self._starts, last))

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

    @property
    def opened(self) -> frozenset[int]:
        """The runs that are open, by a frame of each."""
        return frozenset(self._opened)

    def close_all_but(self, opened: frozenset[int]) -> None:
        """Fold the runs that were opened since only some were."""
        for frame in sorted(self._opened - opened):
            self.close(self.row_of(frame))

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


def _where(groups: bytes, picked: bytes | bytearray) -> bytes:
    """The groups of what was picked, 0 for what was not: all of them at once, as one number."""
    if groups.count(0) == len(groups):
        return groups
    mask = int.from_bytes(picked, "little") * 255
    return (int.from_bytes(groups, "little") & mask).to_bytes(len(groups), "little")


def _are_joined(groups: bytes | bytearray, before: int, after: int) -> bool:
    """Whether two frames, the one shown after the other, are of one run."""
    between = groups[before + 1 : after]
    return groups[before] == groups[after] != 0 and between.count(THROUGH) == len(between)
