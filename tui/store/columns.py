"""A block of a journal as the columns of an index, filled many lines at a time or one by one."""

from __future__ import annotations

import numpy as np

from tui.store.block import Block
from tui.store.index import LARGEST_CONN, LARGEST_SIZE, RARE, Columns, Glance, What
from tui.store.shapes import END, Body, Head
from tui.store.windows import At, Flags

_ERA = 10**8
"""Seconds that eight digits can tell."""


class Filling:
    """Columns over the lines of a block; a line that `is_frame` has its row filled."""

    def __init__(self, block: Block) -> None:
        count = len(block)
        self._block = block
        self._times = np.zeros(count, np.float64)
        self._sizes = np.zeros(count, np.uint32)
        self._conns = np.zeros(count, np.uint16)
        self._codes = np.zeros(count, np.uint8)
        self._payloads: At = np.zeros(count, np.int64)
        self._rare: dict[int, What] = {}
        self.is_frame: Flags = np.zeros(count, bool)

    def fill_heads(self, head: Head, rows: At) -> Flags:
        """Which of the rows have this head; what it says of them is filled in."""
        starts = self._block.starts[rows]
        windows = self._block.windows(starts, len(head.template.text) + 8)
        fits = windows.say(head.template)
        seconds, are_seconds = windows.number(*head.seconds)
        part, is_part = windows.number(*head.part)
        fits &= windows.is_number(*head.seq) & are_seconds & is_part
        here, at = rows[fits], starts[fits]
        # whole numbers below 2**53: their quotient is the float nearest to what the digits say
        scale = 10**head.part.width
        self._times[here] = (((head.era * _ERA + seconds) * scale + part) / scale)[fits]
        self._payloads[here] = at + len(head.template.text)
        self._conns[here] = min(head.conn, LARGEST_CONN)
        return fits

    def fill_bodies(self, body: Body, code: int, rows: At) -> Flags:
        """Which of the rows, whose heads are filled in, have this body; those are frames now."""
        fits: Flags = self._block.delimiters[rows] == body.delimiters
        likely = rows[fits]
        fits[fits] = self._has_tail(body, likely) & self._has_literals(body, likely)
        here = rows[fits]
        sizes = self._block.ends[here] - len(END) - self._payloads[here] - body.escapes
        self._sizes[here] = np.minimum(sizes, LARGEST_SIZE)
        self._codes[here], self.is_frame[here] = code, True
        return fits

    def _has_tail(self, body: Body, rows: At) -> Flags:
        past = self._block.ends[rows] - len(body.tail.text)
        return self._block.says(body.tail, past)

    def _has_literals(self, body: Body, rows: At) -> Flags:
        fits, at = np.ones(len(rows), bool), self._payloads[rows]
        for n, literal in enumerate(body.literals):
            if n:
                fits, at = self._passed(fits, at)
            fits, at = fits & self._block.says(literal, at), at + len(literal.text)
        past = self._block.ends[rows] - len(body.tail.text)
        return np.asarray(fits & (at <= past if body.has_text else at == past))

    def _passed(self, fits: Flags, at: At) -> tuple[Flags, At]:
        """Beyond a number that is written as JSON writes them."""
        digits = self._block.windows(at, 8).count_digits()
        begins_well = (digits == 1) | (self._block.byte(at) != ord("0"))
        return fits & (digits > 0) & begins_well, at + digits

    def fill(self, row: int, seen: Glance, code: int) -> None:
        """One row, from a glance at its line."""
        self._times[row], self._sizes[row] = seen.t, min(seen.size, LARGEST_SIZE)
        self._conns[row] = seen.conn if 0 <= seen.conn <= LARGEST_CONN else LARGEST_CONN
        self._codes[row], self.is_frame[row] = code, True
        if code == RARE:
            self._rare[row] = seen.what

    def frames(self, start: int) -> tuple[Columns, dict[int, What]]:
        """The rows that are frames, of a block that stands at `start`; and the rare ones, by their number."""
        here = slice(None) if self.is_frame.all() else self.is_frame
        starts = (self._block.starts + start).astype(np.uint64)
        columns = (starts, self._times, self._sizes, self._conns, self._codes)
        number = np.cumsum(self.is_frame) - 1
        rare = {int(number[row]): what for row, what in self._rare.items()}
        return Columns(*(column[here].tobytes() for column in columns)), rare
