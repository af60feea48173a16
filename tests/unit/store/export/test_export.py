"""What a session looks like to others, and that it comes back whole."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
import wave
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from stat import S_IMODE
from typing import Any

import pytest

from tests.unit.store.scenes import START, dial, offer, receive, saved, send, turn
from tui.cli import main
from tui.replay.recording import recording
from tui.store.export.bundle import write_bundle
from tui.store.export.draft import draft
from tui.store.export.sound import write_wavs
from tui.store.session import Session
from tui.store.shelf import Shelf
from tui.wire.frame import Direction, Frame
from tui.wire.redact import Redactor

ROOT = Path(__file__).parents[4]
COMMAND = [sys.executable, "-c", "import sys; from tui.cli import main; sys.exit(main(sys.argv[1:]))"]
HANDLE = "58836b26-0d3f-4a5e-9c3e-2f6b1c7a9d10"
HAR_ENTRY = {"startedDateTime", "time", "request", "response", "cache", "timings"}
HAR_REQUEST = {"method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize"}
HAR_RESPONSE = HAR_REQUEST - {"method", "url", "queryString"} | {
    "status",
    "statusText",
    "content",
    "redirectURL",
}


def spoken(session: Session, pcm: bytes, rate: int = 24000) -> None:
    """A frame of sound."""
    blob = {"mimeType": f"audio/pcm;rate={rate}", "data": base64.b64encode(pcm).decode()}
    receive(session.journal, {"serverContent": {"modelTurn": {"parts": [{"inlineData": blob}]}}})


@pytest.fixture
def rich(tmp_path: Path) -> Session:
    """A session with sound, a tool call, an interruption, garbage, two connections and a handle."""
    with Shelf(tmp_path).create() as session:
        journal = session.journal
        journal.event("open", conn=1, t=START, uri="wss://example.test/ws?key=AIzaSy" + "x" * 33)
        dial(journal)
        turn(journal, "Say *something*", "Some|thing.", handle=HANDLE)
        spoken(session, b"\x01\x00" * 100)
        call = {"functionCalls": [{"id": "1", "name": "look", "args": {"at": "it"}}]}
        receive(journal, {"toolCall": call})
        receive(journal, {"serverContent": {"turnComplete": True, "interactionStatus": "IDLE"}})
        send(journal, {"realtimeInput": {"text": "wait"}})
        receive(journal, {"serverContent": {"outputTranscription": {"text": "I wa"}}})
        spoken(session, b"\x02\x00" * 50)
        receive(journal, {"serverContent": {"interrupted": True}})
        journal.append(Direction.RECEIVE, journal[2].opcode, b"\xff\x00 not JSON", conn=1, t=START + 3)
        journal.event("close", conn=1, t=START + 4, code=1011, reason="x")
        dial(journal, handle=HANDLE, conn=2, t=START + 5)
        offer(journal, "next-handle-1234", conn=2, t=START + 6)
    return Session.open(session.directory)


def export(session: Session, form: str, target: Path, *more: str) -> int:
    """Run the command."""
    data_dir = str(session.directory.parents[1])
    return main(["export", session.id, "--format", form, "-o", str(target), "--data-dir", data_dir, *more])


def crossed(frames: list[Frame]) -> list[tuple[Any, ...]]:
    """What the frames that crossed the socket were."""
    sent = [frame for frame in frames if frame.direction is not Direction.EVENT]
    return [(frame.conn, frame.t, frame.direction, frame.payload) for frame in sent]


def test_lines_come_back_as_they_were(rich: Session, tmp_path: Path) -> None:
    assert export(rich, "jsonl", tmp_path / "x.jsonl") == 0
    with recording(tmp_path / "x.jsonl") as again:
        assert list(again.journal.frames()) == list(rich.journal.frames())


def test_a_har_comes_back_with_every_frame_that_crossed(rich: Session, tmp_path: Path) -> None:
    assert export(rich, "har", tmp_path / "x.har") == 0
    with recording(tmp_path / "x.har") as again:
        assert crossed(sorted(again.journal.frames(), key=lambda f: f.t)) == crossed(
            sorted(rich.journal.frames(), key=lambda f: f.t)
        )


def test_a_har_has_what_har_and_chrome_want(rich: Session, tmp_path: Path) -> None:
    export(rich, "har", tmp_path / "x.har")
    log = json.loads((tmp_path / "x.har").read_text())["log"]
    assert log["version"] == "1.2"
    assert len(log["entries"]) == 2
    for entry in log["entries"]:
        assert entry.keys() >= HAR_ENTRY
        assert entry["request"].keys() == HAR_REQUEST
        assert entry["response"].keys() == HAR_RESPONSE
        assert (entry["response"]["status"], entry["_resourceType"]) == (101, "websocket")
        for message in entry["_webSocketMessages"]:
            assert message.keys() == {"type", "time", "opcode", "data"}
            assert message["opcode"] == 1 or base64.b64decode(message["data"], validate=True)
    assert log["entries"][0]["request"]["url"].startswith("wss://example.test/ws")


def test_no_export_has_a_key(rich: Session, tmp_path: Path) -> None:
    export(rich, "har", tmp_path / "x.har")
    assert b"AIzaSy" not in (tmp_path / "x.har").read_bytes()


def test_the_transcript_reads_as_a_document(rich: Session, tmp_path: Path) -> None:
    assert export(rich, "md", tmp_path / "x.md") == 0
    text = (tmp_path / "x.md").read_text()
    assert text.startswith("# Say *something*\n")
    for part in ("> Say *something*", "Some|thing.", "**Tool call** `look`", '"at": "it"', "*(interrupted)*"):
        assert part in text


def test_sound_is_written_by_turn_and_whole(rich: Session, tmp_path: Path) -> None:
    assert export(rich, "wav", tmp_path / "wavs") == 0
    lengths = {}
    for path in (tmp_path / "wavs").iterdir():
        with wave.open(str(path)) as sound:
            assert (sound.getframerate(), sound.getsampwidth(), sound.getnchannels()) == (24000, 2, 1)
            lengths[path.name.removeprefix(rich.id)] = sound.getnframes()
    assert lengths.pop(".wav") == 150
    assert sum(lengths.values()) == 150
    assert len(lengths) == 2


def test_a_session_without_sound_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(saved(tmp_path), "wav", tmp_path / "wavs") == 1
    assert "no sound" in capsys.readouterr().err


def test_a_bundle_has_what_helps_and_nothing_that_opens(
    rich: Session, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", "something")
    assert export(rich, "bundle", tmp_path / "x.zip") == 0
    with zipfile.ZipFile(tmp_path / "x.zip") as bundle:
        files = {name: bundle.read(name).decode() for name in bundle.namelist()}
    assert files.keys() == {"journal.jsonl", "setup.json", "versions.json", "closes.jsonl", "CUT.txt"}
    for secret in (HANDLE, "next-handle-1234", "AIzaSy", "AQABAAEA", "something"):
        assert secret not in "".join(files.values())
    assert json.loads(files["closes.jsonl"])["code"] == 1011
    assert json.loads(files["versions.json"])["google-genai"]
    assert "handles" in files["CUT.txt"]
    assert "cut from the bundle: " in capsys.readouterr().err


def test_a_bundle_can_be_what_lies_around_a_frame(rich: Session, tmp_path: Path) -> None:
    assert export(rich, "bundle", tmp_path / "x.zip", "--around", "8", "--span", "2", "--with-handles") == 0
    with zipfile.ZipFile(tmp_path / "x.zip") as bundle:
        lines = bundle.read("journal.jsonl").splitlines()
    assert [json.loads(line)["seq"] for line in lines] == [6, 7, 8, 9, 10]


def test_around_a_frame_that_is_not_there_nothing_is_handed_on(
    rich: Session, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(rich, "bundle", tmp_path / "x.zip", "--around", "9999") == 2
    said = capsys.readouterr().err
    assert (
        said
        == f"gemini-tui: there is no frame 9999. The last frame of this session is {len(rich.journal) - 1}.\n"
    )
    assert not (tmp_path / "x.zip").exists()


def test_an_export_that_cannot_be_written_is_told(
    rich: Session, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(rich, "md", tmp_path / "none" / "x.md") == 1
    assert "cannot write the export" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["md", "jsonl", "har", "bundle"])
def test_an_export_is_its_owners_alone_unless_it_replaces_a_file_that_is_not(
    rich: Session, tmp_path: Path, form: str
) -> None:
    new, there = tmp_path / "new", tmp_path / "there"
    there.touch()
    there.chmod(0o644)
    assert export(rich, form, new) == export(rich, form, there) == 0
    assert [S_IMODE(path.stat().st_mode) for path in (new, there)] == [0o600, 0o644]
    assert there.stat().st_size


def test_exported_sound_is_its_owners_alone(rich: Session, tmp_path: Path) -> None:
    export(rich, "wav", tmp_path / "wavs")
    assert {S_IMODE(path.stat().st_mode) for path in (tmp_path / "wavs").iterdir()} == {0o600}


class Stopped(KeyboardInterrupt):
    """ctrl+c, in the midst of it."""


def stopped(frames: Iterator[Frame]) -> Iterator[Frame]:
    """Ten of the frames; then somebody has had enough."""
    yield from islice(frames, 10)
    raise Stopped


def test_sound_that_was_stopped_is_not_there(rich: Session, tmp_path: Path) -> None:
    (tmp_path / "wavs").mkdir()
    with pytest.raises(Stopped):
        write_wavs(stopped(rich.journal.frames()), tmp_path / "wavs", rich.id)
    assert list((tmp_path / "wavs").iterdir()) == []


def test_a_bundle_that_was_stopped_leaves_the_one_before(rich: Session, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"before")
    with pytest.raises(Stopped), draft(tmp_path / "x.zip") as path:
        write_bundle(rich.metadata, stopped(rich.journal.frames()), path, Redactor())
    assert [path.name for path in tmp_path.glob("*x.zip*")] == ["x.zip"]
    assert (tmp_path / "x.zip").read_bytes() == b"before"


@pytest.mark.parametrize("form", ["jsonl", "har"])
def test_ctrl_c_leaves_nothing_half_written(rich: Session, tmp_path: Path, form: str) -> None:
    """The draft is a pipe here: once some of it has come out, the export is under way and cannot end."""
    with Session.open(rich.directory, write=True) as session:
        for _ in range(40):
            spoken(session, bytes(11520))
    target, part = tmp_path / f"x.{form}", tmp_path / f".x.{form}.part"
    os.mkfifo(part)
    options = ["export", rich.id, "--format", form, "-o", str(target), "--data-dir", str(tmp_path)]
    with subprocess.Popen([*COMMAND, *options], cwd=ROOT, stderr=subprocess.PIPE) as process:
        with part.open("rb") as pipe:
            pipe.read(1000)
            process.send_signal(signal.SIGINT)
            pipe.read()
        assert process.wait(20) == 130
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert not target.exists()
    assert not part.exists()


def test_what_is_no_file_is_written_straight(rich: Session, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    options = [
        "export",
        rich.id,
        "--format",
        "jsonl",
        "-o",
        str(tmp_path / "pipe"),
        "--data-dir",
        str(tmp_path),
    ]
    with subprocess.Popen([*COMMAND, *options], cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        assert (tmp_path / "pipe").read_bytes() == (rich.directory / "journal.jsonl").read_bytes()
        assert process.wait(20) == 0
    assert (tmp_path / "pipe").is_fifo()


def test_a_link_is_written_through(rich: Session, tmp_path: Path) -> None:
    (tmp_path / "link.md").symlink_to(tmp_path / "real.md")
    assert export(rich, "md", tmp_path / "link.md") == 0
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real.md").read_text().startswith("# ")


def test_a_session_can_be_exported_into_a_pipe(rich: Session) -> None:
    options = ["export", "last", "--format", "jsonl", "-o", "-", "--data-dir", str(rich.directory.parents[1])]
    done = subprocess.run([*COMMAND, *options], capture_output=True, check=True, cwd=ROOT)
    assert done.stdout == (rich.directory / "journal.jsonl").read_bytes()


@pytest.mark.parametrize("form", ["md", "wav"])
def test_without_a_name_nothing_is_written_over(
    rich: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    form: str,
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    mine = Path(f"{rich.id}.{form}")
    mine.write_text("mine")
    for number in ("-2", "-3"):
        assert main(["export", rich.id, "--format", form, "--data-dir", str(tmp_path)]) == 0
        assert f"{rich.id}{number}.{form}\n" in capsys.readouterr().out
    assert mine.read_text() == "mine"
    assert main(["export", rich.id, "--format", "md", "--data-dir", str(tmp_path), "-o", str(mine)]) == 0
    assert mine.read_text() != "mine"
