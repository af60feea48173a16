"""Marks and notes on frames, kept in session.toml by `seq`."""

from __future__ import annotations

from collections.abc import Mapping

from tui.errors import StoreError
from tui.store.lock import SessionLock
from tui.store.session import JOURNAL, Session, edit


def marks_of(session: Session) -> dict[int, str]:
    """Notes by `seq`; an empty one is a bare mark."""
    return {int(seq): note for seq, note in session.metadata.marks.items() if seq.isdecimal()}


def keep_marks(session: Session, marks: Mapping[int, str]) -> None:
    """Write them down, also for a session that is only looked at. Raises StoreError."""
    kept = {str(seq): note for seq, note in sorted(marks.items())}
    if session.writable:
        session.edit(marks=kept)
        return
    session.metadata.marks = kept
    if not (session.directory / JOURNAL).exists():
        raise StoreError(
            "these marks last until you quit", hint="A file has none; those of a saved session are kept"
        )
    with SessionLock(session.directory):
        edit(session.directory, {"marks": kept})
