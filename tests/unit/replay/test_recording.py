from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.projections.script import Script
from tui import cli
from tui.errors import StoreError
from tui.replay.har import frames_of
from tui.replay.recording import recording
from tui.store.journal import Journal
from tui.store.shelf import Shelf
from tui.wire.frame import Direction, Frame, Opcode


def message(kind: str, t: float, data: str | bytes) -> dict[str, Any]:
    if isinstance(data, bytes):
        return {"type": kind, "time": t, "opcode": 2, "data": base64.b64encode(data).decode()}
    return {"type": kind, "time": t, "opcode": 1, "data": data}


def archive(*sockets: list[dict[str, Any]]) -> dict[str, Any]:
    """As Chrome writes it: other requests stand beside the WebSockets."""
    entries: list[dict[str, Any]] = [{"request": {"url": "https://example.org/"}, "response": {}}]
    for messages in sockets:
        request = {"method": "GET", "url": "wss://example.org/ws/Bidi?key=secret"}
        entries.append({"_resourceType": "websocket", "request": request, "_webSocketMessages": messages})
    return {"log": {"version": "1.2", "creator": {"name": "WebInspector"}, "entries": entries}}


def shown(frames: list[Frame]) -> list[tuple[int, int, str, bytes]]:
    return [
        (frame.seq, frame.conn, frame.direction.value, frame.payload)
        for frame in frames
        if frame.direction is not Direction.EVENT
    ]


def test_chromes_export_is_read_frame_by_frame() -> None:
    first = [message("send", 1.0, '{"setup":{}}'), message("receive", 1.5, b'{"setupComplete":{}}\n')]
    frames, problems = frames_of(archive(first, [message("receive", 1.2, "{}")]))
    assert problems == []
    assert shown(frames) == [
        (1, 1, "send", b'{"setup":{}}'),
        (3, 2, "receive", b"{}"),
        (4, 1, "receive", b'{"setupComplete":{}}\n'),
    ]
    assert [frame.opcode for frame in frames] == ["", "text", "", "text", "binary"]
    assert frames[0].message == {"event": "open", "uri": "wss://example.org/ws/Bidi"}


def test_what_is_no_message_is_told_and_left_out() -> None:
    odd: list[Any] = [{"type": "error", "data": "x"}, 7, {"type": "send", "time": "x"}]
    frames, problems = frames_of(
        archive([*odd, {"type": "receive", "opcode": 2}, message("send", 1.0, "{}")])
    )
    assert [payload for *_, payload in shown(frames)] == [b"", b"{}"]
    assert len(problems) == 3


@given(st.recursive(st.none() | st.text() | st.floats(), lambda inner: st.dictionaries(st.text(), inner)))
def test_no_archive_is_an_archive_without_frames(value: object) -> None:
    assert frames_of(value)[0] == []


def write(path: Path, script: Script) -> Path:
    journal = Journal.create(path)
    for frame in script.frames:
        journal.append(frame.direction, frame.opcode, frame.payload, conn=1, t=frame.t)
    journal.close()
    return path


def test_a_journal_file_is_opened_as_it_is(tmp_path: Path) -> None:
    path = write(tmp_path / "export.jsonl", Script().setup().receive(setupComplete={}))
    with recording(path) as session:
        assert [frame.seq for frame in session.journal.frames()] == [0, 1]
        assert not session.writable


def test_an_archive_becomes_a_journal_that_is_gone_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "chrome.har"
    path.write_text(json.dumps(archive([message("send", 1.0, "{}"), {"type": "?"}]), indent=2))
    with recording(path) as session:
        unpacked = session.journal.path
        assert [frame.payload for frame in session.journal.frames()][1:] == [b"{}"]
        assert len(session.problems) == 1
        assert unpacked.exists()
    assert not unpacked.exists()


def test_a_saved_session_is_opened_by_its_directory(tmp_path: Path) -> None:
    with Shelf(tmp_path).create(model="gemini-3.8-live") as session:
        session.journal.append(Direction.SEND, Opcode.TEXT, b"{}", conn=1)
    with recording(session.directory) as again:
        assert again.id == session.id
        assert again.journal[1].payload == b"{}"


@pytest.mark.parametrize("form", ["jsonl", "har"])
def test_what_was_exported_is_replayed(tmp_path: Path, form: str) -> None:
    script = Script().setup().receive(setupComplete={}).ask("Hi").add(Direction.RECEIVE, b"\xff{}").text("Hi")
    with Shelf(tmp_path).create(model="gemini-3.8-live") as session:
        session.journal.event("open", conn=1, uri="wss://example.org/", t=script.frames[0].t - 1)
        for frame in script.frames:
            session.journal.append(frame.direction, frame.opcode, frame.payload, conn=1, t=frame.t)
    out = tmp_path / f"export.{form}"
    assert (
        cli.main(["export", session.id, "--format", form, "-o", str(out), "--data-dir", str(tmp_path)]) == 0
    )
    with recording(out) as again:
        found = [frame for frame in again.journal.frames() if frame.conn]
        assert [(frame.t, frame.opcode, frame.payload) for frame in found[1:]] == [
            (round(frame.t, 6), frame.opcode, frame.payload) for frame in script.frames
        ]
        assert found[0].message["uri"] == "wss://example.org/"


@pytest.mark.parametrize("content", ["", "hello", "[1, 2]", '{"log": {"entries": []}}'])
def test_a_file_without_frames_is_refused_in_words(tmp_path: Path, content: str) -> None:
    path = tmp_path / "notes.txt"
    path.write_text(content)
    with pytest.raises(StoreError, match=r"no frames in .*notes\.txt"), recording(path):
        pass


def test_a_file_that_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot read"), recording(tmp_path / "none.har"):
        pass


def test_a_directory_that_is_no_session_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no recording in"), recording(tmp_path):
        pass
    with pytest.raises(StoreError, match="no recording in /"), recording(Path("/")):
        pass


def test_a_session_is_opened_from_within_its_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Shelf(tmp_path).create() as session:
        session.journal.event("note", conn=0, text="Hello")
    monkeypatch.chdir(session.directory)
    with recording(Path()) as opened:
        assert (opened.id, len(opened.journal)) == (session.id, 2)
