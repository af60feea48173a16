"""Appending while the log follows, each way in a terminal of its own: what one frame costs its process.

python -m tests.bench.log_append ours|least|rich FRAMES DIRECTORY     (the child: the log, as fast as it can)
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter, process_time

from rich.json import JSON
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import RichLog

from tests.bench.log_least import LeastApp, LeastStore
from tests.bench.log_recordings import LogApp, payload
from tests.bench.relay import Relay
from tui.store.journal import Journal
from tui.ui.feed import FLUSHES_A_SECOND
from tui.wire.frame import Direction, Opcode

COLUMNS, ROWS = 160, 48
BATCH = 100
"""Frames between two turns of the loop."""

Log = tuple[App[None], Callable[[bytes], object], Callable[[], None]]
"""An app that follows, how a frame is appended, and what is done after each batch."""


def ours(path: Path) -> Log:
    """A journal, and its pane flushed as often as the program does."""
    journal, flushed = Journal.create(path), perf_counter()
    app = LogApp(journal)

    def flush() -> None:
        nonlocal flushed
        if perf_counter() - flushed > 1 / FLUSHES_A_SECOND:
            flushed = perf_counter()
            app.pane.flush()

    return app, partial(journal.append, Direction.RECEIVE, Opcode.BINARY, conn=1), flush


def least(path: Path) -> Log:
    """A store that does the least, and rows that look by themselves."""
    app = LeastApp(LeastStore(path))
    return app, app.rows.append, lambda: None


class RichLogApp(App[None]):
    """What everybody begins with."""

    def compose(self) -> ComposeResult:
        """The log."""
        yield RichLog()


def rich(path: Path) -> Log:
    """Indented JSON in a RichLog; nothing is kept."""
    app = RichLogApp()
    return app, lambda data: app.query_one(RichLog).write(JSON(data.decode())), lambda: None


WAYS = {way.__name__: way for way in (ours, least, rich)}


def follow(way: str, frames: int, directory: Path) -> None:
    """Append so many frames in this terminal; the microseconds for each are left in `directory`."""
    payloads = [payload(n - n % 20 + n % 19) for n in range(frames)]
    app, append, after_batch = WAYS[way](directory / "frames")

    async def fill(pilot: Pilot[object]) -> None:
        await pilot.pause()
        start = process_time()
        for begin in range(0, frames, BATCH):
            for data in payloads[begin : begin + BATCH]:
                append(data)
            after_batch()
            await asyncio.sleep(0)
        await asyncio.sleep(1 / FLUSHES_A_SECOND)  # until it is time to draw the last of them
        after_batch()
        await pilot.pause()
        took = process_time() - start
        (directory / "took").write_text(str(took / frames * 1e6))
        app.exit()

    app.run(auto_pilot=fill)


def append_us(way: str, frames: int, directory: Path) -> float:
    """Of a child in a pty: microseconds of its processor for each frame, drawing included."""
    directory.mkdir()
    argv = [sys.executable, "-m", "tests.bench.log_append", way, str(frames), str(directory)]
    with Relay(argv, columns=COLUMNS, lines=ROWS) as relay:
        relay.wait(lambda: relay.process.poll() is not None, 120)
    return float((directory / "took").read_text())


if __name__ == "__main__":
    follow(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
