"""A long session opened to go on with: how long until it is there, and how long the screen stood still.

    python -m tests.bench.opening [FRAMES]

Three times: with the index of the last time, without one, and with session.toml lost besides. Each time some
turns end then, and the shelf is looked over. To reach: the screen stands still for a slice of the
projections' catching up (40 ms), and for what collecting garbage adds to one; not for what the opening takes,
nor while turns end for longer the longer the session is.
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from tests.bench.log_large import Standstill
from tests.bench.log_recordings import payload, record
from tests.ui.recording import Recorded, RecordedHost
from tests.ui.stage import until
from tui.cli import build_parser
from tui.interpreter import share_quickly
from tui.paths import cache_dir
from tui.store.scan import Watch
from tui.store.session import JOURNAL, METADATA
from tui.store.shelf import Shelf
from tui.ui.app import GeminiApp
from tui.ui.conversation import Opening
from tui.ui.looks import Looks
from tui.ui.screens.main import MainScreen
from tui.ui.widgets.shelf import ShelfPane
from tui.wire.frame import Direction, Opcode

FRAMES = 200_000
SIZE = (160, 48)
NAME = "20261122-081502-k3f9"
LONGEST = 120.0
TICK = 0.01
TURNS = 12
BETWEEN = 0.25
LOOKED_OVER = 1.5
"""Seconds after which the shelf is being looked over for the last of some turns."""


class Stood(NamedTuple):
    """Seconds until the session is there; that the loop stood still at most until then, afterwards until
    every frame is taken in, and while turns end."""

    there: float
    opening: float
    reading: float
    ending: float


class Host(RecordedHost):
    """Opens the session for writing, and dials nothing."""

    def open(self, opening: Opening, watch: Watch | None = None) -> Recorded:
        """It, locked."""
        return Recorded(self.shelf.open(NAME, write=True, watch=watch))


async def resume(shelf: Shelf) -> Stood:
    """Open the session, and hold some turns."""
    arguments = build_parser("app").parse_args(["--data-dir", str(shelf.data_dir)])
    host = Host(shelf, arguments, {"GEMINI_API_KEY": "unused"})
    app = GeminiApp(lambda: host, Opening(browse=True), Looks())
    async with app.run_test(size=SIZE) as pilot:
        await until(lambda: isinstance(app.screen, MainScreen))
        await pilot.pause()
        screen, opening, reading = app.screen, Standstill(), Standstill()
        assert isinstance(screen, MainScreen)
        await until(lambda: not is_looking(screen))
        watching = asyncio.create_task(opening.watch())
        await asyncio.sleep(TICK)
        began = perf_counter()
        await screen.switch(Opening(resume=NAME))
        await until(lambda: screen.board.feed, LONGEST)
        took = perf_counter() - began
        await asyncio.sleep(TICK)
        watching.cancel()
        watching, feed = asyncio.create_task(reading.watch()), screen.board.feed
        await until(lambda: feed is not None and feed.seen == len(feed.journal), LONGEST)
        watching.cancel()
        ending = await end_turns(screen)
        await screen.hang_up()
    return Stood(took, opening.longest, reading.longest, ending)


async def end_turns(screen: MainScreen) -> float:
    """Seconds that the loop stood still at most while turns end."""
    await until(lambda: not is_looking(screen), LONGEST)
    stood = Standstill()
    watching, conversation = asyncio.create_task(stood.watch()), screen.board.conversation
    assert conversation is not None
    for _ in range(TURNS):
        for n in (18, 19):
            conversation.session.journal.append(Direction.RECEIVE, Opcode.BINARY, payload(n), conn=1)
        await asyncio.sleep(BETWEEN)
    await asyncio.sleep(LOOKED_OVER)
    await until(lambda: not is_looking(screen), LONGEST)
    watching.cancel()
    return stood.longest


def is_looking(screen: MainScreen) -> bool:
    """Whether the shelf is being read."""
    return any(not worker.is_finished for worker in screen.query_one(ShelfPane).workers)


def lose_index(shelf: Shelf) -> None:
    shutil.rmtree(cache_dir(shelf.data_dir), ignore_errors=True)


def lose_all(shelf: Shelf) -> None:
    lose_index(shelf)
    (shelf.directory / NAME / METADATA).unlink()


CASES: dict[str, Callable[[Shelf], object]] = {
    "index kept": bool,
    "no index": lose_index,
    "no session.toml": lose_all,
}


def main(frames: int) -> None:
    share_quickly()
    with tempfile.TemporaryDirectory() as temporary:
        shelf = Shelf(Path(temporary))
        journal = shelf.directory / NAME / JOURNAL
        journal.parent.mkdir(parents=True)
        record(journal, frames)
        shelf.edit(NAME, title="A long one")
        with shelf.open(NAME):
            pass
        began = perf_counter()
        subprocess.run(["wc", "-l", journal], check=True, capture_output=True)
        reference = perf_counter() - began
        print(
            f"{frames:,} frames, {journal.stat().st_size / 1e6:.0f} MB; wc -l takes {reference * 1000:.0f} ms"
        )
        for case, lose in CASES.items():
            lose(shelf)
            stood = asyncio.run(resume(shelf))
            print(
                f"{case:16} there in {stood.there * 1000:5.0f} ms ({stood.there / reference:.1f} × wc -l);"
                f" the screen stood still {stood.opening * 1000:4.0f} ms,"
                f" while reading {stood.reading * 1000:4.0f} ms,"
                f" while turns end {stood.ending * 1000:4.0f} ms",
                flush=True,
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else FRAMES)
