"""One saved conversation: its journal, and the metadata that the journal's frames keep up to date."""

from __future__ import annotations

import threading
from math import inf
from pathlib import Path
from typing import Any, Self

from tui.errors import StoreError
from tui.paths import make_private
from tui.store import metadata as toml
from tui.store.journal import Journal
from tui.store.lock import SessionLock
from tui.store.metadata import SCHEMA, Handle, Metadata
from tui.store.recovery import Recovered, recover, set_aside
from tui.store.scan import Watch
from tui.store.sidecar import sidecar_of
from tui.store.tally import Tally
from tui.text import counted
from tui.wire.frame import Frame

JOURNAL = "journal.jsonl"
METADATA = "session.toml"


class Session:
    """A session's directory, opened. Appending to `journal` is all a writer does: the rest follows.

    `metadata` is folded from the frames as they are written, and saved on a thread apart: at the end of a
    turn, at least every second while frames arrive, and at close. `problems` says what was found odd.
    """

    def __init__(
        self,
        directory: Path,
        journal: Journal,
        metadata: Metadata,
        *,
        lock: SessionLock | None = None,
        problems: list[str] | None = None,
    ) -> None:
        self.directory = directory
        self.journal = journal
        self.metadata = metadata
        self.problems = [*(problems or []), *journal.problems]
        self._lock = lock
        self._guard = threading.Lock()
        self._saving = threading.Lock()
        self._dirty = False
        self._tally = Tally(metadata)
        if lock is not None:
            journal.on_frame = self.record
            journal.on_sync = self._save_quietly

    @classmethod
    def create(
        cls, directory: Path, *, model: str = "", backend: str = "developer", endpoint: str = ""
    ) -> Self:
        """A new session, locked. Where the directory cannot be made, its frames wait in memory."""
        lock = SessionLock(directory)

        def prepare() -> None:
            make_private(directory)
            lock.acquire()

        journal = Journal.begin(directory / JOURNAL, prepare)
        journal.sidecar = sidecar_of(directory)
        session = cls(directory, journal, Metadata(), lock=lock)
        session.hold_with(model=model, backend=backend, endpoint=endpoint)
        return session

    @classmethod
    def open(
        cls, directory: Path, *, write: bool = False, at_once: float = inf, watch: Watch | None = None
    ) -> Self:
        """A saved session, whatever its state. Raises StoreError: not there, or to be written and live,
        or of a later version. at_once, watch: as of `Journal.open`; what watch raises leaves no lock held."""
        if not write:
            return cls._load(directory, None, at_once, watch)
        lock = SessionLock(directory).acquire()
        try:
            return cls._load(directory, lock, at_once, watch)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def _load(cls, directory: Path, lock: SessionLock | None, at_once: float, watch: Watch | None) -> Self:
        found = recover(directory, watch)
        if lock is not None:
            _make_way(directory, found)
        sidecar = sidecar_of(directory)
        journal = Journal.open(
            directory / JOURNAL, write=lock is not None, sidecar=sidecar, at_once=at_once, watch=watch
        )
        return cls(directory, journal, found.metadata, lock=lock, problems=found.problems)

    @property
    def id(self) -> str:
        """The directory's name: sorts by start time."""
        return self.directory.name

    @property
    def writable(self) -> bool:
        """Whether this object holds the session's lock."""
        return self._lock is not None

    @property
    def newest_handle(self) -> Handle | None:
        """The newest good handle that was not refused."""
        return self.metadata.newest_handle

    def record(self, frame: Frame) -> None:
        """Fold one frame of the journal into the metadata: some microseconds, nothing is written yet."""
        with self._guard:
            self._tally.feed(frame)
            self.metadata.totals.bytes = self.journal.end
            self._dirty = True

    def hold_with(self, *, model: str, backend: str, endpoint: str) -> None:
        """Write down the service that it is held with from now on."""
        endpoint = without_secrets(endpoint)
        self.journal.event("session", conn=0, schema=SCHEMA, backend=backend, endpoint=endpoint, model=model)

    def edit(self, **changes: Any) -> None:
        """Change what its owner says of it (`title`, `pinned`, `tags`, `note`, `marks`) and save."""
        with self._guard:
            for name, value in changes.items():
                setattr(self.metadata, name, value)
            self.metadata.titled = self.metadata.titled or "title" in changes
            self._dirty = True
        self.save()

    def save(self) -> None:
        """Rewrite session.toml in one step; any thread, one at a time. Raises StoreError."""
        with self._saving:
            with self._guard:
                if not self._dirty or not self.writable:
                    return
                self._dirty = False
                content = self.metadata.to_toml()
            try:
                toml.replace(self.directory / METADATA, content)
            except StoreError:
                self._dirty = True
                raise

    def _save_quietly(self) -> None:
        try:
            self.save()
        except StoreError:  # the journal has it all, and says in `trouble` what is wrong
            pass

    def close(self) -> None:
        """Sync, save and let go of the lock. Raises StoreError where not all of it could be saved."""
        try:
            self.journal.close()
            if self.writable and (lost := self.journal.waiting):
                what = f"{counted(lost, 'frame')} not saved: {self.journal.trouble}"
                raise StoreError(what, hint=self.journal.tail.remedy, path=self.directory)
            self.save()
        finally:
            if self._lock is not None:
                self._lock.release()
                self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def edit(directory: Path, changes: dict[str, Any]) -> Metadata:
    """Change metadata on disk without opening the journal; the caller holds the lock. Raises StoreError."""
    found = recover(directory)
    _make_way(directory, found)
    for name, value in changes.items():
        setattr(found.metadata, name, value)
    found.metadata.titled = found.metadata.titled or "title" in changes
    toml.replace(directory / METADATA, found.metadata.to_toml())
    return found.metadata


def _make_way(directory: Path, found: Recovered) -> None:
    """What must be so before session.toml is written over. Raises StoreError."""
    if found.metadata.read_only:
        raise StoreError(
            f"session {directory.name} was written by a later version (schema {found.metadata.schema})",
            hint="Update gemini-tui, or look at it read-only",
            path=directory,
        )
    if found.is_broken:
        set_aside(directory / METADATA)


def without_secrets(url: str) -> str:
    """An endpoint without its query and its user: a gateway's may hold a key."""
    scheme, separator, rest = url.partition("?")[0].rpartition("://")
    authority, slash, path = rest.partition("/")
    return f"{scheme}{separator}{authority.rpartition('@')[2]}{slash}{path}"
