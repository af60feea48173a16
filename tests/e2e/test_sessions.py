"""The sessions pane on a real terminal: find what was said yesterday, and go on with it."""

from __future__ import annotations

from tests.e2e.conftest import Account

CTRL_Q, F3, F6 = "\x11", "\x1bOR", "\x1b[17~"


def test_a_saved_session_is_found_by_what_was_said_and_gone_on_with(account: Account) -> None:
    first = account.open("--demo", "--say", "What is the capital of Brazil?")
    first.wait_for("turn complete")
    first.type(CTRL_Q)
    assert first.wait_for_end() == 0

    again = account.open("--demo")
    again.wait_for("● live")
    again.type(F6)
    again.type("/capital")
    again.wait_for("1 of 2")
    again.type("\r")
    again.wait_for("❯ What is the capital")
    again.wait_for("● live")
    again.type(F3)
    again.type("What was the last question I asked?\r")
    again.wait_for("Your last question was")
    again.type(CTRL_Q)
    assert again.wait_for_end() == 0
