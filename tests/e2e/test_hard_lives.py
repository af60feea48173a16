"""What happens to terminals: they idle, stall, vanish, are suspended and resized without end."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import Account, eventually
from tui.simulator.server import SimulatorThread
from tui.store.journal import Journal
from tui.wire.kinds import Kind


@pytest.fixture
def talker(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A service that answers at length, for some seconds."""
    with SimulatorThread("long-answer", state_dir=tmp_path / "state", pace=0.003) as simulator:
        yield simulator.environment()


LAST_WORDS = "written down along it."


def journal_of(account: Account) -> Journal:
    (path,) = account.data.glob("sessions/*/journal.jsonl")
    return Journal.open(path)


def said_it_all(account: Account) -> bool:
    """Whether the turn is complete on disk."""
    journal = journal_of(account)
    return any(journal.mask(n) & Kind.TURN_COMPLETE.bit for n in range(len(journal)))


def has_ended(pid: int) -> bool:
    return os.waitpid(pid, os.WNOHANG)[0] == pid


@pytest.mark.parametrize(
    "remote", [{}, {"SSH_CONNECTION": "10.0.0.1 50000 10.0.0.2 22"}], ids=["local", "ssh"]
)
def test_nothing_is_sent_while_nothing_happens(account: Account, remote: dict[str, str]) -> None:
    terminal = account.open("--demo", "--say", "Hello", env=remote)
    terminal.wait_for("● live")
    terminal.wait_for("turn complete")
    for key in ("", "\x1bOQ"):  # also while the palette waits for words
        terminal.type(key)
        eventually(lambda: terminal.listen(1.5) == b"")
        assert terminal.listen(3) == b""


def test_a_terminal_that_stalls_does_not_stall_the_conversation(
    account: Account, talker: dict[str, str]
) -> None:
    """All of the answer is on disk before the terminal takes another byte; for half a minute in a bench."""
    terminal = account.open("--say", "Tell me", env=talker)
    terminal.wait_for("● live")
    eventually(lambda: said_it_all(account))
    blocked = terminal.unread
    assert blocked > 4000
    journal = journal_of(account)
    assert not [frame for frame in journal.frames() if frame.event == "gap"]
    assert terminal.unread == blocked
    terminal.wait_for(LAST_WORDS)
    terminal.type("\x11")
    assert terminal.wait_for_end() == 0


def test_a_terminal_that_vanishes_while_it_stalls_is_left_with_all_saved(
    account: Account, talker: dict[str, str]
) -> None:
    terminal = account.open("--say", "Tell me", env=talker)
    terminal.wait_for("● live")
    eventually(lambda: said_it_all(account))
    os.close(terminal.process.child_fd)
    eventually(lambda: has_ended(terminal.process.pid))
    terminal.process.ptyproc.terminated = terminal.process.terminated = True
    journal = journal_of(account)
    assert journal[len(journal) - 1].event == "close"


def test_a_suspended_program_goes_on_where_it_was(account: Account, talker: dict[str, str]) -> None:
    terminal = account.open("--say", "Tell me", env=talker)
    terminal.wait_for("● live")
    for _ in range(3):
        os.kill(terminal.process.pid, signal.SIGTSTP)
        eventually(lambda: "T" in Path(f"/proc/{terminal.process.pid}/stat").read_text().split(") ")[1][:1])
        os.kill(terminal.process.pid, signal.SIGCONT)
        terminal.listen(0.2)
    terminal.wait_for(LAST_WORDS)
    terminal.type("\x11")
    assert terminal.wait_for_end() == 0
    assert terminal.modes_left_on() == []


def test_a_storm_of_resizes_is_survived(account: Account, talker: dict[str, str]) -> None:
    terminal = account.open("--say", "Tell me", env=talker)
    terminal.wait_for("● live")
    for n in range(200):
        terminal.process.setwinsize(10 + n % 40, 30 + (n * 7) % 150)
        terminal.listen(0.005)
    terminal.process.setwinsize(40, 130)
    terminal.wait_for(LAST_WORDS)
    terminal.type("\x11")
    assert terminal.wait_for_end() == 0


@pytest.mark.parametrize("mark", ["Transcript", "Sessions", "dialing"])
def test_whoever_leaves_while_it_starts_has_left(account: Account, mark: str) -> None:
    terminal = account.open("--demo")
    terminal.wait_for(mark)
    os.kill(terminal.process.pid, signal.SIGTERM)
    os.kill(terminal.process.pid, signal.SIGHUP)
    assert terminal.wait_for_end() == 0
    assert terminal.modes_left_on() == []


@pytest.mark.parametrize("line", ["quiet", "stock"])
@pytest.mark.parametrize(
    ("env", "forbidden"),
    [
        (
            {"NO_COLOR": "1", "COLORTERM": "truecolor"},
            rb"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;\d+)*m",
        ),
        ({"COLORTERM": ""}, rb"[34]8;2;"),
        ({"TERM": "linux"}, rb"[34]8;[25];"),
    ],
    ids=["none", "256", "16"],
)
def test_only_the_colours_there_are_are_sent(
    account: Account, line: str, env: dict[str, str], forbidden: bytes
) -> None:
    terminal = account.open("--demo", "--say", "Hello", "--line", line, env=env)
    terminal.wait_for("turn usage")
    terminal.type("\x11")
    assert terminal.wait_for_end() == 0
    assert re.findall(forbidden, terminal.raw) == []


def test_words_that_were_not_sent_outlive_a_kill(account: Account) -> None:
    terminal = account.open("--demo")
    terminal.wait_for("● live")
    terminal.type("half a thought, 三")
    eventually((account.data / "draft.txt").exists)
    terminal.process.kill(signal.SIGKILL)
    assert terminal.wait_for_end() == -signal.SIGKILL
    again = account.open("--demo")
    again.wait_for("half a thought")
    again.wait_for("● live")
    again.type("\r")
    eventually(lambda: not (account.data / "draft.txt").exists())
    again.wait_for("❯ half a thought, 三")
    again.type("\x11")
    assert again.wait_for_end() == 0
