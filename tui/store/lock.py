"""One writer a session: an operating system's lock that dies with its process."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

from tui.errors import StoreError

NAME = "lock"
_PATIENCE = 0.3
"""Seconds to wait for a lock that somebody may only be looking at."""


class SessionLock:
    """Held while a session is written. The file goes when it is let go; one left behind is harmless."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / NAME
        self._lock = FileLock(self._path, mode=0o600, thread_local=False)

    def acquire(self) -> Self:
        """Raises StoreError where another process writes the session, or no file can be made."""
        try:
            self._lock.acquire(timeout=_PATIENCE, poll_interval=0.02)
        except Timeout as error:
            raise StoreError(
                f"session {self._path.parent.name} is live in another process",
                hint="Look at it here, or end it there first",
                path=self._path,
            ) from error
        except OSError as error:
            what = f"cannot write {self._path.parent}: {error.strerror}"
            hint = "Make it writable, or choose another directory with --data-dir"
            raise StoreError(what, hint=hint, path=self._path) from error
        return self

    def release(self) -> None:
        """Let go, and take the file away so that nobody needs to look at it."""
        if self._lock.is_locked:
            try:
                self._path.unlink(missing_ok=True)
            except OSError:  # Windows keeps an open file
                pass
            self._lock.release()

    def __enter__(self) -> Self:
        return self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()


def is_locked(directory: Path) -> bool:
    """Whether a process, this one included, writes the session."""
    path = directory / NAME
    if not path.exists():
        return False
    probe = FileLock(path, thread_local=False)
    try:
        probe.acquire(blocking=False)
    except (Timeout, OSError):
        return True
    probe.release()
    return False
