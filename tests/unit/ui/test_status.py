"""The strip, and when it must be looked at again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tui.projections.gate import Gate
from tui.projections.views import Views
from tui.store.session import Session
from tui.store.shelf import Shelf
from tui.ui.conversation import NoSound
from tui.ui.status import strip_parts
from tui.ui.ticking import next_look
from tui.wire.frame import Direction, Frame, Opcode
from tui.wire.kinds import Kind

NOW = 1_000_000.0


class Playing(NoSound):
    """Two of five seconds are heard."""

    sink = "pacat"
    received = 5.0

    def position(self) -> float:
        return 2.0

    def level(self) -> float:
        return 1.0


def views_of(*messages: tuple[Direction, dict[str, Any]]) -> Views:
    views = Views()
    for seq, (direction, message) in enumerate(messages):
        opcode = Opcode.NONE if direction is Direction.EVENT else Opcode.BINARY
        views.feed(Frame(seq, 1, NOW, direction, opcode, json.dumps(message).encode()))
    return views


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Shelf(tmp_path).create(model="models/gemini-3.8-live")


def strip(views: Views, session: Session, sound: NoSound | None = None, *, now: float = NOW) -> str:
    parts = strip_parts(views, session, sound or NoSound(), demo=False, still=False, now=now)
    return " · ".join(text for text, _ in parts if text)


EVENT, RECEIVE, SEND = Direction.EVENT, Direction.RECEIVE, Direction.SEND
READY: tuple[Direction, dict[str, Any]] = (RECEIVE, {"setupComplete": {}})
OPEN: tuple[Direction, dict[str, Any]] = (EVENT, {"event": "open", "uri": "wss://x"})


def test_says_how_the_connection_is(session: Session) -> None:
    assert strip(views_of(OPEN, READY), session) == "● live · gemini-3.8-live · ♪ off · no handle yet"


def test_a_retry_counts_down_and_offers_the_keys(session: Session) -> None:
    views = views_of(OPEN, READY, (EVENT, {"event": "retry", "attempt": 3, "at": NOW + 7, "why": "x"}))
    assert "try 3 in 5 s (ctrl+r now, ctrl+o stop)" in strip(views, session, now=NOW + 2)
    assert next_look(views, NoSound(), still=True) == 1.0


def test_go_away_counts_down(session: Session) -> None:
    views = views_of(OPEN, READY, (RECEIVE, {"goAway": {"timeLeft": "50s"}}))
    assert "closes in 40 s" in strip(views, session, now=NOW + 10)
    assert next_look(views, NoSound(), still=False) == 1.0


def test_silence_is_news_until_something_comes(session: Session) -> None:
    silence = (EVENT, {"event": "silence", "seconds": 20.0, "last_received": "outputTranscription"})
    views = views_of(OPEN, READY, silence)
    assert "nothing has come for 20.0 s, last was outputTranscription" in strip(views, session)
    views.feed(Frame(3, 1, NOW, RECEIVE, Opcode.BINARY, b'{"serverContent":{"turnComplete":true}}'))
    assert "nothing has come" not in strip(views, session)


def test_an_open_microphone_is_told_until_it_closes_or_the_program_begins_anew(session: Session) -> None:
    opened = (EVENT, {"event": "mic", "open": True, "source": "parec"})
    assert "parec hears you (alt+m)" in strip(views_of(OPEN, READY, opened), session)
    for end in ({"event": "mic", "open": False, "source": "parec"}, {"event": "dial", "attempt": 1}):
        assert "hears you" not in strip(views_of(OPEN, READY, opened, (EVENT, end)), session)


def test_a_file_that_streams_tells_how_far_it_is_until_it_ends() -> None:
    views = views_of(OPEN, READY, (EVENT, {"event": "file", "path": "/x/q.wav", "progress": 0.4, "why": ""}))
    assert views.link.file == "q.wav 40%"
    views.feed(Frame(3, 1, NOW, EVENT, Opcode.NONE, b'{"event":"file","path":"/x/q.wav","progress":1.0}'))
    assert views.link.file == ""


def test_what_is_heard_of_what_was_received(session: Session) -> None:
    views = views_of(OPEN, READY)
    assert "♪ █ 2.0/5.0 s" in strip(views, session, Playing())
    assert next_look(views, Playing(), still=False) == 0.2
    assert next_look(views, Playing(), still=True) == 1.0
    assert next_look(views, Playing(), still=True, slow=True) is None


def test_nothing_moves_while_nothing_happens(session: Session) -> None:
    assert next_look(views_of(OPEN, READY), NoSound(), still=False) is None


def test_not_saving_stands_before_everything_but_the_demo(tmp_path: Path) -> None:
    (tmp_path / "sessions").write_text("a file where the directory should be")
    session = Shelf(tmp_path).create(model="gemini-3.8-live")
    assert strip(views_of(OPEN, READY), session).startswith("NOT SAVING: ")


def test_a_long_journal_says_how_far_it_was_read(tmp_path: Path) -> None:
    with Shelf(tmp_path).create(model="gemini-3.8-live") as session:
        for _ in range(999):
            session.journal.append(Direction.SEND, Opcode.TEXT, b"{}", conn=1)
        views = Views()
        for frame in session.journal.frames(0, 250):
            views.feed(frame)
        parts = strip_parts(views, session, NoSound(), demo=False, still=True, now=NOW)
        assert "reading 25%" in [text for text, _ in parts]
        for frame in session.journal.frames(250):
            views.feed(frame)
        parts = strip_parts(views, session, NoSound(), demo=False, still=True, now=NOW)
        assert not [text for text, _ in parts if text.startswith("reading")]


def test_a_broken_protocol_is_counted(tmp_path: Path) -> None:
    with Shelf(tmp_path).create(model="gemini-3.8-live") as session:
        views = views_of((Direction.RECEIVE, {"setupComplete": {}}), (Direction.RECEIVE, {"fooBar": 1}))
        parts = strip_parts(views, session, NoSound(), demo=False, still=True, now=NOW)
    assert ("✕ 1 broken (alt+c)", "$text-error") in parts


def test_what_waits_for_the_line_is_counted_and_how_to_dial_is_said_where_it_can_be(tmp_path: Path) -> None:
    events = ({"event": "close", "code": 1008}, {"event": "stay_down"}, {"event": "queued", "text": "Hello"})
    views = views_of(*((EVENT, event) for event in events))
    with Shelf(tmp_path).create(model="gemini-3.8-live") as held:
        said = strip(views, held)
        assert said.startswith("1 turn waits for the line · ✕ closed · ctrl+r dials, ctrl+n begins anew · ")
    with Shelf(tmp_path).open("last") as looked_at:
        assert strip(views, looked_at).startswith("✕ closed · The service closed")


def test_a_hold_is_said_first_with_the_key_that_ends_it(session: Session) -> None:
    gate = Gate()
    views = views_of(OPEN, READY)
    parts = [strip_parts(views, session, NoSound(), gate=gate, demo=True, still=True, now=NOW)]
    gate.kinds = Kind.AUDIO.bit
    parts.append(strip_parts(views, session, NoSound(), gate=gate, demo=True, still=True, now=NOW))
    gate.held_at = 7
    parts.append(strip_parts(views, session, NoSound(), gate=gate, demo=True, still=True, now=NOW))
    said = [" · ".join(text for text, _ in line if text)[:40] for line in parts]
    assert said[0].startswith("DEMO · ● live")
    assert said[1].startswith("DEMO · will hold (alt+2 B) · ● live")
    assert said[2].startswith("DEMO · HELD at #7 (alt+2 B lets go)")
