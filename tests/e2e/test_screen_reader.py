"""A conversation for a screen reader: lines are appended, nothing else is sent to the terminal."""

from __future__ import annotations

import json
import os
import re
import signal
from pathlib import Path

import pytest

from tests.e2e.conftest import Account
from tests.ui.recording import record
from tui.simulator.server import SimulatorThread

CTRL_C = "\x03"


def test_a_conversation_line_by_line(account: Account) -> None:
    terminal = account.open("--demo", "--screen-reader", size=(80, 30))
    terminal.wait_for("Type a line, or /help.")
    terminal.type("What is the capital of Brazil?\r")
    terminal.wait_for("Model: The capital of Brazil is Brasília.")
    terminal.type("/frames 2\r")
    terminal.wait_for("receive: handle")
    terminal.type("/quit\r")
    assert terminal.wait_for_end() == 0
    assert "Go on with: gemini-tui --demo --resume" in terminal.text
    assert re.search(rb"\x1b|\x08", terminal.raw) is None


def test_a_byte_that_is_not_utf_8_is_replaced(account: Account) -> None:
    terminal = account.open("--demo", "--screen-reader", size=(80, 30))
    terminal.wait_for("Type a line, or /help.")
    terminal.process.send(b"caf\xe9 noir\r")
    terminal.wait_for("Model: You said: caf\ufffd noir")
    terminal.type("/quit\r")
    assert terminal.wait_for_end() == 0


@pytest.mark.parametrize("way", ["SIGTERM", "SIGHUP", "Ctrl+C", "a hang-up"])
def test_every_way_out_closes_the_socket_and_saves(account: Account, way: str) -> None:
    terminal = account.open("--demo", "--screen-reader", "--say", "Hello", size=(80, 30))
    terminal.wait_for("I remember what you said.")
    (session,) = (account.data / "sessions").iterdir()
    if way == "a hang-up":
        terminal.drop()
    else:
        terminal.type(CTRL_C) if way == "Ctrl+C" else os.kill(terminal.process.pid, getattr(signal, way))
        assert terminal.wait_for_end() == 0
        assert f"saved. Go on with: gemini-tui --demo --resume {session.name}" in terminal.text
        assert "Traceback" not in terminal.text
    assert not (session / "lock").exists()
    last = json.loads((session / "journal.jsonl").read_bytes().splitlines()[-1])
    assert (last["event"], last["by"]) == ("close", "client")


def test_what_is_typed_after_the_close_is_told_to_be_unsent_and_dialling_helps(
    account: Account, tmp_path: Path
) -> None:
    with SimulatorThread("faults", state_dir=tmp_path / "state") as simulator:
        terminal = account.open("--screen-reader", env=simulator.environment(), size=(100, 40))
        terminal.wait_for("Type a line, or /help.")
        terminal.type("close 1008 Your project has been denied access.\r")
        terminal.wait_for("denied access")
        terminal.wait_for("Notice: ", times=2)
        terminal.type("Are you there?\r")
        terminal.wait_for('"Are you there?" was not sent. The connection is closed. /reconnect dials again')
        terminal.type("/frames ²\r")
        terminal.wait_for("/frames takes a number.")
        terminal.type("/reconnect\r")
        terminal.wait_for("Type a line, or /help.", times=2)
        terminal.type("hello\r")
        terminal.wait_for("Model: Name a fault")
        terminal.type("/quit\r")
        assert terminal.wait_for_end() == 0


def test_turns_written_beforehand_are_sent_without_a_terminal_too(account: Account) -> None:
    says = ("--say", "Hello", "--say", "What is the capital of Brazil?")
    done = account.run("--demo", "--screen-reader", *says, env={"GEMINI_TUI_PROGRAM": "./gemini-tui"})
    assert done.returncode == 0
    assert "Go on with: ./gemini-tui --demo --resume " in done.stderr
    lines = done.stdout.splitlines()
    assert lines.index("You said: What is the capital of Brazil?") > lines.index("Model: Hello!")
    assert lines[-1] == "Model: The capital of Brazil is Brasília."


def test_a_recording_is_told_from_its_first_line_to_its_last(account: Account) -> None:
    path = str(record(account.data).directory / "journal.jsonl")
    done = account.run("replay", path, "--screen-reader")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert "You said: What is the capital of Brazil?" in lines
    assert "Model: The capital of Brazil is Brasília." in lines
    assert "The answer was interrupted." in lines
    assert "\x1b" not in done.stdout
