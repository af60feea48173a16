from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tui.projections.filter_language import parse
from tui.projections.views import Views
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


def feed(views: Views, journal: Journal, upto: int) -> None:
    for frame in journal.frames(views.rows, upto):
        views.feed(frame)


def turns_of(journal: Journal) -> Turns:
    views = Views()
    feed(views, journal, len(journal))
    return Turns(views)


@pytest.mark.parametrize(
    ("line", "frames"),
    [
        ("kind:usage", [3, 5]),
        ("dir:event", [0]),
        ("turn:1", [1, 2, 3]),
        ("turn:2", [4, 5, 6]),
        ("turn:0", [0]),
        ("conn:2", [4, 5, 6]),
        ("text:refund", [1, 2, 4]),
        ("text:refund turn:2", [4]),
        ("not text:refund", [0, 3, 5, 6]),
        ("usageMetadata.totalTokenCount > 1000", [3, 5]),
        ("has:realtimeInput.text or kind:notJson", [1, 6]),
        ("marked", [2]),
        ("not marked kind:outputTranscription", [4]),
        ("size<10", [6]),
        ("dir:out not kind:realtimeInput.text", []),
    ],
)
def test_what_passes(journal: Journal, line: str, frames: list[int]) -> None:
    sieve = Sieve(journal, parse(line), turns_of(journal), marks={2: "odd"})
    picked = sieve.sift(0, len(journal))
    assert [n for n, passes in enumerate(picked) if passes] == frames
    parts = b"".join(bytes(sieve.sift(n, n + 1)) for n in range(len(journal)))
    assert [n for n, passes in enumerate(parts) if passes] == frames


def test_what_the_kinds_tell_needs_no_reading(journal: Journal) -> None:
    turns = turns_of(journal)
    assert not Sieve(journal, parse("kind:usage or dir:out"), turns).reads
    assert not Sieve(journal, parse("marked"), turns, marks=[2]).reads
    assert Sieve(journal, parse("text:refund"), turns).reads
    assert Sieve(journal, parse("turn:2"), turns).reads


def test_a_mark_matters_where_the_filter_asks_for_it(journal: Journal) -> None:
    sieve = Sieve(journal, parse("kind:usage or marked"), turns_of(journal))
    assert [sieve.minds_mark(n) for n in (2, 3)] == [True, False]


def test_a_turn_is_not_judged_before_the_transcript_has_come_to_it(journal: Journal) -> None:
    views = Views()
    sieve = Sieve(journal, parse("turn:2 dir:in"), Turns(views))
    feed(views, journal, 4)
    assert sieve.sift(0, 7) == bytes(4)
    feed(views, journal, 6)
    assert sieve.sift(4, 7) == bytes([1, 1])
    assert len(Sieve(journal, parse("dir:out"), Turns(views)).sift(0, 7)) == 7
