"""A long journal read into its index in blocks: what lines have in common is read from all of them at once.

Imported when there is much to read, since it loads numpy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BufferedReader
from typing import TypeVar

import numpy as np

from tui.store.block import SIZE, Block
from tui.store.columns import Filling
from tui.store.index import RARE, Index
from tui.store.line import glance
from tui.store.shapes import Body, Head, body_of, head_of
from tui.store.windows import At, Flags
from tui.wire.frame import Direction

_TRIES = 32
"""Lines of a block that may teach a shape: where more are like no other, the rest is read one by one."""
_KNOWN = 64
"""Shapes to remember."""

Shape = TypeVar("Shape")


def read_blocks(file: BufferedReader, index: Index, size: int = SIZE) -> Iterator[list[str]]:
    """Add the whole lines after `index.end`, up to one longer than a block.

    Gives for each block what was found odd in it, in words.
    """
    block, reader = Block(size), BlockReader(index)
    while block.read(file, index.end):
        yield reader.read(block)


class BlockReader:
    """Reads blocks of one journal, and remembers what its lines are like."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._heads: list[Head] = []
        self._bodies: dict[Direction, list[tuple[Body, int]]] = {way: [] for way in Direction}

    def read(self, block: Block) -> list[str]:
        """Add a block, which stands where the index ends; what was found odd, in words."""
        filling = Filling(block)
        if block.is_clean:
            self._read_alike(block, filling)
        problems = self._read_apart(block, filling)
        columns, rare = filling.frames(self._index.end)
        seq = _Seqs(block, filling.is_frame, self._index.next_seq - 1)
        words = [
            f"{len(block.line(row))} bytes after frame {seq.before(row)} are no frame" for row in problems
        ]
        self._index.extend(columns, rare, self._index.end + block.size, seq.before(len(block)) + 1)
        return words

    def _read_alike(self, block: Block, filling: Filling) -> None:
        """What has the shape of lines before, or of another line in the block."""

        def learn_head(row: int) -> Head | None:
            return head_of(block.line(row))

        def learn_body(row: int) -> tuple[Body, int] | None:
            line = block.line(row)
            body = body_of(line)
            code = self._index.code(glance(line).what) if body else RARE
            return (body, code) if body and code != RARE else None

        def fit_body(shape: tuple[Body, int], rows: At) -> Flags:
            return filling.fill_bodies(*shape, rows)

        headed: dict[Direction, list[At]] = {}
        for head, rows in _by_shape(np.arange(len(block)), self._heads, filling.fill_heads, learn_head):
            headed.setdefault(head.direction, []).append(rows)
        for direction, parts in headed.items():
            _by_shape(np.concatenate(parts), self._bodies[direction], fit_body, learn_body)

    def _read_apart(self, block: Block, filling: Filling) -> list[int]:
        """The rest, line by line; which lines are no frames."""
        odd = []
        for row in np.flatnonzero(~filling.is_frame).tolist():
            line = block.line(row)
            try:
                if line.strip():
                    seen = glance(line)
                    filling.fill(row, seen, self._index.code(seen.what))
            except ValueError:
                odd.append(row)
        return odd


class _Seqs:
    """The numbers of a block's frames."""

    def __init__(self, block: Block, is_frame: Flags, before: int) -> None:
        self._block = block
        self._is_frame = is_frame
        self._before = before

    def before(self, row: int) -> int:
        """The number of the last frame before a line."""
        frames = np.flatnonzero(self._is_frame[:row])
        return glance(self._block.line(frames[-1])).seq if len(frames) else self._before


def _by_shape(
    rows: At, known: list[Shape], fit: Callable[[Shape, At], Flags], learn: Callable[[int], Shape | None]
) -> list[tuple[Shape, At]]:
    """The rows by the shape that fits them; what fits none that is known teaches new ones."""
    found: list[tuple[Shape, At]] = []

    def left(shape: Shape) -> At:
        fits = fit(shape, rows)
        if fits.any():
            found.append((shape, rows[fits]))
        return rows[~fits]

    for shape in known:
        if len(rows):
            rows = left(shape)
    for _ in range(_TRIES):
        if len(rows):
            learned = learn(int(rows[0]))
            rows = rows[1:] if learned is None else left(learned)
    found.sort(key=lambda shape: -len(shape[1]))
    latest = [shape for shape, _ in found]
    known[:] = (latest + [shape for shape in known if shape not in latest])[:_KNOWN]
    return found
