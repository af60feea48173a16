"""Appending to a journal with the log following, beside RichLog and beside the least a store can do."""

from __future__ import annotations

import asyncio
import os
import re
from array import array
from pathlib import Path
from time import perf_counter, process_time, time

from rich.json import JSON
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import RichLog

from tests.bench.log_recordings import LogApp
from tui.store.journal import Journal
from tui.ui.feed import FLUSHES_A_SECOND
from tui.wire.frame import Direction, Opcode

SIZE = (160, 48)
BATCH = 100


class RichLogApp(App[None]):
    def compose(self) -> ComposeResult:
        yield RichLog()


async def rich_log_us(payloads: list[bytes]) -> float:
    app = RichLogApp()
    async with app.run_test(size=SIZE) as pilot:
        log = app.query_one(RichLog)
        start = process_time()
        for n, data in enumerate(payloads):
            log.write(JSON(data.decode()))
            if n % BATCH == BATCH - 1:
                await asyncio.sleep(0)
        await pilot.pause()
        return (process_time() - start) / len(payloads) * 1e6


async def pane_us(payloads: list[bytes], path: Path) -> float:
    journal = Journal.create(path)
    app = LogApp(journal)
    async with app.run_test(size=SIZE) as pilot:
        start, flushed = process_time(), perf_counter()
        for n, data in enumerate(payloads):
            journal.append(Direction.RECEIVE, Opcode.BINARY, data, conn=1)
            if n % BATCH == BATCH - 1:
                if perf_counter() - flushed > 1 / FLUSHES_A_SECOND:
                    flushed = perf_counter()
                    app.pane.flush()
                await asyncio.sleep(0)
        app.pane.flush()
        await pilot.pause()
        took = (process_time() - start) / len(payloads) * 1e6
    journal.close()
    return took


_HEAD = re.compile(rb'"(outputTranscription|turnComplete|usageMetadata|text)"')


class Least:
    """The least that an append can do: the bytes, and where, when and what by a pattern."""

    def __init__(self, path: Path, buffering: int) -> None:
        self.file = path.open("ab", buffering=buffering)
        self.ends, self.kinds, self.times, self.size = array("Q"), bytearray(), array("d"), 0

    def append(self, data: bytes) -> None:
        self.file.write(data + b"\n")
        self.size += len(data) + 1
        self.ends.append(self.size)
        match = _HEAD.search(data, 0, 256)
        self.kinds.append(255 if match is None else len(match[1]))
        self.times.append(time())


class LeastApp(App[None]):
    """The last lines of such a store, drawn whole whenever it grew."""

    def __init__(self, store: Least, path: Path) -> None:
        super().__init__()
        self.store, self.fd = store, os.open(path, os.O_RDONLY)
        self.lines = LeastLines(self)

    def compose(self) -> ComposeResult:
        yield self.lines


class LeastLines(Widget, inherit_css=False):
    DEFAULT_CSS = "LeastLines { width: 1fr; height: 1fr; }"

    def __init__(self, of: LeastApp) -> None:
        super().__init__()
        self.of = of

    def render_line(self, y: int) -> Strip:
        ends, row = self.of.store.ends, len(self.of.store.ends) - self.size.height + y
        if row < 1:
            return Strip.blank(self.size.width)
        head = os.pread(self.of.fd, min(384, ends[row] - ends[row - 1]), ends[row - 1])
        text = f"{row:>8} {self.of.store.kinds[row]:>3} " + head.decode("utf-8", "replace").replace("\n", " ")
        return Strip([Segment(text)]).adjust_cell_length(self.size.width)


def written_through_us(payloads: list[bytes], path: Path) -> float:
    """Only a store, that writes each frame through."""
    store, start = Least(path, 0), process_time()
    for data in payloads:
        store.append(data)
    took = process_time() - start
    store.file.close()
    return took / len(payloads) * 1e6


async def followed_us(payloads: list[bytes], path: Path) -> float:
    """A store that writes 64 KB at a time, and a pane that follows: a hundred frames a turn of the loop."""
    store = Least(path, 1 << 16)
    app = LeastApp(store, path)
    async with app.run_test(size=SIZE) as pilot:
        start = process_time()
        for n, data in enumerate(payloads):
            store.append(data)
            if n % BATCH == BATCH - 1:
                store.file.flush()
                app.lines.refresh()
                await asyncio.sleep(0)
        await pilot.pause()
        took = process_time() - start
    os.close(app.fd)
    store.file.close()
    return took / len(payloads) * 1e6
