"""One writer a session: an operating system's lock that dies with its process."""

from __future__ import annotations

import os
import sys
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
    """Whether a process, this one included, writes the session. Nothing is written to find out."""
    try:
        fd = os.open(directory / NAME, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    except OSError:  # another user's, or a Windows that shares nothing: not ours to write in any case
        return True
    try:
        return _is_held(fd)
    finally:
        os.close(fd)


if sys.platform == "win32":
    import msvcrt

    def _is_held(fd: int) -> bool:
        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except OSError:
            return True
        msvcrt.locking(fd, msvcrt.LK_UNLCK, 1)
        return False

else:
    import fcntl

    def _is_held(fd: int) -> bool:
        """By its writer, who keeps all others off: to share it is refused then, and only then.

        That needs no right to write, so a lock left behind on a read-only file system is seen for what it is.
        """
        try:
            fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:  # a file system without locks: nobody can hold one
            return False
        return False
