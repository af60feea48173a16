"""`gemini-tui send`, however it ends: the socket is closed and the session saved."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.e2e.conftest import PATIENCE, Account, eventually, program
from tui.simulator.server import SimulatorThread


@pytest.fixture
def slow(account: Account, tmp_path: Path) -> Iterator[Account]:
    """An account whose service takes its time to answer."""
    with SimulatorThread("barge-in", state_dir=tmp_path / "state") as simulator:
        account.env |= simulator.environment()
        yield account


@contextmanager
def sending(account: Account, *words: str, stdout: int, before: str = "") -> Iterator[subprocess.Popen[str]]:
    """`send` without a terminal; it does not outlive this."""
    command = [*before.split(), *program(), "send", *words]
    with subprocess.Popen(
        command, env=account.env, text=True, stdout=stdout, stderr=subprocess.PIPE
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def last_event(account: Account) -> tuple[str, str]:
    """What the journal of the only session ends with, and by whom; its lock is gone."""
    (session,) = (account.data / "sessions").iterdir()
    assert not (session / "lock").exists()
    last = json.loads((session / "journal.jsonl").read_bytes().splitlines()[-1])
    return last["event"], last["by"]


def test_a_terminal_that_is_gone_ends_it_as_a_command_does(slow: Account) -> None:
    terminal = slow.open("send", "Count")
    terminal.wait_for("elephant")
    terminal.drop()
    assert last_event(slow) == ("close", "client")


def test_under_nohup_a_lost_line_ends_nothing(slow: Account) -> None:
    with sending(slow, "Wait", stdout=subprocess.PIPE, before="nohup") as process:
        eventually(lambda: [*slow.data.rglob("lock")])
        process.send_signal(signal.SIGHUP)
        out, said = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (0, "All right.\n")
    assert "Resume with" in said


def test_where_nobody_reads_what_it_prints_a_signal_ends_it_all_the_same(slow: Account) -> None:
    read, write = os.pipe()
    os.set_blocking(write, False)
    try:
        while os.write(write, b"x" * 65536):
            pass
    except BlockingIOError:
        os.set_blocking(write, True)
    with sending(slow, "--json", "Count", stdout=write) as process:
        eventually(lambda: any(b"elephant" in path.read_bytes() for path in slow.data.rglob("journal.jsonl")))
        process.send_signal(signal.SIGTERM)
        eventually(lambda: process.poll() is not None)
    os.close(read)
    os.close(write)
    assert last_event(slow)[0] == "close"
