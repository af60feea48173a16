"""A recording opened with nothing known of it: first rows, then all of them, while the loop goes on."""

from __future__ import annotations

import asyncio
import subprocess
import threading
from pathlib import Path
from time import perf_counter

from tests.bench.log_recordings import LogApp
from tui.store.journal import Journal
from tui.store.sidecar import Sidecar
from tui.ui.feed import FLUSHES_A_SECOND

SIZE = (160, 48)
POLL = 0.002


async def open_ms(recording: Path, sidecar: Sidecar, frames: int) -> tuple[float, float]:
    """Until the first rows are there, and until all are: indexed on a thread, shown as often as the
    program does. The index is written down after that."""
    start = perf_counter()
    journal = Journal.open(recording, sidecar=sidecar, at_once=0)
    app = LogApp(journal)
    async with app.run_test(size=SIZE):
        indexing = threading.Thread(target=journal.refresh)
        opened = flushed = perf_counter()
        indexing.start()
        first = 0.0
        while app.pane.view.rows.seen < frames:
            await asyncio.sleep(POLL)
            now = perf_counter()
            if not first or len(journal) == frames or now - flushed >= 1 / FLUSHES_A_SECOND:
                flushed = now
                app.pane.flush()
            first = first or (perf_counter() - opened if app.pane.view.rows.seen else 0.0)
        whole = perf_counter() - start
        indexing.join()
    return first * 1000, whole * 1000


def tools_ms(recording: Path) -> float:
    """What counting the lines and finding a word in them takes those who do nothing else."""
    start = perf_counter()
    for command in (["wc", "-l"], ["grep", "-c", "usageMetadata"]):
        subprocess.run([*command, recording], capture_output=True, check=True)
    return (perf_counter() - start) * 1000
