"""Reading a journal's file into its index: whatever the file holds, what is a frame is found."""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import BufferedReader
from itertools import islice
from pathlib import Path

from tui.store.index import Index
from tui.store.line import glance

MUCH = 1 << 18
"""Bytes that are read faster in blocks than line by line, though numpy has to be loaded for it."""


def scan(path: Path, index: Index, *, much: int = MUCH) -> list[str]:
    """Add the frames after `index.end`, up to a torn last line; what was found odd, in words.

    A reader on another thread sees the index grow.
    """
    with path.open("rb") as file:
        left = os.fstat(file.fileno()).st_size - index.end
        problems = list(_take_blocks(file, index)) if left > much else []
        file.seek(index.end)
        return problems + list(_take(file, index))


def _take_blocks(file: BufferedReader, index: Index) -> Iterator[str]:
    from tui.store.bulk import read_blocks

    before = -1
    while index.end > before:
        yield from read_blocks(file, index)
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
