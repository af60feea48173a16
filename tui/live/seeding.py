"""What the service has forgotten, told to it again: completed turns as history, no answer asked."""

from __future__ import annotations

from collections.abc import Iterable
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


def seeds(journal: Journal, forgotten: Iterable[Message]) -> list[Seed]:
    """The forgotten messages whose answers were completed, with these. Reads the whole journal."""
    transcript = Transcript()
    for frame in journal.frames():
        transcript.feed(frame)
    found = [_seed(journal, transcript, message) for message in forgotten]
    return [seed for seed in found if seed is not None][-MOST:]


def _seed(journal: Journal, transcript: Transcript, message: Message) -> Seed | None:
    row = journal.find(message.seq) if message.seq is not None else None
    turn = transcript.turn_of(row) if row is not None else None
    if turn is None or turn.status is not Status.COMPLETE or not (turn.user and turn.answer):
        return None
    said = (("user", turn.user), ("model", turn.answer))
    return Seed(message, [{"role": role, "parts": [{"text": text}]} for role, text in said])
