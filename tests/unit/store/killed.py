"""Writers that are killed at full speed. `python -m tests.unit.store.killed DIRECTORY COUNT` forks them.

Each writes a session of its own and acknowledges a frame when it is on screen, that is, when `append` has
returned. Once a random number of acknowledgements has come it gets SIGKILL. On stdout, a line each: the
directory and how many frames were acknowledged.
"""

from __future__ import annotations

import os
import random
import signal
import sys
from pathlib import Path

from tests.unit.store.scenes import offer, receive
from tui.store.session import Session


def write(directory: Path, acknowledge: int) -> None:
    """Frames as fast as they go, a handle among each ten."""
    journal = Session.create(directory).journal
    while True:
        if len(journal) % 10 == 5:
            offer(journal, f"handle-{len(journal)}")
        else:
            receive(
                journal, {"serverContent": {"outputTranscription": {"text": "x" * random.randrange(4000)}}}
            )
        os.write(acknowledge, b".")


def kill_one(directory: Path) -> int:
    """How many frames a writer acknowledged before it died."""
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(ours)
        write(directory, theirs)
    os.close(theirs)
    enough, seen = random.randrange(1, 300), 0
    while seen < enough:
        seen += len(os.read(ours, 1))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    while more := os.read(ours, 65536):
        seen += len(more)
    os.close(ours)
    return seen


if __name__ == "__main__":
    for n in range(int(sys.argv[2])):
        target = Path(sys.argv[1]) / str(n)
        sys.stdout.write(f"{target} {kill_one(target)}\n")
