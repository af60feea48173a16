"""From the journal to the projections, without a screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.message_pump import MessagePump

from tests.unit.projections.script import Script
from tui.store.journal import Journal
from tui.ui import feed as feeds
from tui.ui.feed import Feed


class Pump(MessagePump):
    """One that sets no timers: the test says when the next slice is due."""

    def set_timer(self, *_: Any, **__: Any) -> Any:
        return None


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


def test_closing_takes_in_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "LONGEST_PULL", 0.0)
    journal = long_journal(tmp_path / "journal.jsonl", 40)
    feed = Feed(Pump(), journal, lambda: None)
    feed.close()
    journal.close()
    assert feed.seen == 120
