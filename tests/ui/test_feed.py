"""From the journal to the projections, without a screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.message_pump import MessagePump
from textual.timer import Timer

from tests.unit.projections.script import Script
from tui.store.journal import Journal
from tui.ui import feed as feeds
from tui.ui.feed import Feed
from tui.wire.frame import Direction, Opcode


class Pump(MessagePump):
    """One whose timers do not run: the test says when the next slice is due."""

    def __init__(self) -> None:
        super().__init__()
        self.due: list[Any] = []

    def set_timer(self, delay: float, callback: Any = None, **_: Any) -> Timer:
        self.due.append(callback)
        return Timer(self, delay)


def long_journal(path: Path, turns: int) -> Journal:
    journal = Journal.create(path)
    script = Script()
    for _ in range(turns):
        script.ask("Hi").text("Hi").turn()
    for frame in script.frames:
        journal.append(frame.direction, frame.opcode, frame.payload, conn=1, t=frame.t)
    return journal


def test_a_long_journal_is_taken_in_by_slices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "LONGEST_PULL", 0.0)
    journal, flushes = long_journal(tmp_path / "journal.jsonl", 40), []
    feed = Feed(Pump(), journal, lambda: flushes.append(1))
    seen = [feed.seen]
    while feed.seen < len(journal):
        feed.flush()
        seen.append(feed.seen)
    journal.close()
    assert seen == [32, 64, 96, 120]
    assert len(feed.views.transcript.turns) == 40


def test_what_arrives_meanwhile_makes_no_second_series_of_slices(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "LONGEST_PULL", 0.0)
    journal, pump = long_journal(tmp_path / "journal.jsonl", 40), Pump()

    def arrive() -> None:
        if len(journal) < 123:
            journal.append(Direction.SEND, Opcode.TEXT, b"{}", conn=1)

    feed, slices = Feed(pump, journal, arrive, rate=1_000_000), [1]
    while pump.due:
        feed.pull()
        slices.append(len(pump.due))
        pump.due.pop()()
    journal.close()
    assert feed.seen == 123
    assert slices == [1, 1, 1, 1]


def test_closing_takes_in_the_rest(tmp_path: Path) -> None:
    journal, flushes = Journal.create(tmp_path / "journal.jsonl"), list[int]()
    feed = Feed(Pump(), journal, lambda: flushes.append(1))
    journal.append(Direction.SEND, Opcode.TEXT, b"{}", conn=1)
    feed.close()
    journal.close()
    assert (feed.seen, len(flushes)) == (1, 2)


def test_closing_waits_for_no_long_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "LONGEST_PULL", 0.0)
    journal, pump = long_journal(tmp_path / "journal.jsonl", 40), Pump()
    feed = Feed(pump, journal, lambda: None)
    feed.close()
    for due in pump.due:
        due()
    journal.close()
    assert feed.seen == 64
