"""Threads that wait for the interpreter."""

from __future__ import annotations

import subprocess
import sys

from tui.interpreter import TURN


def test_every_command_has_its_threads_take_short_turns() -> None:
    code = "import sys; from tui.cli import main; main(['config', 'path']); print(sys.getswitchinterval())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert float(done.stdout.split()[-1]) == TURN
