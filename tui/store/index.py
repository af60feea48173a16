"""What a journal knows of each frame without reading it: where its line starts, when, how big, what it is.

23 bytes a frame. A frame's direction and kinds are one byte, a code into a table of what occurs: there are
a few dozen combinations even in a million frames, and a filter by kind is one `bytes.translate` over them.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import compress
from typing import NamedTuple

from tui.wire.frame import Direction
from tui.wire.kinds import Mask

RARE = 255
"""The code of what no longer fits the table; it is then looked up by frame."""

LARGEST_CONN = 0xFFFF
LARGEST_SIZE = 0xFFFF_FFFF


class What(NamedTuple):
    """What a frame is: its direction and its kinds."""

    direction: Direction
    mask: Mask


what_of = lru_cache(1024)(What)
"""The same thing for the same kinds: there are few."""


class Glance(NamedTuple):
    """What the index keeps of a frame, besides where it stands. `size`: bytes of the payload."""

    seq: int
    conn: int
    t: float
    size: int
    what: What


class Columns(NamedTuple):
    """Many frames at once: the bytes of an index's columns, as they are in memory."""

    starts: bytes
    times: bytes
    sizes: bytes
    conns: bytes
    codes: bytes


class Index:
    """Columns over frames 0..n-1. One thread adds, any thread reads: a frame is there once it is counted.

    end: where the last line ends, in bytes. next_seq: the number that comes after the last frame's.
    replaced: how often a frame turned out to be something else.
    """

    def __init__(self) -> None:
        self.starts: array[int] = array("Q")
        self.times: array[float] = array("d")
        self.sizes: array[int] = array("I")
        self.conns: array[int] = array("H")
        self.codes = bytearray()
        self.table: list[What] = []
        self.rare: dict[int, What] = {}
        self.end = 0
        self.next_seq = 0
        self.replaced = 0
        self._code_of: dict[What, int] = {}

    def __len__(self) -> int:
        return len(self.codes)

    def add(self, start: int, end: int, seq: int, conn: int, t: float, size: int, what: What) -> None:
        """One more frame, whose line is from `start` to `end`; the rest as in a `Glance`."""
        self.starts.append(start)
        self.times.append(t)
        self.sizes.append(size if size <= LARGEST_SIZE else LARGEST_SIZE)
        self.conns.append(conn if 0 <= conn <= LARGEST_CONN else LARGEST_CONN)
        self.end = end
        self.next_seq = seq + 1
        self.codes.append(self._code_at(len(self.codes), what))

    def code(self, what: What) -> int:
        """The code of a kind of thing; `RARE` where the table is full."""
        code = self._code_of.get(what)
        if code is None:
            code = len(self.table)
            if code < RARE:
                self._code_of[what] = code
                self.table.append(what)
        return code

    def _code_at(self, n: int, what: What) -> int:
        code = self.code(what)
        if code == RARE:
            self.rare[n] = what
        return code

    def extend(self, columns: Columns, rare: dict[int, What], end: int, next_seq: int) -> None:
        """Many more frames, the last of whose lines is before `end`; `rare`: by their place among them."""
        self.rare |= {len(self) + n: what for n, what in rare.items()}
        self.starts.frombytes(columns.starts)
        self.times.frombytes(columns.times)
        self.sizes.frombytes(columns.sizes)
        self.conns.frombytes(columns.conns)
        self.end, self.next_seq = end, next_seq
        self.codes += columns.codes

    def follow(self, other: Index, upto: int) -> None:
        """Be as far as `other` is before its frame `upto`; nothing where that is behind."""
        start, upto = len(self), min(upto, len(other))
        if upto <= start:
            return
        self.table, self.rare, self._code_of = other.table, other.rare, other._code_of
        self.starts += other.starts[start:upto]
        self.times += other.times[start:upto]
        self.sizes += other.sizes[start:upto]
        self.conns += other.conns[start:upto]
        self.end = other.span(upto - 1)[1]
        self.next_seq = other.next_seq
        self.codes += other.codes[start:upto]

    def learn(self, table: list[What]) -> None:
        """Take a table that was written down; its codes are in `codes` already."""
        self.table = table
        self._code_of = {what: code for code, what in enumerate(table)}

    def arrivals(self, frames: Sequence[int]) -> tuple[Sequence[float], Sequence[int]]:
        """When some frames came (Unix seconds), and how big they are (bytes)."""
        if isinstance(frames, range):
            return self.times[frames.start : frames.stop], self.sizes[frames.start : frames.stop]
        return [self.times[n] for n in frames], [self.sizes[n] for n in frames]

    def span(self, n: int) -> tuple[int, int]:
        """Where the n-th line starts, and where the next one does."""
        return self.starts[n], self.starts[n + 1] if n + 1 < len(self) else self.end

    def reach(self, start: int, frames: int = 256, size: int = 1 << 20) -> int:
        """Where a read from `start` ends: after so many frames or bytes, and at least one frame."""
        limit = min(len(self), start + frames)
        return max(start + 1, bisect_left(self.starts, self.starts[start] + size, start, limit))

    def what(self, n: int) -> What:
        """Direction and kinds of the n-th frame. Raises IndexError."""
        code = self.codes[n]
        return self.rare[n % len(self.codes)] if code == RARE else self.table[code]

    def replace(self, n: int, what: What) -> None:
        """The n-th frame turned out to be something else."""
        self.replaced += 1
        self.rare.pop(n, None)
        self.codes[n] = self._code_at(n, what)

    def classes(
        self, decide: Callable[[What], int], start: int = 0, stop: int | None = None
    ) -> bytes | bytearray:
        """`decide` of each frame's kind of thing, a byte each: it is asked once for each that occurs."""
        codes = self.codes[start:stop]
        table = bytes(decide(what) for what in self.table).ljust(256, b"\0")
        decided = codes.translate(table)
        for n, what in self.rare.items():
            if start <= n < start + len(decided):
                decided[n - start] = decide(what)
        return decided

    def where(self, decide: Callable[[What], int], start: int = 0, stop: int | None = None) -> array[int]:
        """The frames for whose kind of thing `decide` says yes."""
        decided = self.classes(decide, start, stop)
        return array("I", compress(range(start, start + len(decided)), decided))
