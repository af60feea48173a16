"""Lines the file did not take yet, by row: the unwritten end of a journal, in memory within a bound."""

from __future__ import annotations

LIMIT = 64 * 1024 * 1024
"""Bytes kept in memory while nothing can be saved."""


class Backlog(dict[int, bytes]):
    """Lines by row, in order, and their total size in bytes."""

    def __init__(self, limit: int = LIMIT) -> None:
        super().__init__()
        self.limit = limit
        self.size = 0

    @property
    def overflows(self) -> bool:
        """Whether something must be given up."""
        return self.size > self.limit and len(self) > 1

    def keep(self, row: int, line: bytes) -> None:
        """Hold a line; one that is held for this row already is replaced and keeps its place."""
        self.size += len(line) - len(self.get(row, b""))
        self[row] = line

    def release(self, row: int) -> None:
        """A line has reached the file, or is given up."""
        self.size -= len(self.pop(row))

    def oldest_half(self) -> list[int]:
        """The rows to give up: half of them at a time, so that giving up stays cheap."""
        return list(self)[: max(1, len(self) // 2)]
