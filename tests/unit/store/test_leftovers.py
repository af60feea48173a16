"""Words that waited for a connection when their process was killed."""

from __future__ import annotations

import json
from pathlib import Path

from tests.unit.live.service import Recorded, endpoint_at
from tui.live.engine import Engine
from tui.live.requests import SendFrame, SendText, Stop
from tui.live.setup import Setup
from tui.store.journal import Journal
from tui.store.leftovers import left_behind, unsent_turns
from tui.wire.frame import Direction, Opcode


def opened_again(journal: Journal) -> Journal:
    """As by the process after this one."""
    journal.close()
    return Journal.open(journal.path, write=True)


def test_each_is_known_by_what_became_of_it(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path / "journal.jsonl")
    handmade = '{"clientContent": {"turns": []}}'
    for text in ("sent", "twice", "twice", "told", "left"):
        journal.event("queued", conn=1, text=text)
    journal.event("queued", conn=1, text=handmade, frame=True)
    journal.event("queued", conn=1, text="crossed once", of=3)
    for text in ("sent", "twice"):
        content = {"client_content": {"turns": [{"role": "user", "parts": [{"text": text}]}]}}
        journal.append(Direction.SEND, Opcode.TEXT, json.dumps(content).encode(), conn=1)
    journal.append(Direction.SEND, Opcode.TEXT, handmade.encode(), conn=1)
    journal.event("unsent", conn=1, text="told")
    journal = opened_again(journal)
    journal.event("queued", conn=1, text="of this process")
    assert list(left_behind(journal)) == [
        ("unsent", {"text": "twice"}),
        ("unsent", {"text": "left"}),
        ("unsure", {"text": "crossed once", "of": 3}),
    ]
    journal.close()


def test_the_next_process_names_them_first_and_once(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path / "journal.jsonl")
    journal.event("queued", conn=1, text="left")
    journal = opened_again(journal)
    for _ in range(2):
        engine = Engine(endpoint_at(1), Setup(), Recorded(journal))
        engine.request(Stop())
        engine.run()
    events = [frame.event for frame in journal.frames()]
    assert (events[1], events.count("unsent")) == ("unsent", 1)
    journal.close()


def test_what_is_asked_for_before_there_is_a_loop_is_on_disk_at_once(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path / "journal.jsonl")
    engine = Engine(endpoint_at(1), Setup(), Recorded(journal))
    engine.request(SendText("early"))
    engine.request(SendFrame("{}"))
    queued = [frame.message for frame in journal.frames()]
    assert queued == [
        {"event": "queued", "text": "early"},
        {"event": "queued", "text": "{}", "frame": True},
    ]
    engine.request(Stop())
    engine.run()
    events = [(frame.event, frame.message.get("text")) for frame in journal.frames()]
    assert [name for name, text in events if text == "early"] == ["queued", "unsent"]
    journal.close()


def test_turns_that_were_never_sent_are_found_until_the_conversation_goes_on(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path / "journal.jsonl")
    journal.event("unsent", conn=1, text="long ago")
    journal.append(Direction.RECEIVE, Opcode.BINARY, b'{"serverContent": {"turnComplete": true}}', conn=1)
    for text in ("first", "second"):
        journal.event("queued", conn=1, text=text)
    journal.event("unsent", conn=1, text="first")
    journal.event("unsent", conn=1, text="{}", frame=True)
    journal.event("queued", conn=1, text="first")
    journal = opened_again(journal)
    for text in ("second", "first"):
        journal.event("unsent", conn=1, text=text)
    journal.event("queued", conn=1, text="On")
    assert unsent_turns(journal) == ["second", "first"]
    words = {"client_content": {"turns": [{"role": "user", "parts": [{"text": "On"}]}]}}
    journal.append(Direction.SEND, Opcode.TEXT, json.dumps(words).encode(), conn=1)
    journal = opened_again(journal)
    assert unsent_turns(journal) == []
    journal.close()
