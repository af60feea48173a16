"""The list of sessions at 5,000 of them: `python -m tests.bench.shelf [COUNT]`.

Each figure stands beside a reference of the same run: the same step with an empty shelf, or a bare look at
the same directories. Medians; processes of their own for what is measured from a start.
"""

from __future__ import annotations

import asyncio
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tui.store.catalog import Catalog
from tui.store.line import encode
from tui.store.search import find_hits, find_sessions
from tui.store.shelf import Shelf, new_id
from tui.wire.frame import Direction, Frame, Opcode

WORDS = [
    a + b
    for a in ("ba", "be", "bi", "ka", "ke", "ki", "ma", "me", "mi", "mo", "mu", "ro", "so")
    for b in ("lan", "ter", "sol", "vin", "dar")
]
QUERIES = ("bal", "balan kesol", "mu", "kiter mavin", "nothing", "b")


def generate(data_dir: Path, count: int) -> None:
    """`count` sessions of four turns each, over two months."""
    chance, now = random.Random(7), time.time()
    for n in range(count):
        started = now - n * 1000
        directory = data_dir / "sessions" / new_id(started)
        directory.mkdir(parents=True)
        with (directory / "journal.jsonl").open("wb") as file:
            for seq, (direction, message) in enumerate(_messages(chance)):
                payload = json.dumps(message).encode()
                file.write(encode(Frame(seq, 1, started + seq, direction, Opcode.TEXT, payload)))


def _messages(chance: random.Random) -> list[tuple[Direction, object]]:
    """A setup, then turns: asked, answered in four frames, a handle."""
    setup = {"model": "models/gemini-3.8-live", "generationConfig": {"responseModalities": ["AUDIO"]}}
    messages: list[tuple[Direction, object]] = [(Direction.SEND, {"setup": setup})]
    for turn in range(4):
        messages.append((Direction.SEND, {"realtimeInput": {"text": _words(chance, 6)}}))
        for _ in range(4):
            text = {"outputTranscription": {"text": " " + _words(chance, 8)}}
            messages.append((Direction.RECEIVE, {"serverContent": text}))
        usage = {"totalTokenCount": 400 + turn}
        messages.append(
            (Direction.RECEIVE, {"serverContent": {"turnComplete": True}, "usageMetadata": usage})
        )
        update = {"newHandle": f"{chance.random():.16f}", "resumable": True}
        messages.append((Direction.RECEIVE, {"sessionResumptionUpdate": update}))
    return messages


def _words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(WORDS, k=count))


def milliseconds(do: Callable[[], object], times: int = 9) -> float:
    """The median of some runs."""
    runs = []
    for _ in range(times):
        start = time.perf_counter()
        do()
        runs.append(time.perf_counter() - start)
    return statistics.median(runs) * 1000


def stat_all(data_dir: Path) -> None:
    """The reference: look at both files of every session."""
    for directory in (data_dir / "sessions").iterdir():
        for file in ("session.toml", "journal.jsonl"):
            (directory / file).exists()


async def open_pane(data_dir: Path) -> dict[str, float]:
    """An app with only the pane: when the list can be used, what a keystroke costs, what it holds."""
    from textual.app import App, ComposeResult

    from tui.ui import theming
    from tui.ui.widgets.shelf import ShelfPane

    class Stage(App[None]):
        def get_theme_variable_defaults(self) -> dict[str, str]:
            return theming.variable_defaults(self.current_theme)

        def compose(self) -> ComposeResult:
            yield ShelfPane(Shelf(data_dir))

    app, figures = Stage(), {"usable": 0.0, "keystroke": 0.0}
    start = time.perf_counter()
    async with app.run_test(size=(100, 40)):
        pane = app.query_one(ShelfPane)
        while not pane.view.rows and pane._shown < 1:
            await asyncio.sleep(0.001)
        figures["usable"] = (time.perf_counter() - start) * 1000
        await app.workers.wait_for_complete()
        if pane.view.rows:
            figures["keystroke"] = statistics.median([await _keystroke(pane, query) for query in QUERIES * 5])
        figures["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return figures


async def _keystroke(pane: object, query: str) -> float:
    """From a change of the filter until what is said that matches is in the rows."""
    from tui.ui.widgets.shelf import ShelfPane
    from tui.ui.widgets.shelf_lines import FilterLine

    assert isinstance(pane, ShelfPane)
    line = pane.query_one(FilterLine)
    line.value = ""
    while pane.reader.found[0] or pane.shelved.hits:
        await asyncio.sleep(0.001)
    start = time.perf_counter()
    line.value = query
    while pane.reader.found[0] != query or pane.shelved.hits != pane.reader.found[1]:
        await asyncio.sleep(0.001)
    return (time.perf_counter() - start) * 1000


def measured_apart(data_dir: Path) -> dict[str, float]:
    """`open_pane` in a fresh process."""
    command = [sys.executable, "-m", "tests.bench.shelf", "--pane", str(data_dir)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def report(count: int) -> None:
    """Generate, measure, print."""
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as empty:
        data_dir = Path(name)
        generate(data_dir, count)
        with Catalog(Shelf(data_dir)) as catalog:
            cold = milliseconds(lambda: list(catalog.refresh()), 1)
            index = milliseconds(lambda: list(catalog.index()), 1)
            warm = milliseconds(lambda: list(catalog.refresh()))
            rows = milliseconds(catalog.entries)
            query = statistics.median([milliseconds(partial(find_sessions, catalog, q)) for q in QUERIES])
            hits = statistics.median([milliseconds(partial(find_hits, catalog, q)) for q in QUERIES])
        looked = milliseconds(lambda: stat_all(data_dir))
        runs = [measured_apart(data_dir) for _ in range(3)]
        bare = [measured_apart(Path(empty)) for _ in range(3)]
    full, none = (
        {key: statistics.median(run[key] for run in some) for key in some[0]} for some in (runs, bare)
    )
    print(f"{count} sessions, {count * 29} frames; stat of both files of each: {looked:.0f} ms")
    print(f"first reading of the shelf      {cold:8.0f} ms   {cold / looked:.0f} × the stats")
    print(f"first index of all words        {index:8.0f} ms   {index / looked:.0f} × the stats")
    print(f"seeing that nothing has changed {warm:8.1f} ms   {warm / looked:.1f} × the stats")
    print(f"all rows from the cache         {rows:8.1f} ms   {rows / looked:.1f} × the stats")
    print(f"sessions in which words were said {query:6.1f} ms; with snippets {hits:.1f} ms more")
    print(
        f"pane usable after               {full['usable']:8.0f} ms   empty {none['usable']:.0f}; to reach 300"
    )
    print(f"a keystroke filters in          {full['keystroke']:8.1f} ms   to reach 50")
    print(f"memory above the empty shelf    {full['memory'] - none['memory']:8.1f} MB   to reach 60")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--pane"]:
        print(json.dumps(asyncio.run(open_pane(Path(sys.argv[2])))))
    else:
        report(int(sys.argv[1]) if sys.argv[1:] else 5000)
