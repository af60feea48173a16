"""Whatever holds frames, opened as a journal: a saved session, a file of its lines, an HTTP archive."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from pathlib import Path

from tui.errors import StoreError
from tui.replay.har import frames_of, is_archive
from tui.store.journal import Journal
from tui.store.metadata import Metadata
from tui.store.scan import LONG, left
from tui.store.session import JOURNAL, Session
from tui.wire.frame import Frame, parse

_HINT = "Give the ID of a saved session, a journal.jsonl, or a HAR with WebSocket messages"


@contextmanager
def recording(path: Path) -> Iterator[Session]:
    """The recording at a path, read-only for as long as it is entered. Raises StoreError.

    A directory is a saved session; a file is what its content says. An archive is unpacked to a journal
    of its own, which is gone afterwards. Of a long journal no frame may be known yet: `read_rest` finds them.
    """
    if path.is_dir():
        if not (path / JOURNAL).exists():
            raise StoreError(f"there is no recording in {path}", hint=_HINT, path=path)
        with Session.open(path.resolve(), at_once=LONG) as session:
            yield session
        return
    is_journal = _is_journal(path)
    at_once = LONG if is_journal else inf
    archive = None if is_journal else _archive_in(path)
    with tempfile.TemporaryDirectory(prefix="gemini-tui-") as directory:
        if archive is not None:
            frames, problems = frames_of(archive)
            _write(Path(directory) / JOURNAL, frames)
            journal = Journal.open(Path(directory) / JOURNAL)
            journal.problems += problems
        else:
            journal = Journal.open(path, at_once=at_once)
        try:
            if not len(journal) and left(journal.path, journal.index) <= at_once:
                raise StoreError(f"there are no frames in {path}", hint=_HINT, path=path)
            title = Metadata(title=path.name, model="")
            yield Session(path, journal, title)
        finally:
            journal.close()


def _is_journal(path: Path) -> bool:
    """By its first line."""
    try:
        with path.open("rb") as file:
            return b'"seq"' in file.readline(200)
    except OSError as error:
        raise _unreadable(path, error) from error


def _archive_in(path: Path) -> object | None:
    """The file as one JSON value, where that is an archive."""
    try:
        value = parse(path.read_bytes())
    except OSError as error:
        raise _unreadable(path, error) from error
    return value if is_archive(value) else None


def _unreadable(path: Path, error: OSError) -> StoreError:
    return StoreError(f"cannot read {path}: {error.strerror}", hint=_HINT, path=path)


def _write(path: Path, frames: list[Frame]) -> None:
    journal = Journal.create(path)
    for frame in frames:
        journal.append(frame.direction, frame.opcode, frame.payload, conn=frame.conn, t=frame.t)
    journal.close()
