"""What the wire log costs, each figure beside its reference in the same run.

python -m tests.bench.log [--frames 1000000] [--seconds 60] [--only append,memory,…]
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import perf_counter

from tests.bench.log_append import append_us
from tests.bench.log_arrival import sustained
from tests.bench.log_bytes import bytes_a_frame
from tests.bench.log_large import large_frames
from tests.bench.log_open import open_ms, tools_ms
from tests.bench.log_recordings import LogApp, record, record_mixed
from tests.bench.log_soak import growth
from tui.store.journal import Journal
from tui.store.sidecar import Sidecar

SIZE = (160, 48)
APPENDED = 100_000
SOAK = 100_000
"""Frames of an hour with sound."""


def say(figure: str, value: str, reference: str, reach: str, *, reached: bool) -> None:
    """One line of the table."""
    print(f"{'ok  ' if reached else 'MISS'} {figure:<44} {value:<24} {reference:<40} {reach}", flush=True)


# -- append and index, following ---------------------------------------------------------------------


def bench_append(directory: Path) -> None:
    """Each way in a child of its own, by turns."""
    took: dict[str, list[float]] = {"ours": [], "least": [], "rich": []}
    for n in range(5):
        for way, times in took.items():
            times.append(append_us(way, 400 if way == "rich" else APPENDED, directory / f"{way}{n}"))
    ours, least, rich = map(statistics.median, took.values())
    for reference, reach, most in (
        (f"RichLog of JSON {rich:.0f}", "1/100", rich / 100),
        (f"the least store and rows {least:.1f}", "8 : 3", least * 8 / 3),
    ):
        say("append, index, follow: µs a frame", f"{ours:.1f}", reference, reach, reached=ours <= most)


# -- memory ------------------------------------------------------------------------------------------

_MEMORY = """
import asyncio, sys
from pathlib import Path
from tests.bench.log_large import large_frames
from tests.bench.log_recordings import LogApp
from tui.store.journal import Journal

def rss():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

async def main():
    journal = Journal.open(Path(sys.argv[1]), at_once=0)
    app = LogApp(journal)
    async with app.run_test(size=(160, 48)) as pilot:
        await pilot.pause()
        before = rss()
        journal.refresh()
        app.pane.flush()
        while app.pane.view.busy:
            await asyncio.sleep(0.01)
        await pilot.press("home", "pagedown", "end")
        print((rss() - before) / len(journal))

asyncio.run(main())
"""


def bench_memory(recording: Path, frames: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _MEMORY, str(recording)], capture_output=True, text=True, check=True
    )
    each = float(done.stdout)
    say(f"memory a frame of {frames:,}", f"{each:.1f} B", "the empty app 0", "64 B", reached=each <= 64)


# -- the pane over a recording -------------------------------------------------------------------------


async def settled(app: LogApp) -> None:
    while app.pane.view.busy:
        await asyncio.sleep(0.001)


async def over(journal: Journal, body: Callable[[LogApp], Awaitable[None]]) -> None:
    app = LogApp(journal)
    async with app.run_test(size=SIZE):
        await settled(app)
        await body(app)


def page_ms(app: LogApp) -> float:
    """A page down somewhere, and every line of it made: median, in milliseconds."""
    view, took = app.pane.view, []
    for _ in range(60):
        view.go(random.randrange(len(view.rows)))
        view.forget()
        start = perf_counter()
        view.action_page(1)
        for line in range(view.size.height):
            view.render_line(line)
        took.append((perf_counter() - start) * 1000)
    return statistics.median(took)


async def filter_ms(app: LogApp, text: str) -> tuple[float, float]:
    """Until the first rows are there, and until all frames are looked at."""
    start = perf_counter()
    app.pane.filter(text)
    while not len(app.pane.view.rows) and app.pane.view.busy:
        await asyncio.sleep(0)
    first = perf_counter() - start
    await settled(app)
    return first * 1000, (perf_counter() - start) * 1000


def bench_pane(recording: Path, frames: int, directory: Path) -> None:
    found: dict[str, float] = {}

    async def small(app: LogApp) -> None:
        found["page small"] = page_ms(app)

    async def large(app: LogApp) -> None:
        found["page"] = page_ms(app)
        tries = [(await filter_ms(app, text))[1] for text in ("kind:usage", "kind:text", "") * 3]
        found["kind"] = statistics.median([*tries[::3], *tries[1::3]])

    async def expression(app: LogApp) -> None:
        found["first"], found["all"] = await filter_ms(app, "usageMetadata.totalTokenCount > 1000")

    asyncio.run(over(Journal.open(record(directory / "1k.jsonl", 1_000)), small))
    asyncio.run(over(Journal.open(recording), large))
    asyncio.run(over(Journal.open(record(directory / "100k.jsonl", 100_000)), expression))
    page, least = found["page"], found["page small"]
    say(
        f"page down anywhere in {frames:,}: ms",
        f"{page:.2f}",
        f"in 1,000: {least:.2f}",
        "1.5",
        reached=page <= least * 1.5,
    )
    say(
        f"filter by kind over {frames:,}: ms", f"{found['kind']:.0f}", "", "60 ms", reached=found["kind"] < 60
    )
    say(
        "filter by expression over 100,000: ms",
        f"{found['all']:.0f}, first {found['first']:.0f}",
        "",
        "1500 ms",
        reached=found["all"] < 1500,
    )


# -- opening -----------------------------------------------------------------------------------------


def bench_open(recordings: dict[str, tuple[Path, int]], directory: Path) -> None:
    empty = asyncio.run(open_ms(record(directory / "one.jsonl", 1), Sidecar(), 1))[1]
    for what, (recording, frames) in recordings.items():
        tools = statistics.median(tools_ms(recording) for _ in range(3))
        for known in ("no index yet", "index kept"):
            sidecar = Sidecar(directory / f"{recording.stem}.idx")
            first, whole = asyncio.run(open_ms(recording, sidecar, frames))
            say(
                f"open {frames:,} frames{what}, {known}: ms",
                f"{whole - empty:.0f}, first rows {first:.0f}",
                f"wc -l and grep -c {tools:.0f}",
                "2",
                reached=whole - empty <= 2 * tools,
            )


def bench_sustained(directory: Path, seconds: float) -> None:
    shown, whole, key, late = asyncio.run(sustained(directory / "rush.jsonl", 5_000, seconds))
    print(f"     5,000 frames a second for {seconds:.0f} s: {whole:,} on disk, {shown:,} shown")
    say("a key is answered within, p99: ms", f"{key:.0f}", "", "100 ms", reached=key < 100 and shown == whole)
    say("the engine is late by, p99: ms", f"{late:.1f}", "", "20 ms", reached=late < 20)


def bench_large(directory: Path) -> None:
    for shape, (whole, stood) in large_frames(directory).items():
        figures = f"{whole:.0f}, froze for {stood:.0f}"
        reached = whole < 1000 and stood < 100
        say(f"open a frame of 20 MB, {shape}: ms", figures, "", "1000 ms, froze for 100", reached=reached)


def bench_soak(directory: Path) -> None:
    for mode, most in (("log", 64), ("projections", 256)):
        each, megabytes, pace = growth(directory / "soak.jsonl", SOAK, mode)
        say(
            f"an hour with sound, {mode} following: B a frame",
            f"{each:.0f}, {megabytes:.0f} MB at the end",
            f"an index 23, a payload 10,900; {pace:,.0f}/s",
            f"{most} B",
            reached=each <= most,
        )


def bench_bytes(directory: Path) -> None:
    each, ours = (
        statistics.median(bytes_a_frame(directory / f"{mode}{n}.jsonl", mode) for n in range(3))
        for mode in ("each", "pane")
    )
    say(
        "to the terminal at 50 frames a second: B a frame",
        f"{ours:,.0f}",
        f"flushed each frame {each:,.0f}",
        "1/4",
        reached=ours <= each / 4,
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--frames", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--only", default="append,memory,pane,open,large,soak,sustained,bytes")
    options = parser.parse_args()
    wanted = options.only.split(",")
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        needs_recording = {"memory", "pane", "open"} & set(wanted)
        recording = record(directory / "large.jsonl", options.frames) if needs_recording else directory
        if "append" in wanted:
            bench_append(directory)
        if "memory" in wanted:
            bench_memory(recording, options.frames)
        if "pane" in wanted:
            bench_pane(recording, options.frames, directory)
        if "open" in wanted:
            mixed = record_mixed(directory / "mixed.jsonl", options.frames // 10)
            recordings = {
                "": (recording, options.frames),
                ", nine in ten sound": (mixed, options.frames // 10),
            }
            bench_open(recordings, directory)
        if "large" in wanted:
            bench_large(directory)
        if "soak" in wanted:
            bench_soak(directory)
        if "sustained" in wanted:
            bench_sustained(directory, options.seconds)
        if "bytes" in wanted:
            bench_bytes(directory)


if __name__ == "__main__":
    main()
