"""Appending to a journal with the log following, beside RichLog and beside the least a store can do."""

from __future__ import annotations

import asyncio
import re
from array import array
from pathlib import Path
from time import perf_counter, process_time, time

from rich.json import JSON
from textual.app import App, ComposeResult
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


def reference_us(payloads: list[bytes], path: Path) -> float:
    """The least that writes each frame through: the bytes, and where, when and what by a pattern."""
    ends, kinds, times, size = array("Q"), bytearray(), array("d"), 0
    start = process_time()
    with path.open("ab", buffering=0) as file:
        for data in payloads:
            file.write(data + b"\n")
            size += len(data) + 1
            ends.append(size)
            match = _HEAD.search(data, 0, 256)
            kinds.append(255 if match is None else len(match[1]))
            times.append(time())
    return (process_time() - start) / len(payloads) * 1e6
