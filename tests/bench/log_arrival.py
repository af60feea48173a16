"""A log that follows a journal while an engine on another thread appends to it at a rate."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from time import perf_counter, sleep

from tests.bench.log_recordings import LogApp, rush
from tui.store.journal import Journal
from tui.ui.feed import FLUSHES_A_SECOND
from tui.wire.frame import Direction, Opcode

SIZE = (160, 48)


def arrive(journal: Journal, rate: int, seconds: float, late: list[float]) -> None:
    """An engine that appends at a rate, in steps of a hundredth of a second; how late each step came."""
    start, sent = perf_counter(), 0
    while (now := perf_counter() - start) < seconds:
        for _ in range(int(now * rate) - sent):
            journal.append(Direction.RECEIVE, Opcode.BINARY, rush(sent), conn=1)
            sent += 1
        due = start + (int(now * 100) + 1) / 100
        sleep(max(0.0, due - perf_counter()))
        late.append(perf_counter() - due)


async def key_answered(app: LogApp) -> float:
    """Seconds from a key that moves the cursor to the paint after it."""
    view, painted = app.pane.view, asyncio.Event()
    start, cursor = perf_counter(), view.viewport.cursor
    app.simulate_key("up" if view.viewport.cursor else "down")
    while view.viewport.cursor == cursor and perf_counter() - start < 5:
        await asyncio.sleep(0.001)
    view.call_after_refresh(painted.set)
    await painted.wait()
    return perf_counter() - start


async def sustained(path: Path, rate: int, seconds: float) -> tuple[int, int, float, float]:
    journal = Journal.create(path)
    app, late, keys = LogApp(journal), list[float](), list[float]()
    async with app.run_test(size=SIZE):
        app.pane.focus()
        for n in range(100):
            journal.append(Direction.RECEIVE, Opcode.BINARY, rush(n), conn=1)
        app.pane.flush()
        while app.pane.view.busy:
            await asyncio.sleep(0.001)
        engine = threading.Thread(target=arrive, args=(journal, rate, seconds, late))
        engine.start()
        while engine.is_alive():
            app.pane.flush()
            keys.append(await key_answered(app))
            await asyncio.sleep(1 / FLUSHES_A_SECOND)
        app.pane.flush()
        while app.pane.view.busy:
            await asyncio.sleep(0.001)
        shown = app.pane.view.rows.frames_shown
    journal.close()
    whole = len(Journal.open(path))
    return shown, whole, percentile(keys), percentile(late)


def percentile(values: list[float], part: float = 0.99) -> float:
    return sorted(values)[int(len(values) * part)] * 1000
