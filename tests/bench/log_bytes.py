"""How many bytes a second a following log writes to a real pty, with Textual's own driver.

python -m tests.bench.log_bytes JOURNAL each|pane     (the child: shows a journal that grows by 50 a second)
"""

from __future__ import annotations

import os
import pty
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, sleep

from tests.bench.log_recordings import LogApp, payload
from tui.store.journal import Journal
from tui.ui.feed import FLUSHES_A_SECOND
from tui.wire.frame import Direction, Opcode

RATE = 50
SECONDS = 6
WARM_UP = 2
ROWS, COLUMNS = 48, 160


def show(path: Path, *, each: bool) -> None:
    """The log in this terminal: flushed with each frame, or as often as the program does."""
    journal = Journal.create(path)
    app = LogApp(journal)
    flushed = 0.0

    def flush() -> None:
        nonlocal flushed
        if each or perf_counter() - flushed >= 1 / FLUSHES_A_SECOND:
            flushed = perf_counter()
            app.pane.flush()

    threading.Thread(target=_grow, args=(journal, lambda: app.call_from_thread(flush)), daemon=True).start()
    app.run()


def _grow(journal: Journal, flush: Callable[[], object]) -> None:
    sleep(1)
    for n in range(RATE * (SECONDS + WARM_UP + 5)):
        journal.append(Direction.RECEIVE, Opcode.BINARY, payload(n), conn=1)
        flush()
        sleep(1 / RATE)


def bytes_a_second(path: Path, mode: str) -> float:
    """Of a child in a pty, once its screen is full."""
    pid, fd = pty.fork()
    if not pid:
        environment = os.environ | {"TERM": "xterm-256color", "LINES": str(ROWS), "COLUMNS": str(COLUMNS)}
        os.execve(
            sys.executable, [sys.executable, "-m", "tests.bench.log_bytes", str(path), mode], environment
        )
    try:
        return _counted(fd)
    finally:
        os.kill(pid, 9)
        os.waitpid(pid, 0)
        os.close(fd)


def _counted(fd: int) -> float:
    start, count = perf_counter(), 0
    while (now := perf_counter() - start) < 1 + WARM_UP + SECONDS:
        data = os.read(fd, 1 << 16)
        count += len(data) if now > 1 + WARM_UP else 0
    return count / SECONDS


if __name__ == "__main__":
    show(Path(sys.argv[1]), each=sys.argv[2] == "each")
