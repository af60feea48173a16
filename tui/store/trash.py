"""Deleted sessions: kept for 30 days, then gone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tui.errors import StoreError
from tui.paths import make_private
from tui.store.lock import NAME as LOCK

DAYS = 30
"""How long a deleted session can be had back."""


class Trash:
    """The directory deleted sessions are moved to; a directory's time of change is when it came."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def names(self) -> list[str]:
        """The ids of what can be restored."""
        return sorted(path.name for path in self.directory.iterdir()) if self.directory.is_dir() else []

    def put(self, session: Path) -> None:
        """Take a session in; the caller holds its lock. Raises StoreError."""
        target = self.directory / session.name
        with _moving(session, target):
            make_private(self.directory)
            session.rename(target)
            (target / LOCK).unlink(missing_ok=True)
            os.utime(target)

    def restore(self, name: str, to: Path) -> None:
        """Give a session back. Raises StoreError where it is not there."""
        if name not in self.names():
            raise StoreError(f"{name} is not in the trash", hint=f"It is emptied after {DAYS} days")
        with _moving(self.directory / name, to):
            (self.directory / name).rename(to)

    def purge(self, now: float) -> list[str]:
        """Remove for good what came more than 30 days before `now` (Unix seconds); the ids."""
        old = [name for name in self.names() if now - (self.directory / name).stat().st_mtime > DAYS * 86400]
        for name in old:
            shutil.rmtree(self.directory / name, ignore_errors=True)
        return old


@contextmanager
def _moving(source: Path, target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        what = f"cannot move {source} to {target}: {error.strerror}"
        raise StoreError(what, hint="Make both directories writable", path=source) from error
