"""A terminal that takes nothing for half a minute, while an answer comes.

    python -m tests.bench.stall [SECONDS]

To reach: every frame is recorded while the terminal is blocked, at the pace at which it came; the memory
grows by a few megabytes at most; the terminal shows the end soon after it reads again. The table of
`docs/terminal.md` is from here.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from tests.e2e.conftest import Account, Terminal
from tests.e2e.test_hard_lives import LAST_WORDS, journal_of, said_it_all
from tui.simulator.server import SimulatorThread
from tui.wire.frame import Direction

SECONDS = 30.0
FRAMES = 500
"""Of the answer, about."""


def memory(terminal: Terminal) -> float:
    """Megabytes that the program holds."""
    status = Path(f"/proc/{terminal.process.pid}/status").read_text()
    (kilobytes,) = re.findall(r"VmRSS:\s+(\d+)", status)
    return int(kilobytes) / 1000


def main(seconds: float) -> int:
    """Print what happened; 1 where something was lost."""
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        with SimulatorThread("long-answer", state_dir=home / "state", pace=seconds / FRAMES) as simulator:
            account = Account(home)
            terminal = account.open("--say", "Tell me", env=simulator.environment())
            terminal.wait_for("● live")
            before, began = memory(terminal), time.monotonic()
            waiting = 0
            while time.monotonic() < began + seconds or not said_it_all(account):
                waiting, waited = terminal.unread, waiting
                time.sleep(1)
            after, stopped = memory(terminal), time.monotonic() - began
            read_again = time.monotonic()
            terminal.wait_for(LAST_WORDS)
            terminal.wait_for("turn usage")
            took = time.monotonic() - read_again
            terminal.type("\x11")
            ended = terminal.wait_for_end()
            journal = journal_of(account)
            frames = [frame for frame in journal.frames() if frame.direction is Direction.RECEIVE]
    longest = max(later.t - earlier.t for earlier, later in pairwise(frames)) * FRAMES / seconds
    gaps = [frame for frame in journal.frames() if frame.event == "gap"]
    print(f"blocked for {stopped:.0f} s: {waiting:,} bytes waited for the terminal, before that {waited:,}")
    print(f"{len(frames):,} frames recorded meanwhile, {len(gaps)} gaps, exit code {ended}")
    print(f"longest pause between two frames: {longest:.1f} of the usual")
    print(f"memory: {after - before:+.1f} MB on {before:.0f} MB")
    print(f"the end was on the screen {took:.2f} s after the terminal read again")
    return int(bool(gaps) or ended != 0)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS))
