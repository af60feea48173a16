"""The key is nobody else's: not a child's, and not in the last words of a program that fails."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from tests.e2e.conftest import ROOT, Account
from tui.environment import KEYS
from tui.live.tools import Answer, run_command
from tui.simulator.server import SimulatorThread

KEY = "AIzaSy-nobody-else-may-see-this"
FAILING = """
import os, sys
from tui.ui import app

def fail(self):
    key = self.opening.key or os.environ["GEMINI_API_KEY"]
    raise RuntimeError("the key was " + key)

app.GeminiApp.action_help = fail
from tui.cli import main
sys.exit(main())
"""


def test_a_command_for_the_sound_is_told_no_key(account: Account, tmp_path: Path) -> None:
    told = tmp_path / "told"
    with SimulatorThread(state_dir=tmp_path / "state") as simulator:
        sink = f"command:sh -c 'env > {told}; exec cat > /dev/null'"
        done = account.run("send", "Hello", "--audio", sink, env=simulator.environment())
    assert done.returncode == 0, done.stderr
    environment = told.read_text()
    assert "SSL_CERT_FILE=" in environment
    assert not [name for name in KEYS if name in environment]


def test_a_command_that_answers_a_function_is_told_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", KEY)
    monkeypatch.setenv("MINE", "yes")
    answer = Answer(command=(sys.executable, "-c", "import json, os; print(json.dumps(dict(os.environ)))"))
    told = asyncio.run(run_command(answer, {}))
    assert told["MINE"] == "yes" and told["PATH"] == os.environ["PATH"]
    assert KEY not in told.values()


@pytest.mark.parametrize("how", ["in the environment", "pasted"])
def test_the_last_words_of_a_program_that_fails_hold_no_key(
    account: Account, tmp_path: Path, how: str
) -> None:
    with SimulatorThread(state_dir=tmp_path / "state") as simulator:
        env = simulator.environment() | {"PYTHONPATH": str(ROOT), "GEMINI_API_KEY": KEY}
        if how == "pasted":
            del env["GEMINI_API_KEY"]
        fails_with_the_key(account, env, pasted=how == "pasted")


def fails_with_the_key(account: Account, env: dict[str, str], *, pasted: bool) -> None:
    """Start, be let in, fail, and look at what is left on the terminal."""
    terminal = account.open(command=[sys.executable, "-c", FAILING], env=env)
    if pasted:
        terminal.wait_for("paste an API key")
        terminal.type(f"\t{KEY}\r")
    terminal.wait_for("● live")
    terminal.type("\x1bOP")
    assert terminal.wait_for_end() == 1
    assert "RuntimeError: the key was [key]" in terminal.text
    assert "--resume last" in terminal.text
    assert KEY.encode() not in terminal.raw
    assert terminal.modes_left_on() == []
