"""Reading a journal's file into its index: whatever the file holds, what is a frame is found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tui.store.index import Index
from tui.store.line import glance


def scan(path: Path, index: Index) -> list[str]:
    """Add the frames after `index.end`, up to a torn last line; what was found odd, in words.

    A reader on another thread sees the index grow.
    """
    with path.open("rb") as file:
        file.seek(index.end)
        return list(_take(file, index))


def _take(lines: Iterator[bytes], index: Index) -> Iterator[str]:
    for line in lines:
        start, end = index.end, index.end + len(line)
        try:
            if line.strip():
                index.add(start, end, glance(line))
        except ValueError:
            if not line.endswith(b"\n"):
                return
            yield f"{len(line)} bytes after frame {index.next_seq - 1} are no frame"
        index.end = end
