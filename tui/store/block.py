"""A piece of a journal as columns: what its lines say, all lines at once.

Positions are arrays of byte numbers, one for each line asked about. Imported when there is much to read:
numpy takes longer to load than the first frame takes to paint.
"""

from __future__ import annotations

import codecs
from io import BufferedReader

import numpy as np
from numpy.typing import NDArray

from tui.store.shapes import LONGEST, Template
from tui.store.windows import At, Flags, Windows

ROOM = 10 * LONGEST
"""Bytes after the last line that may be looked at: a body's literals and its numbers."""

_PLACES = np.uint64(0x0001_0203_0405_0607)
_SPACE = 32

SIZE = 1 << 21
"""Bytes of a block: enough lines for numpy to be fast, few enough to stay near the processor."""


class Block:
    """Whole lines of a journal; one block after the other is read into the same memory."""

    def __init__(self, capacity: int) -> None:
        self._buffer = bytearray(capacity + ROOM)
        self._room = memoryview(self._buffer)[:capacity]
        self._all_bytes = np.frombuffer(self._buffer, np.uint8)
        self._flags: tuple[Flags, Flags] = np.zeros(capacity + 8, bool), np.zeros(capacity + 8, bool)
        self.size = 0
        # glibc keeps memory that is freed once it has seen as much come and go
        np.empty(2 * capacity, np.uint8)

    def read(self, file: BufferedReader, start: int) -> int:
        """The lines from `start` on that are whole and have room; how many bytes that is."""
        file.seek(start)
        self.size = self._buffer.rfind(b"\n", 0, file.readinto(self._room)) + 1
        self._bytes = self._all_bytes[: self.size]
        if not self.size:
            return 0
        controls = self._find_controls()
        is_newline = self._all_bytes[controls] == ord("\n")
        self.is_clean = bool(is_newline.all()) and self._is_utf8()
        self.ends: At = (controls if self.is_clean else controls[is_newline]) + 1
        self.starts: At = np.concatenate(([0], self.ends[:-1]))
        if self.is_clean:
            self.delimiters = self._count_delimiters()
        return self.size

    def __len__(self) -> int:
        return len(self.ends)

    def _find_controls(self) -> At:
        """Where control characters stand: eight bytes are looked at as one while none of them is one."""
        flags = self._flags[0]
        np.less(self._bytes, _SPACE, out=flags[: self.size])
        flags[self.size : self.size + 8] = False
        words = flags[: -(-self.size // 8) * 8].view(np.uint64)
        some = np.flatnonzero(words != 0)
        found = words[some]
        if np.any(found & (found - np.uint64(1))):
            return np.flatnonzero(flags[: self.size])
        return some * 8 + (found * _PLACES >> np.uint64(56)).astype(np.int64)

    def _is_utf8(self) -> bool:
        try:
            return bool(
                self._bytes.max(initial=0) < 128 or codecs.utf_8_decode(self._bytes.data, "strict", True)
            )
        except UnicodeDecodeError:
            return False

    def line(self, n: int) -> bytes:
        """The n-th line, newline included."""
        return bytes(self._buffer[self.starts[n] : self.ends[n]])

    def windows(self, at: At, size: int) -> Windows:
        """At least so many bytes from each place."""
        return Windows(self._buffer, at, size)

    def says(self, template: Template, at: At) -> Flags:
        """Where a template fits."""
        return self.windows(at, len(template.text)).say(template)

    def _count_delimiters(self) -> NDArray[np.integer]:
        """The quotes and backslashes of each line."""
        delimits, other = (flags[: self.size] for flags in self._flags)
        np.equal(self._bytes, ord('"'), out=delimits)
        np.equal(self._bytes, ord("\\"), out=other)
        ones = np.logical_or(delimits, other, out=delimits).view(np.uint8)
        count = np.add.reduceat(ones, self.starts, dtype=np.uint8)
        # eight bits are fast, and nearly always enough
        is_right = count.sum(dtype=np.int64) == np.count_nonzero(ones)
        return count if is_right else np.add.reduceat(ones, self.starts, dtype=np.int64)

    def byte(self, at: At) -> NDArray[np.uint8]:
        """A byte of each line."""
        return self._all_bytes[at]
