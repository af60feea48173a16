"""How many bytes a following log writes to a real pty for each frame, with Textual's own driver.

Frames come fifty a second by a clock that only counts: each one is drawn before the next comes, whatever the
machine is busy with.

python -m tests.bench.log_bytes JOURNAL each|pane     (the child: shows a journal that grows)
"""

from __future__ import annotations

import asyncio
import os
import pty
import sys
import threading
from pathlib import Path

from tests.bench.log_recordings import LogApp, payload
from tui.store.journal import Journal
from tui.ui.feed import FLUSHES_A_SECOND
from tui.wire.frame import Direction, Opcode

RATE = 50
WARM_UP = 100
FRAMES = 300
ROWS, COLUMNS = 48, 160
MARK = "\x1b]0;mark\x07"
"""A window's title, in the stream where counting begins and where it ends."""


def show(path: Path, *, each: bool) -> None:
    """The log in this terminal: flushed with each frame, or as often as the program does."""
    journal = Journal.create(path)
    app = LogApp(journal)

    async def draw() -> bool:
        drawn = asyncio.Event()
        app.pane.flush()
        app.pane.view.call_after_refresh(drawn.set)
        return await drawn.wait()

    def mark() -> None:
        assert app._driver is not None
        app._driver.write(MARK)
        app._driver.flush()

    def grow() -> None:
        for n in range(WARM_UP + FRAMES + 1):
            if n in (WARM_UP, WARM_UP + FRAMES):
                app.call_from_thread(mark)
            journal.append(Direction.RECEIVE, Opcode.BINARY, payload(n), conn=1)
            if each or n % (RATE // FLUSHES_A_SECOND) == 0:
                app.call_from_thread(draw)  # type: ignore[arg-type]

    app.call_later(threading.Thread(target=grow, daemon=True).start)
    app.run()


def bytes_a_frame(path: Path, mode: str) -> float:
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
    written = b""
    while written.count(MARK.encode()) < 2:
        written += os.read(fd, 1 << 16)
    return len(written.split(MARK.encode())[1]) / FRAMES


if __name__ == "__main__":
    show(Path(sys.argv[1]), each=sys.argv[2] == "each")
