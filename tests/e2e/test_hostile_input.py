"""Whatever a terminal sends, the keys go on; where they cannot, the program ends as on any fault."""

from __future__ import annotations

import sys

import pytest

from tests.e2e.conftest import ROOT, Account, Terminal
from tui.store.journal import Journal
from tui.store.shelf import Shelf

FAILING = """
import os, sys
from textual.events import Key
from tui.ui.quiet.listener import Listener

class Worded(RuntimeError):
    def __rich__(self):
        return "words of its own"

hear = Listener.process_message

def fail(self, message):
    if isinstance(message, Key) and message.key == "f1":
        raise Worded("no ears") if "WORDED" in os.environ else RuntimeError("no ears")
    hear(self, message)

Listener.process_message = fail
from tui.cli import main
sys.exit(main())
"""


@pytest.fixture
def terminal(account: Account) -> Terminal:
    """The demo, live, with the keys in the prompt."""
    terminal = account.open("--demo")
    terminal.wait_for("● live")
    return terminal


def leave(terminal: Terminal) -> None:
    terminal.type("\x11")
    assert terminal.wait_for_end() == 0
    assert terminal.modes_left_on() == []


def test_a_byte_that_is_not_utf_8_is_replaced_and_the_keys_go_on(terminal: Terminal) -> None:
    terminal.process.send(b"caf\xe9 \xff au lait")
    terminal.wait_for("caf\ufffd \ufffd au lait")
    terminal.process.send(b"\x1b[1114112;1u\x1b[99999999999;1u\r")
    terminal.wait_for("turn complete")
    leave(terminal)


@pytest.mark.parametrize("how", [{}, {"WORDED": "yes"}], ids=["any error", "one with its own words"])
def test_where_the_keys_cannot_be_read_the_program_ends_with_all_saved(
    account: Account, how: dict[str, str]
) -> None:
    env = {"PYTHONPATH": str(ROOT), **how}
    terminal = account.open("--demo", command=[sys.executable, "-c", FAILING], env=env)
    terminal.wait_for("● live")
    terminal.type("Hello\r")
    terminal.wait_for("turn complete")
    terminal.type("\x1bOP")
    assert terminal.wait_for_end() == 1
    assert ": no ears" in terminal.text and "--resume last" in terminal.text
    assert terminal.modes_left_on() == []
    (path,) = account.data.glob("sessions/*/journal.jsonl")
    journal = Journal.open(path)
    assert journal.problems == [] and journal[len(journal) - 1].event == "close"
    with Shelf(account.data).open("last", write=True):
        pass
