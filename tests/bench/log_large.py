"""A frame of 20 MB, of whatever shape, opened: how long until it is there, and the longest freeze."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import orjson

from tests.bench.log_recordings import LogApp
from tui.store.journal import Journal
from tui.ui.widgets.detail import DetailPane
from tui.wire.frame import Direction, Opcode

SIZE = (160, 48)


def _parts(parts: list[object]) -> object:
    return {"serverContent": {"modelTurn": {"parts": parts}}}


SHAPES: dict[str, Callable[[], object]] = {
    "sound": lambda: _parts([{"inlineData": {"mimeType": "audio/pcm", "data": "AAAA" * 5_000_000}}]),
    "text": lambda: _parts([{"text": "It is a long story. " * 1_000_000}]),
    "flat members": lambda: {f"member {n}": n for n in range(1_000_000)},
    "a million parts": lambda: _parts([{"text": "a", "n": [1, 2]} for _ in range(900_000)]),
    "arrays in arrays": lambda: [[[n]] for n in range(2_000_000)],
}


class Standstill:
    """The longest that the loop stood still, in seconds."""

    longest = 0.0

    async def watch(self) -> None:
        tick = perf_counter()
        while True:
            await asyncio.sleep(0.001)
            now = perf_counter()
            self.longest, tick = max(self.longest, now - tick), now


async def open_large(path: Path) -> tuple[float, float]:
    """Milliseconds until the frame is in the detail, and the longest that the loop stood still meanwhile."""
    app, stood = LogApp(Journal.open(path)), Standstill()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        detail = DetailPane()
        await app.mount(detail)
        watching = asyncio.create_task(stood.watch())
        await asyncio.sleep(0.01)
        start = perf_counter()
        detail.show(app.pane.journal[0])  # type: ignore[index]
        while detail.json.row_count() == 1:
            await asyncio.sleep(0.001)
        await pilot.pause()
        whole = perf_counter() - start
        while any(worker.is_running for worker in app.workers):
            await asyncio.sleep(0.001)
        await pilot.pause()
        watching.cancel()
    return whole * 1000, stood.longest * 1000


def large_frames(directory: Path) -> dict[str, tuple[float, float]]:
    """For each shape: until it is there, and the longest freeze, in milliseconds."""
    found = {}
    for name, make in SHAPES.items():
        path = directory / f"{name}.jsonl"
        journal = Journal.create(path)
        journal.append(Direction.RECEIVE, Opcode.BINARY, orjson.dumps(make()), conn=1)
        journal.close()
        found[name] = asyncio.run(open_large(path))
    return found
