"""A recording on a real terminal: from the shelf, from an archive, with sound."""

from __future__ import annotations

import json
import wave
from pathlib import Path

import pytest

from tests.e2e.conftest import Account, eventually
from tests.unit.projections.script import Script
from tui.store.journal import Journal
from tui.store.scan import LONG
from tui.store.shelf import Shelf
from tui.wire.frame import Direction, Opcode

CTRL_Q, CTRL_SPACE, F5 = "\x11", "\x00", "\x1b[15~"
SECOND = 48_000
"""Bytes of 16-bit mono at 24 kHz."""


def record(account: Account) -> str:
    """A saved session of one spoken answer; its id."""
    script = Script(step=0.05).setup().receive(setupComplete={}).ask("Two colours?")
    for word in ("Red", " and", " blue."):
        script.out(word).audio(200)
    script.generated().turn({"promptTokenCount": 7, "responseTokenCount": 3, "totalTokenCount": 10})
    with Shelf(account.data).create(model="gemini-3.8-live") as session:
        for frame in script.frames:
            session.journal.append(frame.direction, frame.opcode, frame.payload, conn=1, t=frame.t)
        return session.id


def test_a_saved_session_is_played_and_looked_into(account: Account) -> None:
    record(account)
    terminal = account.open("replay", "last", "--speed", "100", "--audio", "none", size=(160, 40))
    terminal.wait_for("Red and blue.")
    terminal.wait_for("frame 12 of 12")
    terminal.type("\x1bi2")
    terminal.wait_for("Two colours?")
    terminal.wait_for("p95")
    terminal.type("5")
    terminal.wait_for("transcription-unfinished")
    terminal.type("q")
    terminal.wait_for("frame 12 of 12")
    terminal.type(CTRL_Q)
    assert terminal.wait_for_end() == 0
    assert terminal.modes_left_on() == []


def test_a_long_recording_is_played_while_it_is_read(account: Account, tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    journal = Journal.create(path)
    long = json.dumps({"padding": "x" * (LONG // 2)}).encode()
    for n in range(1, 4):
        journal.append(Direction.RECEIVE, Opcode.TEXT, long, conn=1, t=float(n))
    journal.append(Direction.RECEIVE, Opcode.TEXT, b'{"serverContent":{"turnComplete":true}}', conn=1, t=4.0)
    journal.close()
    path.write_bytes(path.read_bytes() + b"no frame\n")
    terminal = account.open("replay", str(path), "--speed", "100", "--audio", "none", size=(160, 40))
    terminal.wait_for("frame 4 of 4")
    terminal.wait_for("9 bytes after frame 3 are no frame")
    terminal.type(CTRL_Q)
    assert terminal.wait_for_end() == 0


def test_an_archive_is_played_like_a_session(account: Account, tmp_path: Path) -> None:
    archive = tmp_path / "chrome.har"
    assert account.run("export", record(account), "--format", "har", "-o", str(archive)).returncode == 0
    terminal = account.open("replay", str(archive), "--speed", "100", "--audio", "none", size=(160, 40))
    terminal.wait_for("Red and blue.")
    terminal.type(CTRL_Q)
    assert terminal.wait_for_end() == 0


def test_at_speed_one_it_sounds(account: Account, tmp_path: Path) -> None:
    record(account)
    heard = tmp_path / "heard.wav"
    terminal = account.open("replay", "last", "--audio", f"file:{heard}", size=(160, 40))
    terminal.wait_for("frame 12 of 12")
    eventually(lambda: heard.exists() and heard.stat().st_size > SECOND * 0.5)
    terminal.type(CTRL_Q)
    assert terminal.wait_for_end() == 0
    with wave.open(str(heard)) as sound:
        assert sound.getnframes() >= 0.5 * sound.getframerate()


def test_it_is_played_by_a_key_from_any_pane(account: Account) -> None:
    record(account)
    terminal = account.open("replay", "last", "--paused", "--audio", "none", size=(160, 40))
    terminal.wait_for("frame 0 of 12")
    terminal.type(F5)
    terminal.wait_for("/ Search")
    terminal.type(CTRL_SPACE)
    terminal.wait_for("frame 12 of 12")
    terminal.type(CTRL_Q)
    assert terminal.wait_for_end() == 0


def test_what_cannot_be_opened_is_said_in_a_line(account: Account, tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("hello")
    done = account.run("replay", str(notes))
    assert done.returncode == 1
    assert done.stderr.startswith(f"gemini-tui: there are no frames in {notes}. ")
    assert done.stderr.count("\n") == 1
    assert account.run("replay", "nothing").returncode == 1


@pytest.mark.parametrize("speed", ["0", "nan", "1000"])
def test_a_speed_that_is_none_is_a_usage_error(account: Account, speed: str) -> None:
    done = account.run("replay", "last", "--speed", speed)
    assert done.returncode == 2
    assert f"argument --speed: '{speed}' is not 0.1 to 100." in done.stderr


def test_the_instruments_open_from_the_prompt(account: Account) -> None:
    terminal = account.open("--demo", "--audio", "none", size=(160, 40))
    terminal.wait_for("● live")
    terminal.type("\x1bi")
    terminal.wait_for("1 Timeline")
    terminal.type("\x1b")
    terminal.wait_for("Transcript")
    terminal.type("Hi\x1bc")
    terminal.wait_for("Nothing found")
    terminal.type("q")
    terminal.wait_for("│ Hi")
    terminal.type(CTRL_Q)
    assert terminal.wait_for_end() == 0


def test_alt_with_a_digit_goes_to_a_pane_and_alt_with_enter_breaks_a_line(account: Account) -> None:
    terminal = account.open("--demo", "--audio", "none", size=(80, 24))
    terminal.wait_for("● live")
    terminal.type("\x1b2")
    terminal.wait_for("/ Search")
    terminal.type("\x1b0")
    terminal.wait_for("⏎ Send")
    terminal.type("£™")
    terminal.wait_for("│ £™")
    terminal.type("\x1b\ranother")
    terminal.wait_for("│ another")
    assert "│ £™  " in terminal.text
    terminal.type(CTRL_Q)
    assert terminal.wait_for_end() == 0
