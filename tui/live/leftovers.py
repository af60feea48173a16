"""What an earlier process wrote down as waiting for a connection, and was ended before it could send."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tui.projections.said import user_words
from tui.store.journal import Journal
from tui.wire.frame import Direction, Frame
from tui.wire.spelling import pick_text

_Account = tuple[int, dict[str, Any]]
"""Its row, and its fields."""


def left_behind(journal: Journal) -> Iterator[tuple[str, dict[str, Any]]]:
    """For each, the event that says what became of it, and its fields: `unsent`, or `unsure` where it had
    been sent once. What this process wrote down itself still waits.
    """
    waiting: list[_Account] = []
    for row in journal.index.where(lambda what: what.direction is not Direction.RECEIVE):
        if waiting or journal.index.what(row).direction is Direction.EVENT:
            _follow(waiting, row, journal[row])
    for row, account in waiting:
        if row < journal.found:
            yield ("unsure" if "of" in account else "unsent"), account


def _follow(waiting: list[_Account], row: int, frame: Frame) -> None:
    if frame.event == "queued":
        waiting.append((row, {key: value for key, value in frame.message.items() if key != "event"}))
    elif frame.direction is Direction.SEND or frame.event in ("unsent", "unsure"):
        said = _said(frame)
        gone = next((account for account in waiting if account[1].get("text") in said), None)
        if gone is not None:
            waiting.remove(gone)


def _said(frame: Frame) -> tuple[str, ...]:
    """What was typed, as it may stand in a frame: words of a turn, or a frame made by hand."""
    if frame.direction is Direction.EVENT:
        return (pick_text(frame.message, "text"),)
    return user_words(frame.message), frame.payload.decode(errors="replace")
