"""What the service has forgotten, told to it again: completed turns as history, no answer asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from tui.live.outbox import Message
from tui.projections.transcript import Transcript
from tui.projections.turn import Status
from tui.store.journal import Journal

MOST = 40
"""Turns; of more, the newest."""


class Seed(NamedTuple):
    """A message and the answer it had, as contents of the service."""

    message: Message
    contents: list[dict[str, Any]]


def seeds(journal: Journal, forgotten: Sequence[Message]) -> list[Seed]:
    """The forgotten messages whose answers were completed, with these."""
    rows = [None if message.seq is None else journal.find(message.seq) for message in forgotten]
    start = _start_of_connection(journal, min((row for row in rows if row is not None), default=0))
    transcript = Transcript()
    for frame in journal.frames(start):
        transcript.feed(frame)
    pairs = zip(forgotten, rows, strict=True)
    found = [_seed(transcript, message, row, start) for message, row in pairs]
    return [seed for seed in found if seed is not None][-MOST:]


def _start_of_connection(journal: Journal, row: int) -> int:
    """Where to read from: an answer that comes after a message may be that of one before it."""
    conn = journal.index.conns[row] if row < len(journal) else 0
    while row > 0 and journal.index.conns[row - 1] in (conn, 0):
        row -= 1
    return row


def _seed(transcript: Transcript, message: Message, row: int | None, start: int) -> Seed | None:
    turn = transcript.turn_of(row - start) if row is not None else None
    if turn is None or turn.status is not Status.COMPLETE or not (turn.user and turn.answer):
        return None
    said = (("user", turn.user), ("model", turn.answer))
    return Seed(message, [{"role": role, "parts": [{"text": text}]} for role, text in said])
