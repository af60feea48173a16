"""Whatever a terminal sends, the keys go on; where they cannot, the program ends as on any fault."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.e2e.conftest import ROOT, Account, Terminal
from tui.simulator.server import SimulatorThread
from tui.store.journal import Journal
from tui.store.shelf import Shelf
from tui.wire.frame import Direction, Frame

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


def test_so_is_one_on_the_command_line(account: Account, tmp_path: Path) -> None:
    with SimulatorThread(state_dir=tmp_path / "state") as simulator:
        words = ("send", "caf\udce9", "--system", "na\udcefve")
        done = account.run(*words, env=simulator.environment())
    assert (done.returncode, done.stdout) == (0, "You said: caf\ufffd\n")


def test_what_is_pasted_is_never_taken_for_keys(account: Account, terminal: Terminal) -> None:
    """The output of a program in colours, with all that would quit, resume, rename and send."""
    hostile = b"line1\r\x1b[31mred\x1b[0m\x07 \x1b2dd\x1b[1;5D\x11\x0e\x1bO\x00R\ttab\r\nlast\xe9"
    for part in (b"\x1b[20", b"0~" + hostile + b"\x1b", b"[201", b"~"):
        terminal.process.send(part)
    terminal.wait_for("␛[31mred␛[0m␇ ␛2dd␛[1;5D␑␎␛OR")
    terminal.wait_for("last\ufffd")
    terminal.type("\r")
    terminal.wait_for("turn complete")
    leave(terminal)
    (path,) = account.data.glob("sessions/*/journal.jsonl")
    sent = [frame for frame in Journal.open(path).frames() if frame.direction is Direction.SEND]
    text = "line1\n␛[31mred␛[0m␇ ␛2dd␛[1;5D␑␎␛OR\ttab\nlast\ufffd"
    assert [text_of(frame) for frame in sent[1:]] == [text]


def text_of(frame: Frame) -> object:
    """What a person said in it."""
    return frame.message["client_content"]["turns"][0]["parts"][0]["text"]


def test_a_paste_whose_end_never_comes_gives_the_keys_back(terminal: Terminal) -> None:
    terminal.type("\x1b[200~not ended")
    terminal.wait_for("not ended")
    terminal.type(" and typed")
    terminal.wait_for("not ended and typed")
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
