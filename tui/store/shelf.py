"""All saved sessions: one directory each."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from typing import Any

from tui.errors import StoreError
from tui.paths import sessions_dir
from tui.store.blank import is_blank
from tui.store.fork import fork
from tui.store.lock import SessionLock, is_locked
from tui.store.metadata import Handle, Metadata
from tui.store.recovery import recover
from tui.store.scan import Watch
from tui.store.session import Session, edit
from tui.store.standing import Lifetimes
from tui.store.trash import Trash

_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"


@dataclass
class Entry:
    """A row of the list: known from metadata alone. `live`: a process, this one included, writes it."""

    id: str
    shelf: Path
    metadata: Metadata
    live: bool = False
    problems: list[str] = field(default_factory=list)

    @property
    def directory(self) -> Path:
        """Where it is; made when it is asked for, since a list has thousands of entries."""
        return self.shelf / self.id


class Shelf:
    """The sessions under one data directory. `lifetimes`: how long their handles are thought to live."""

    def __init__(self, data_dir: Path, lifetimes: Lifetimes | None = None) -> None:
        self.data_dir = data_dir
        self.lifetimes = lifetimes or Lifetimes()
        self.directory = sessions_dir(data_dir)
        self.trash = Trash(data_dir / "trash")

    def create(self, *, model: str = "", backend: str = "developer", endpoint: str = "") -> Session:
        """A new session, open for appending. Never fails: see `Journal.trouble`."""
        directory = self.directory / new_id(time.time())
        return Session.create(directory, model=model, backend=backend, endpoint=endpoint)

    def open(
        self, name: str, *, write: bool = False, at_once: float = inf, watch: Watch | None = None
    ) -> Session:
        """The session of an id, a unique prefix of one, or `last`. Raises StoreError.

        at_once, watch: as of `Session.open`.
        """
        return Session.open(self.find(name), write=write, at_once=at_once, watch=watch)

    def find(self, name: str) -> Path:
        """The directory of an id, a unique prefix of one, or `last` (used last). Raises StoreError."""
        found = self._matches(name)
        if len(found) == 1:
            return self.directory / found[0]
        if not found:
            hint = "gemini-tui list shows them" if name != "last" else "Start one first: gemini-tui"
            raise StoreError(
                f"no saved session {name!r}" if name != "last" else "no saved session", hint=hint
            )
        shown = ", ".join(found[:3])
        raise StoreError(f"{name!r} names {len(found)} sessions: {shown}…", hint="Give more of the id")

    def _matches(self, name: str) -> list[str]:
        ids = list(self.ids())
        if name == "last":
            return sorted(ids, key=self._used)[-1:]
        return [name] if name in ids else [known for known in ids if name and known.startswith(name)]

    def _used(self, name: str) -> tuple[float, str]:
        try:
            return (self.directory / name / "journal.jsonl").stat().st_mtime, name
        except OSError:
            return 0.0, name

    def ids(self) -> Iterator[str]:
        """Every session's id, newest first. Raises StoreError where they cannot be read."""
        try:
            with os.scandir(self.directory) as found:
                names = [item.name for item in found if item.is_dir() and not item.name.startswith(".")]
        except FileNotFoundError:
            return
        except OSError as error:
            hint = f"Make {self.directory} readable, or give another --data-dir"
            raise StoreError(f"cannot read the saved sessions: {error.strerror}", hint=hint) from error
        yield from sorted(names, reverse=True)

    def list(self) -> list[Entry]:
        """Every session, newest first, whatever its state; no journal is read that its metadata covers."""
        return [self.entry(name) for name in self.ids()]

    def entry(self, name: str) -> Entry:
        """One row of the list."""
        directory = self.directory / name
        live = is_locked(directory)
        found = recover(directory, live=live)
        return Entry(name, self.directory, found.metadata, live, found.problems)

    def edit(self, name: str, **changes: Any) -> Metadata:
        """Change what its owner says of a session: `title`, `pinned`, `tags`, `note`, `marks`.

        Raises StoreError: live, of a later version, or not to be written.
        """
        directory = self.find(name)
        with SessionLock(directory):
            return edit(directory, changes)

    def refuse_rival(self, session: Session) -> None:
        """Raises StoreError where another live session goes on from the same handle: a fork, or its origin.

        Two connections on one handle damage the conversation.
        """
        handle = session.newest_handle
        for name in self.ids():
            if handle is None or name == session.id or not is_locked(self.directory / name):
                continue
            theirs = self.entry(name).metadata.newest_handle
            if theirs is not None and theirs.handle == handle.handle:
                raise StoreError(f"session {name} is live with the same handle", hint="End it there first")

    def delete(self, name: str) -> str:
        """Move a session to the trash; its id, for `restore`. Raises StoreError: live, or not to be moved."""
        directory = self.find(name)
        with SessionLock(directory):
            self.trash.put(directory)
        return directory.name

    def drop_blank(self, name: str) -> bool:
        """Move a session in which nothing was said to the trash; whether it was such a one, and not live."""
        directory = self.directory / name
        try:
            if not name or not directory.is_dir():
                return False
            with SessionLock(directory):
                blank = is_blank(directory)
                if blank:
                    self.trash.put(directory)
        except StoreError:
            return False
        return blank

    def restore(self, name: str) -> Path:
        """Take a session out of the trash again. Raises StoreError where it is not there."""
        self.trash.restore(name, self.directory / name)
        return self.directory / name

    def fork(self, name: str, at: int | None = None) -> tuple[str, Handle]:
        """A new session from the newest handle of turn `at` or before: its id, and the handle.

        Raises StoreError.
        """
        directory = self.directory / new_id(time.time())
        handle = fork(self.find(name), directory, at)
        return directory.name, handle


def new_id(now: float) -> str:
    """`20261122-081502-k3f9`: the start in UTC, and enough chance to tell two starts in a second apart."""
    stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime(now))
    return f"{stamp}-{''.join(secrets.choice(_ALPHABET) for _ in range(4))}"
