"""What is said on the terminal when the screen is gone."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.conftest import Account
from tui.simulator.server import SimulatorThread

CTRL_Q = "\x11"


def test_turns_that_still_wait_are_counted_and_offered_by_the_line_that_is_printed(
    account: Account, tmp_path: Path
) -> None:
    with SimulatorThread(state_dir=tmp_path / "state") as simulator:
        env = simulator.environment()
        terminal = account.open("--audio", "none", "--say", "Hello", env=env)
        terminal.wait_for("turn complete")
    terminal.wait_for("reconnecting")
    terminal.type("while down\r")
    terminal.wait_for("1 turn waits for the line")
    terminal.type(CTRL_Q)
    assert terminal.wait_for_end() == 0
    said = " ".join(terminal.text.split())
    assert "1 turn was not sent and is kept: going on offers it. Go on with: gemini-tui --resume" in said
