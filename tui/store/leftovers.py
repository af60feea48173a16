"""What an earlier process did not get to send: said to wait when it was killed, or as it ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tui.projections.said import user_words
from tui.store.journal import Journal
from tui.wire.frame import Direction, Frame
from tui.wire.kinds import Kind
from tui.wire.spelling import pick_text

_Account = tuple[int, dict[str, Any]]
"""Its row, and its fields."""
_GOES_ON = Kind.CLIENT_CONTENT.bit | Kind.REALTIME_TEXT.bit | Kind.TURN_COMPLETE.bit


def unsent_turns(journal: Journal) -> list[str]:
    """The turns that earlier processes left unsent, each once, the last that was tried last; none once the
    conversation went on.
    """
    killed = [fields for name, fields in left_behind(journal, journal.found) if name == "unsent"]
    accounts = [*reversed(list(_told(journal))), *killed]
    turns = [pick_text(account, "text") for account in accounts if "frame" not in account]
    return list(dict.fromkeys(reversed(turns)))[::-1]


def _told(journal: Journal) -> Iterator[Mapping[str, Any]]:
    """The latest first."""
    rows = journal.index.where(
        lambda what: what.direction is Direction.EVENT or bool(what.mask & _GOES_ON), stop=journal.found
    )
    for frame in map(journal.__getitem__, reversed(rows)):
        if frame.direction is not Direction.EVENT:
            return
        if frame.event == "unsent":
            yield frame.message


def left_behind(journal: Journal, stop: int | None = None) -> Iterator[tuple[str, dict[str, Any]]]:
    """For each, the event that says what became of it, and its fields: `unsent`, or `unsure` where it had
    been sent once. What this process wrote down itself still waits. stop: the row to which it is looked at.
    """
    waiting: list[_Account] = []
    for row in journal.index.where(lambda what: what.direction is not Direction.RECEIVE, stop=stop):
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
