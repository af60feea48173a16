"""What the list needs of every session, and an index of everything said: a cache, never the truth.

One SQLite file in the cache directory. Rows are made from session.toml and the journal and are dropped as
soon as the sizes and times of those files disagree; a file that is broken, or of another version of this
program, is thrown away whole.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, Self

import orjson

from tui.paths import cache_dir, make_private
from tui.store.listening import Place, listen
from tui.store.lock import NAME as LOCK
from tui.store.lock import is_locked
from tui.store.metadata import Handle, Metadata, Parent, Totals
from tui.store.shelf import Entry, Shelf

VERSION = 3
NAME = "shelf.sqlite"
_BATCH = 64

_TABLES = f"""
PRAGMA journal_mode = WAL;
PRAGMA synchronous = OFF;
PRAGMA user_version = {VERSION};
CREATE TABLE IF NOT EXISTS session (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE, stamp TEXT, row TEXT,
    indexed TEXT DEFAULT '', place TEXT DEFAULT ''
);
CREATE VIRTUAL TABLE IF NOT EXISTS said USING fts5(text, who UNINDEXED, seq UNINDEXED,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');
"""


class Progress(NamedTuple):
    """How far a scan has come: sessions done of all there are to do."""

    done: int
    total: int


class Catalog:
    """The cache, opened; for one thread at a time. `refresh` brings it up to date, `index` the words."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self._path = cache_dir(shelf.data_dir) / NAME
        self._db = _open(self._path)

    def entries(self, limit: int = -1) -> list[Entry]:
        """What the cache knows, newest first, as it was when last refreshed; what is live is so now."""
        rows = self._db.execute("SELECT id, row FROM session ORDER BY id DESC LIMIT ?", (limit,))
        entries = [_entry(self.shelf.directory, name, row) for name, row in rows]
        for entry in entries:
            entry.live = os.access(f"{self.shelf.directory}/{entry.id}/{LOCK}", os.F_OK) and is_locked(
                entry.directory
            )
        return entries

    def refresh(self, is_stopped: Callable[[], bool] = bool) -> Iterator[Progress]:
        """Read what has changed on the shelf since; forget what has gone. Can be stopped anywhere."""
        return self._healed(self._refresh, is_stopped)

    def index(self, is_stopped: Callable[[], bool] = bool) -> Iterator[Progress]:
        """Index the words by which journals have grown since they were; can be stopped anywhere."""
        return self._healed(self._index_all, is_stopped)

    def listed(self) -> list[Entry]:
        """Every session, newest first, up to date."""
        for _ in self.refresh():
            pass
        return self.entries()

    @property
    def connection(self) -> sqlite3.Connection:
        """For `tui.store.search`."""
        return self._db

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _healed(
        self, scan: Callable[[Callable[[], bool]], Iterator[Progress]], is_stopped: Callable[[], bool]
    ) -> Iterator[Progress]:
        """A scan; where the cache turns out broken, or its disk full, it is thrown away and begun again."""
        for reopen in (partial(_open, self._path), _in_memory):
            try:
                yield from scan(is_stopped)
                return
            except sqlite3.DatabaseError as error:
                if _is_busy(error):
                    return
            self._db.close()
            _remove(self._path)
            self._db = reopen()
            try:
                yield from self._refresh(is_stopped)
            except sqlite3.DatabaseError:
                continue
        yield from scan(is_stopped)

    def _refresh(self, is_stopped: Callable[[], bool]) -> Iterator[Progress]:
        known = dict(self._db.execute("SELECT id, stamp FROM session"))
        stamps = {name: _stamp(self.shelf.directory / name) for name in self.shelf.ids()}
        self._forget([name for name in known if name not in stamps])
        stale = [name for name, stamp in stamps.items() if known.get(name) != stamp]
        yield from self._each(
            stale, lambda name: self._store(self.shelf.entry(name), stamps[name]), is_stopped
        )

    def _index_all(self, is_stopped: Callable[[], bool]) -> Iterator[Progress]:
        rows = self._db.execute(
            "SELECT number, id, stamp FROM session WHERE indexed != stamp ORDER BY id DESC"
        )
        yield from self._each(rows.fetchall(), lambda row: self._index(row, is_stopped), is_stopped)

    def _each(
        self, todo: list[Any], do: Callable[[Any], None], is_stopped: Callable[[], bool]
    ) -> Iterator[Progress]:
        """Do it for each, in transactions of some size, telling how far it has come."""
        for done, item in enumerate(todo, 1):
            if is_stopped():
                break
            do(item)
            if done % _BATCH == 0:
                self._db.commit()
                yield Progress(done, len(todo))
        self._db.commit()
        yield Progress(len(todo), len(todo))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _store(self, entry: Entry, stamp: str) -> None:
        self._db.execute(
            "INSERT INTO session (id, stamp, row) VALUES (?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET stamp = excluded.stamp, row = excluded.row",
            (entry.id, stamp, _row(entry)),
        )

    def _forget(self, names: list[str]) -> None:
        for name in names:
            (number,) = self._db.execute("SELECT number FROM session WHERE id = ?", (name,)).fetchone()
            self._unsay(number)
            self._db.execute("DELETE FROM session WHERE id = ?", (name,))

    def _index(self, row: tuple[int, str, str], is_stopped: Callable[[], bool]) -> None:
        """Step by step to the journal's end; who stops between two of them goes on from there."""
        while not is_stopped():
            if self._step(*row):
                return
            self._db.commit()

    def _step(self, number: int, name: str, stamp: str) -> bool:
        """Index what one step reads; whether it was the last. Another process may have gone on meanwhile."""
        if not self._db.in_transaction:
            self._db.execute("BEGIN IMMEDIATE")
        known = self._db.execute(
            "SELECT place, indexed FROM session WHERE number = ? AND id = ?", (number, name)
        ).fetchone()
        if known is None:
            return True
        place, indexed = known
        step = listen(self.shelf.directory / name / "journal.jsonl", Place.from_json(place))
        self._unsay(number, step.first)
        self._db.executemany(
            "INSERT INTO said (rowid, text, who, seq) VALUES (?, ?, ?, ?)",
            [(number << 20 | n, text, who, seq) for n, (seq, who, text) in enumerate(step.said, step.first)],
        )
        self._db.execute(
            "UPDATE session SET place = ?, indexed = ? WHERE number = ?",
            (step.place.to_json(), stamp if step.is_last else indexed, number),
        )
        return step.is_last

    def _unsay(self, number: int, first: int = 0) -> None:
        """Forget the utterances of a session from the `first` on."""
        self._db.execute(
            "DELETE FROM said WHERE rowid BETWEEN ? AND ?", (number << 20 | first, (number + 1 << 20) - 1)
        )


def _open(path: Path) -> sqlite3.Connection:
    """The cache; made anew if it is broken or of another version, in memory if no file can be had."""
    for _ in range(2):
        try:
            make_private(path.parent)
            path.touch(0o600)
            return _with_tables(sqlite3.connect(path, timeout=5.0, check_same_thread=False))
        except (sqlite3.DatabaseError, OSError) as error:
            if not _is_busy(error):
                _remove(path)
    return _in_memory()


def _in_memory() -> sqlite3.Connection:
    return _with_tables(sqlite3.connect(":memory:", check_same_thread=False))


def _is_busy(error: Exception) -> bool:
    """Whether another process is writing the cache, which is no reason to throw it away."""
    return getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _with_tables(db: sqlite3.Connection) -> sqlite3.Connection:
    try:
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, VERSION):
            raise sqlite3.DatabaseError(f"version {version}")
        db.executescript(_TABLES)
        db.execute("SELECT count(*) FROM session").fetchone()
    except sqlite3.DatabaseError:
        db.close()
        raise
    return db


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        pass


def _stamp(directory: Path) -> str:
    """What changes whenever session.toml or the journal does."""
    stamps = []
    for name in ("session.toml", "journal.jsonl"):
        try:
            status = (directory / name).stat()
        except OSError:
            stamps.append("-")
        else:
            stamps.append(f"{status.st_mtime_ns}:{status.st_size}")
    return " ".join(stamps)


_HEAVY = {"setup", "handles", "marks", "totals", "parent"}
_LIGHT = [item.name for item in fields(Metadata) if item.name not in _HEAVY]


def _row(entry: Entry) -> str:
    """What the list shows of a session: everything but the setup, the marks and the older handles."""
    metadata = entry.metadata
    handle = metadata.newest_handle or (metadata.handles[-1] if metadata.handles else None)
    values: list[Any] = [
        [getattr(metadata, name) for name in _LIGHT],
        list(vars(metadata.totals).values()),
        list(vars(metadata.parent).values()),
        list(vars(handle).values()) if handle else [],
        entry.problems,
    ]
    return orjson.dumps(values).decode()


def _entry(shelf: Path, name: str, row: str) -> Entry:
    light, totals, parent, handle, problems = orjson.loads(row)
    metadata = Metadata(
        **dict(zip(_LIGHT, light, strict=True)),
        totals=Totals(*totals),
        parent=Parent(*parent),
        handles=[Handle(*handle)] if handle else [],
    )
    return Entry(name, shelf, metadata, problems=problems)
