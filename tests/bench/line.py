"""The quiet line against the stock line, on the same messages in the same run.

    python -m tests.bench.line [--quick]

Prints a table; exits 1 where a target is missed. What is compared is a program in a pty, a relay with a
rate and a delay that holds up to 1 MB as sshd and TCP do, and a terminal emulator at its end.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import sys
import tempfile
import time
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter, truediv
from pathlib import Path

from tests.bench.emulator import Emulator
from tests.bench.relay import Relay

COLUMNS, LINES = 160, 48
_NUMBER = re.compile(r"log#(\d{6})")
_START_UP = 2.5
_TURNS = 5
_CATCH_UP = 15.0
"""What is not on the screen so long after the last message counts as painted then: stock may need minutes."""


@dataclass(frozen=True)
class Run:
    """What one run showed. Latencies in seconds, one for each message that was seen or outrun."""

    latencies: list[float]
    bytes: int
    idle_bytes: int
    cpu: float
    messages: int
    text: list[str]

    @property
    def p50(self) -> float:
        return statistics.median(self.latencies)

    @property
    def p99(self) -> float:
        return statistics.quantiles(self.latencies, n=100)[98]


def run(
    line: str, layout: str, rate: float, seconds: float, *, bandwidth: float | None = None, delay: float = 0.0
) -> Run:
    """Tail `rate` messages a second for `seconds`, until the last is painted; then idle for a second."""
    with tempfile.TemporaryDirectory() as directory:
        report = Path(directory) / "report"
        start = time.monotonic() + _START_UP
        argv = [sys.executable, "-m", "tests.bench.tailing", line, layout]
        argv += [str(rate), str(seconds), str(start), str(report)]
        env = {"PYTHONPATH": os.pathsep.join(["", *sys.path]), "TEXTUAL_FPS": "60", "TMUX": ""}
        with Relay(
            argv, columns=COLUMNS, lines=LINES, rate=bandwidth, delay=delay, margins=True, env=env
        ) as relay:
            relay.run(start - time.monotonic())
            relay.wait(report.exists, seconds + 60)
            relay.run(0.5)
            relay.wait(lambda: not relay.underway, _CATCH_UP)
            ended = time.monotonic()
            relay.run(1.0)
            cpu = json.loads(report.read_text())["cpu"]
    received = relay.received
    busy = [(at, data) for at, data in received if start <= at <= ended]
    idle = sum(len(data) for at, data in received if at > ended)
    latencies, text = paint_times(received, start, ended, rate, int(rate * seconds))
    return Run(latencies, sum(len(data) for _, data in busy), idle, cpu, int(rate * seconds), text)


def paint_times(
    received: list[tuple[float, bytes]], start: float, ended: float, rate: float, total: int
) -> tuple[list[float], list[str]]:
    """For each message, the time from due to on the screen (itself or a newer one); the last screen."""
    emulator = Emulator(COLUMNS, LINES, has_margins=True)
    seen: list[int] = []
    times: list[float] = []
    for at, data in received:
        emulator.feed(data)
        if at >= start:
            newest = max((int(n) for n in _NUMBER.findall("\n".join(emulator.screen.display))), default=-1)
            if newest >= 0 and (not seen or newest > seen[-1]):
                seen.append(newest)
                times.append(at)
    places = (bisect_left(seen, n) for n in range(total))
    painted = (times[place] if place < len(times) else ended for place in places)
    return [at - start - n / rate for n, at in enumerate(painted)], emulator.screen.display


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    quiet: str
    stock: str
    ratio: str
    target: str
    reached: bool


def bytes_row(layout: str, target: float | None) -> tuple[Row, Row]:
    """Bytes a message at 20 messages a second, and idle."""
    quiet, stock = (run(line, layout, 20, 4) for line in ("quiet", "stock"))
    assert quiet.text == stock.text, "the last screens differ"
    each, stocks = quiet.bytes / quiet.messages, stock.bytes / stock.messages
    ratio = each / stocks
    panes = "one pane" if layout == "one" else f"three panes, {layout}"
    reached = target is None or ratio <= target
    wanted = "" if target is None else f"1/{1 / target:.0f}"
    first = Row(
        f"bytes a message, tailing, {panes}",
        f"{each:.0f}",
        f"{stocks:.0f}",
        f"1/{1 / ratio:.0f}",
        wanted,
        reached,
    )
    idle = Row(
        f"bytes idle, {panes}", f"{quiet.idle_bytes}", f"{stock.idle_bytes}", "", "0", quiet.idle_bytes == 0
    )
    return first, idle


def link_row(bandwidth: float, trip: float, most: float, target: float | None, seconds: float) -> Row:
    """p50 from received to painted over a slow line at 500 messages a second."""
    quiet, stock = (
        run(line, "stacked", 500, seconds, bandwidth=bandwidth, delay=trip / 2) for line in ("quiet", "stock")
    )
    ratio = quiet.p50 / stock.p50
    wanted = f"< {most * 1000:.0f} ms" + ("" if target is None else f", 1/{1 / target:.0f}")
    reached = quiet.p50 < most and (target is None or ratio <= target)
    what = f"{bandwidth / 1000:.0f} kB/s, {trip * 1000:.0f} ms: p50 (p99) painted"
    ours, theirs = (f"{each.p50 * 1000:.0f} ({each.p99 * 1000:.0f}) ms" for each in (quiet, stock))
    return Row(what, ours, theirs, f"1/{1 / ratio:.0f}", wanted, reached)


def local_rows(seconds: float, layout: str) -> list[Row]:
    """p99 and CPU (of the program alone) on a local terminal at 500 messages a second.

    Both lines by turns, so that a machine that is slow for a while is slow for both; median of the ratios.
    """
    turns = [tuple(run(line, layout, 500, seconds) for line in ("quiet", "stock")) for _ in range(_TURNS)]
    rows = []
    for what, of, most in (("p99 painted", attrgetter("p99"), 1.0), ("CPU", attrgetter("cpu"), 1.15)):
        quiet, stock = ([of(each) * 1000 for each in runs] for runs in zip(*turns, strict=True))
        ratio = statistics.median(map(truediv, quiet, stock))
        ours, theirs = (f"{statistics.median(times):.0f} ms" for times in (quiet, stock))
        rows.append(Row(f"local, {layout}: {what}", ours, theirs, f"{ratio:.2f}", f"{most}", ratio <= most))
    return rows


def measure(seconds: float) -> Iterator[Row]:
    """All rows, each as soon as it is known."""
    yield from bytes_row("one", 1 / 40)
    yield from bytes_row("stacked", None)
    yield from bytes_row("side", 1 / 40)
    yield link_row(64_000, 0.080, 0.4, 1 / 40, seconds)
    yield link_row(16_000, 0.150, 1.0, None, seconds)
    yield from local_rows(3.0, "stacked")


def main() -> int:
    """Print the table."""
    missed = 0
    header = Row("", "quiet", "stock", "ratio", "target", True)
    for row in chain([header], measure(4.0 if "--quick" in sys.argv else 10.0)):
        mark = "" if row.reached else "  MISSED"
        missed += not row.reached
        print(f"{row.what:<46}{row.quiet:>16}{row.stock:>20}{row.ratio:>7}  {row.target}{mark}", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
