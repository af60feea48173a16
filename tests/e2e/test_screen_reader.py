"""A conversation for a screen reader: lines are appended, nothing else is sent to the terminal."""

from __future__ import annotations

import re

from tests.e2e.conftest import Account
from tests.ui.recording import record


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


def test_a_recording_is_told_from_its_first_line_to_its_last(account: Account) -> None:
    path = str(record(account.data).directory / "journal.jsonl")
    done = account.run("replay", path, "--screen-reader")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert "You said: What is the capital of Brazil?" in lines
    assert "Model: The capital of Brazil is Brasília." in lines
    assert "The answer was interrupted." in lines
    assert "\x1b" not in done.stdout
