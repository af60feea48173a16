from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tui.projections.filter_language import parse
from tui.store.journal import Journal
from tui.ui.widgets.log_sieve import Sieve
from tui.ui.widgets.log_turns import Turns
from tui.wire.frame import Direction, Opcode

TEXT: Any = {"serverContent": {"outputTranscription": {"text": "About the refund"}}}
TURN: Any = {"serverContent": {"turnComplete": True}, "usageMetadata": {"totalTokenCount": 1500}}


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """0 event, 1 sent, 2 text, 3 turn, 4 text (another connection), 5 turn, 6 garbage."""
    journal = Journal.create(tmp_path / "journal.jsonl")
    journal.event("open", conn=1)
    journal.append(Direction.SEND, Opcode.TEXT, b'{"realtime_input":{"text":"refund?"}}', conn=1)
    for n, message in enumerate((TEXT, TURN, TEXT, TURN)):
        journal.append(Direction.RECEIVE, Opcode.BINARY, json.dumps(message).encode(), conn=1 + n // 2)
    journal.append(Direction.RECEIVE, Opcode.BINARY, b"{{", conn=2)
    return journal


@pytest.mark.parametrize(
    ("line", "frames"),
    [
        ("kind:usage", [3, 5]),
        ("dir:event", [0]),
        ("turn:2", [4, 5]),
        ("conn:2", [4, 5, 6]),
        ("text:refund", [1, 2, 4]),
        ("text:refund turn:2", [4]),
        ("not text:refund", [0, 3, 5, 6]),
        ("usageMetadata.totalTokenCount > 1000", [3, 5]),
        ("has:realtimeInput.text or kind:notJson", [1, 6]),
        ("marked", [2]),
        ("size<10", [6]),
        ("dir:out not kind:realtimeInput.text", []),
    ],
)
def test_what_passes(journal: Journal, line: str, frames: list[int]) -> None:
    sieve = Sieve(journal, parse(line), marks={2: "odd"})
    picked = sieve.sift(0, len(journal))
    assert [n for n, passes in enumerate(picked) if passes] == frames
    parts = b"".join(bytes(sieve.sift(n, n + 1)) for n in range(len(journal)))
    assert [n for n, passes in enumerate(parts) if passes] == frames


def test_what_the_kinds_tell_needs_no_reading(journal: Journal) -> None:
    assert not Sieve(journal, parse("kind:usage or dir:out")).reads
    assert Sieve(journal, parse("text:refund")).reads
    assert Sieve(journal, parse("turn:2")).reads


def test_turns_are_counted_as_they_end(journal: Journal) -> None:
    turns = Turns(journal.index)
    assert [turns.of(n) for n in range(7)] == [1, 1, 1, 1, 2, 2, 3]
    journal.append(Direction.RECEIVE, Opcode.BINARY, json.dumps(TURN).encode(), conn=2)
    assert [turns.of(7), turns.of(8)] == [3, 4]
