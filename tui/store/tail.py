"""The growing end of a file: each line written through; what the file does not take waits in memory."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tui.errors import StoreError
from tui.store.remedy import remedy

BOUND = 64 * 1024 * 1024
"""Bytes kept in memory while nothing can be saved."""

_RETRY = 1.0
"""Seconds between two tries."""


class Tail:
    """Where lines go. `trouble` says why the file takes none, `remedy` what to do; `waiting` has them by row.

    `written` is where the file ends. `prepare` makes what a missing file needs and raises OSError if it
    cannot; it is called again with every try.
    """

    def __init__(self, path: Path, fd: int = -1, prepare: Callable[[], None] | None = None) -> None:
        self.path = path
        self.fd = fd
        self.bound = BOUND
        self.trouble = self.remedy = ""
        self.waiting: dict[int, bytes] = {}
        self.size = 0
        self.written = 0
        self._prepare = prepare
        self._retry_at = 0.0
        self._is_dirty = False
        self._is_named = False

    @property
    def overflows(self) -> bool:
        """Whether more waits than memory is given to."""
        return self.size > self.bound and len(self.waiting) > 1

    def put(self, row: int, line: bytes) -> None:
        """Write a line, or keep it."""
        if self.waiting or not self._write(line):
            self.keep(row, line)

    def keep(self, row: int, line: bytes) -> None:
        """Hold a line; one that is held for this row already is replaced and keeps its place."""
        self.size += len(line) - len(self.waiting.get(row, b""))
        self.waiting[row] = line

    def release(self, row: int) -> None:
        """A line has reached the file, or is given up."""
        self.size -= len(self.waiting.pop(row))

    def oldest_half(self) -> list[int]:
        """The rows to give up: half of them at a time, so that giving up stays cheap."""
        return list(self.waiting)[: max(1, len(self.waiting) // 2)]

    def flush(self, *, now: bool = False) -> list[bytes]:
        """Write what waits, at most once a second unless `now`; the lines, if all of them are written."""
        due = now or time.monotonic() >= self._retry_at
        if not self.waiting or not due or not self.open():
            return []
        lines = list(self.waiting.items())
        for row, line in lines:
            if not self._write(line):
                return []
            self.release(row)
        return [line for _, line in lines]

    def open(self) -> bool:
        """Make the file if it could not be made before; whether there is one."""
        if self.fd >= 0 or self._prepare is None:
            return self.fd >= 0
        try:
            self._prepare()
            self.fd = open_file(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL)
        except OSError as error:
            self._note(error)
        except StoreError as error:
            self._note(error.__cause__ if isinstance(error.__cause__, OSError) else OSError(str(error)))
        return self.fd >= 0

    def sync(self) -> bool:
        """What was written since, down to the platter; the first time, the file's name as well.

        A failure is `trouble`.
        """
        if self.fd < 0 or not self._is_dirty:
            return self.fd >= 0
        try:
            self._is_dirty = False
            os.fsync(self.fd)
            if not self._is_named:
                _sync_names(self.path)
                self._is_named = True
        except OSError as error:
            self._is_dirty = True
            self._note(error)
            return False
        return True

    def read(self, start: int, end: int) -> bytes:
        """The bytes from `start` to `end`, on any thread; none of them once this is closed."""
        try:
            return os.pread(self.fd, end - start, start) if self.fd >= 0 else b""
        except OSError:
            return b""

    def close(self) -> None:
        """Sync and close; what is put afterwards only waits."""
        self._prepare = None
        if self.fd >= 0:
            self.sync()
            closing, self.fd = self.fd, -1
            os.close(closing)

    def _write(self, line: bytes) -> bool:
        """Put a line where the file ends, whole: a part of it is written over by the next try."""
        try:
            done = os.pwrite(self.fd, line, self.written)
            while done < len(line):
                done += os.pwrite(self.fd, line[done:], self.written + done)
        except OSError as error:
            if self.fd >= 0 or not self.trouble:  # why there is no file was said when it could not be made
                self._note(error)
            return False
        self.written += len(line)
        self._is_dirty = True
        return True

    def _note(self, error: OSError) -> None:
        self.trouble, self.remedy = error.strerror or str(error), remedy(error)
        self._retry_at = time.monotonic() + _RETRY


def open_file(path: Path, flags: int) -> int:
    """A file descriptor, 0600. Raises StoreError."""
    try:
        return os.open(path, flags | os.O_CLOEXEC, 0o600)
    except OSError as error:
        hint = "Choose another directory with --data-dir"
        raise StoreError(f"cannot open {path}: {error.strerror}", hint=hint, path=path) from error


def _sync_names(path: Path) -> None:
    """A new file is found after a power cut only if the directories that name it are on the platter too."""
    if sys.platform == "win32":
        return
    for directory in (path.parent, path.parent.parent):
        fd = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)
