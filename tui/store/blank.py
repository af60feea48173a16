"""A session in which nothing was said: dialled, let in, left. There is nothing in it to come back to."""

from __future__ import annotations

from pathlib import Path

from tui.store.journal import Journal
from tui.store.metadata import Metadata
from tui.store.recovery import recover
from tui.wire.frame import Direction, Frame
from tui.wire.kinds import Kind

_MOST = 200
"""Frames that are looked through: a connection that was open for so long has seen something."""
_EVENTS = {"session", "sound", "dial", "open", "ready", "ping"}
_SENT = Kind.SETUP.bit
_RECEIVED = Kind.SETUP_COMPLETE.bit | Kind.RESUMPTION.bit


def is_blank(directory: Path) -> bool:
    """Whether a saved session holds nothing but a connection that opened, and that we closed.

    One that was refused, or broke, or that somebody named, marked or forked holds more.
    """
    metadata = recover(directory).metadata
    if metadata.totals.turns or metadata.totals.frames > _MOST or _is_cared_for(metadata):
        return False
    journal = Journal.open(directory / "journal.jsonl")
    try:
        return len(journal) > 0 and not journal.problems and all(map(_is_routine, journal.frames()))
    finally:
        journal.close()


def _is_cared_for(metadata: Metadata) -> bool:
    named = metadata.titled or metadata.pinned or metadata.tags or metadata.note or metadata.marks
    return bool(named or metadata.parent.id or metadata.read_only)


def _is_routine(frame: Frame) -> bool:
    if frame.direction is Direction.EVENT:
        return frame.event in _EVENTS or (frame.event == "close" and frame.message.get("by") == "client")
    expected = _SENT if frame.direction is Direction.SEND else _RECEIVED
    return bool(frame.kinds) and not frame.kinds & ~expected
