"""Reading a journal's file into its index: whatever the file holds, what is a frame is found."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from io import BufferedReader
from itertools import islice
from pathlib import Path

from tui.store.index import Index
from tui.store.line import glance

MUCH = 1 << 18
"""Bytes that are read faster in blocks than line by line, though numpy has to be loaded for it."""


LONG = 1 << 24
"""Bytes from which on a person would notice the time it takes."""

Watch = Callable[[int, int], None]
"""Told now and then, where much is read: bytes done, of so many. What it raises ends the reading."""


def left(path: Path, index: Index) -> int:
    """Bytes of the file that the index does not know yet. Raises OSError."""
    return path.stat().st_size - index.end


def scan(path: Path, index: Index, *, watch: Watch | None = None, much: int = MUCH) -> list[str]:
    """Add the frames after `index.end`, up to a torn last line; what was found odd, in words.

    A reader on another thread sees the index grow.
    """
    with path.open("rb") as file:
        is_much = left(path, index) > much
        problems = list(_take_blocks(file, index, watch)) if is_much else []
        file.seek(index.end)
        return problems + list(_take(file, index))


def _take_blocks(file: BufferedReader, index: Index, watch: Watch | None) -> Iterator[str]:
    from tui.store.bulk import read_blocks

    before, size = -1, os.fstat(file.fileno()).st_size
    while index.end > before:
        for problems in read_blocks(file, index):
            yield from problems
            if watch is not None:
                watch(index.end, size)
        before = index.end
        file.seek(before)
        yield from _take(islice(file, 1), index)  # longer than a block, or torn


def _take(lines: Iterator[bytes], index: Index) -> Iterator[str]:
    for line in lines:
        start, end = index.end, index.end + len(line)
        try:
            if line.strip():
                index.add(start, end, *glance(line))
        except ValueError:
            if not line.endswith(b"\n"):
                return
            yield f"{len(line)} bytes after frame {index.next_seq - 1} are no frame"
        index.end = end
