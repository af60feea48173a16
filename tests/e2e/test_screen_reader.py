"""A conversation for a screen reader: lines are appended, nothing else is sent to the terminal."""

from __future__ import annotations

import re

from tests.e2e.conftest import Account


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
