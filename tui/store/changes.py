"""What comes into a directory and goes from it, told by the system: nobody has to look again and again."""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress
from pathlib import Path

_MOVED_FROM, _MOVED_TO, _CREATE, _DELETE, _ONLY_DIRECTORIES = 0x40, 0x80, 0x100, 0x200, 0x0100_0000
"""Of <sys/inotify.h>; the standard library has no names for them."""


class Changes:
    """Of one directory, not of what is in those below it. `fd` is readable when there was one; it is -1
    where the system does not tell: on another than Linux, or with too many watchers."""

    def __init__(self) -> None:
        self.fd = -1
        if sys.platform == "linux":
            self._libc = ctypes.CDLL(None)
            self.fd = self._libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)

    def follow(self, directory: Path) -> None:
        """Tell of this one from now on, where it is there; it does no harm to say so again."""
        if self.fd >= 0:
            mask = _MOVED_FROM | _MOVED_TO | _CREATE | _DELETE | _ONLY_DIRECTORIES
            self._libc.inotify_add_watch(self.fd, os.fsencode(directory), mask)

    def take(self) -> None:
        """Have been told: `fd` is not readable until something changes again."""
        with suppress(BlockingIOError):
            while os.read(self.fd, 65536):
                pass

    def close(self) -> None:
        """Follow nothing any more."""
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1
