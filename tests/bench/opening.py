"""A long session opened to go on with: how long until it is there, and how long the screen stood still.

    python -m tests.bench.opening [FRAMES]

Three times: with the index of the last time, without one, and with session.toml lost besides. To reach: the
screen stands still for a slice of the projections' catching up (40 ms), and for what collecting garbage adds
to one; not for what the opening takes.
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

from tests.bench.log_large import Standstill
from tests.bench.log_recordings import record
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

FRAMES = 200_000
SIZE = (160, 48)
NAME = "20261122-081502-k3f9"
LONGEST = 120.0
TICK = 0.01


class Host(RecordedHost):
    """Opens the session for writing, and dials nothing."""

    def open(self, opening: Opening, watch: Watch | None = None) -> Recorded:
        """It, locked."""
        return Recorded(self.shelf.open(NAME, write=True, watch=watch))


async def resume(shelf: Shelf) -> tuple[float, float, float]:
    """Seconds until the session is there, that the loop stood still at most until then, and afterwards until
    every frame is taken in."""
    arguments = build_parser("app").parse_args(["--data-dir", str(shelf.data_dir)])
    host = Host(shelf, arguments, {"GEMINI_API_KEY": "unused"})
    app = GeminiApp(lambda: host, Opening(browse=True), Looks())
    async with app.run_test(size=SIZE) as pilot:
        await until(lambda: isinstance(app.screen, MainScreen))
        await pilot.pause()
        screen, opening, reading = app.screen, Standstill(), Standstill()
        assert isinstance(screen, MainScreen)
        await until(lambda: not any(worker.is_running for worker in screen.query_one(ShelfPane).workers))
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
        await screen.hang_up()
    return took, opening.longest, reading.longest


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
            took, opening, reading = asyncio.run(resume(shelf))
            print(
                f"{case:16} there in {took * 1000:5.0f} ms ({took / reference:.1f} × wc -l);"
                f" the screen stood still {opening * 1000:4.0f} ms, while reading {reading * 1000:4.0f} ms",
                flush=True,
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else FRAMES)
