"""Marks and notes on frames, kept in session.toml by `seq`."""

from __future__ import annotations

from collections.abc import Mapping

from tui.store.session import Session


def marks_of(session: Session) -> dict[int, str]:
    """Notes by `seq`; an empty one is a bare mark."""
    return {int(seq): note for seq, note in session.metadata.marks.items() if seq.isdecimal()}


def keep_marks(session: Session, marks: Mapping[int, str]) -> None:
    """Write them down. Raises StoreError."""
    session.edit(marks={str(seq): note for seq, note in sorted(marks.items())})
