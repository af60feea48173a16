"""Every sink of this machine against a real sound server, as one table.

    python -m tests.bench.audio [--seconds 20] [--cuts 20] [SINK…]

A ramp in which each sample carries its number arrives in chunks of 40 to 200 ms, 1.5 times as fast as it
sounds (and no faster: the rows of 1.0), each up to 40 ms late. `start`: from the first chunk to its sound,
`cut`: from the interruption to silence (median and 95th percentile, ms). `next`: the silence between two
turns that came at once (ms). `lag`: how late the event loop came at worst, `idle`: how late a loop comes
that does nothing beside the same load (ms). The load: two threads that want the interpreter all the time,
which is shared among threads as the program shares it. The last lines are about a server that never answers.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import statistics
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from tests.unit.audio.performing import Lag, Performance, busy, follow, idle, perform
from tests.unit.audio.rig import Ear, Rig, missing
from tests.unit.audio.sound import LOOP, play, ramp
from tui.audio.pcm import RATE
from tui.audio.sink import Sink
from tui.audio.sinks import choose
from tui.interpreter import share_quickly

COLUMNS = ("sink", "gaps", "lost", "again", "tail lost", "start", "p95", "cut", "p95", "next", "lag", "idle")
LAYOUT = "{:<22}{:>6}{:>7}{:>7}{:>11}{:>7}{:>6}{:>7}{:>6}{:>7}{:>7}{:>7}"


def middle_and_tail(values: Sequence[float]) -> tuple[str, str]:
    """Median and 95th percentile, in ms."""
    ordered = sorted(values)
    tail = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return f"{statistics.median(ordered) * 1e3:.0f}", f"{tail * 1e3:.0f}"


def row(ear: Ear, sink: Sink, label: str, *, duration: float, cuts: int, factor: float = 1.5) -> str:
    """Measure one sink."""
    go = partial(perform, ear, sink, factor=factor)
    whole = asyncio.run(go(duration=duration))
    short = [asyncio.run(go(duration=3.0, interrupt_at=0.3, seed=seed)) for seed in range(cuts)]
    every: list[Performance] = [whole, *short]
    heard = whole.heard
    tail = (int(duration * RATE) - heard.tail) % LOOP
    start = middle_and_tail([one.started for one in every])
    cut = middle_and_tail([one.silent for one in short])
    turns = asyncio.run(follow(ear, sink))
    between = f"{(turns.silence - turns.lost) / RATE * 1e3:.0f}"
    lags = (max(one.lag for one in every), asyncio.run(idle(duration)))
    ms = (f"{lag * 1e3:.1f}" for lag in lags)
    return LAYOUT.format(label, heard.gaps, heard.lost, heard.repeated, tail, *start, *cut, between, *ms)


async def never_answered(sink: Sink) -> str:
    """Play to a server that accepts and says nothing: how long until it is named lost."""
    playout, listener = play(sink)
    lag, began = Lag(), time.monotonic()
    playout.feed(ramp(1.0))
    note = await listener.until("note")
    lost = time.monotonic() - began
    worst = lag.stop()
    await playout.aclose()
    return f"{sink.name:<22}lost after {lost:.2f} s ({note['why']}), lag {worst * 1e3:.1f} ms"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("sinks", nargs="*")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--cuts", type=int, default=20)
    arguments = parser.parse_args()
    if lacking := missing():
        parser.exit(1, f"{lacking} is not installed\n")
    share_quickly()
    with Rig() as rig, Ear(rig) as ear:
        os.environ.update(rig.env)
        sinks = [s for s in choose("auto", os.environ)[0] if s.name in (arguments.sinks or s.name)]
        measure(ear, sinks, arguments.seconds, arguments.cuts)
    with tempfile.TemporaryDirectory() as directory, socket.socket(socket.AF_UNIX) as tunnel:
        path = Path(directory, "dead")
        tunnel.bind(str(path))
        tunnel.listen()
        os.environ["PULSE_SERVER"] = f"unix:{path}"
        for sink in sinks:
            print(asyncio.run(never_answered(sink)))


def measure(ear: Ear, sinks: Sequence[Sink], duration: float, cuts: int) -> None:
    """Each sink at rest, with nothing to spare, and under load."""
    print(LAYOUT.format(*COLUMNS))
    few = max(1, cuts // 4)
    for sink in sinks:
        print(row(ear, sink, sink.name, duration=duration, cuts=cuts), flush=True)
        print(row(ear, sink, f"{sink.name}, 1.0", duration=duration, cuts=few, factor=1.0), flush=True)
        with busy():
            print(row(ear, sink, f"{sink.name}, load", duration=duration, cuts=cuts), flush=True)


if __name__ == "__main__":
    main()
