"""Sound that can be checked, and a playout that writes down what it says."""

from __future__ import annotations

import asyncio
import sys
from array import array
from itertools import pairwise
from pathlib import Path
from typing import Any

from tui.audio.pcm import RATE, numbers
from tui.audio.playout import Playout
from tui.audio.sink import Sink

LOOP = 32_000
"""The numbers of a ramp, 1 to this, and again."""


def ramp(seconds: float, first: int = 1) -> bytes:
    """Samples that each carry their own number, from `first` on; never zero."""
    count = int(seconds * RATE)
    samples = array("h", ((first + n - 1) % LOOP + 1 for n in range(count)))
    if sys.byteorder == "big":
        samples.byteswap()
    return samples.tobytes()


def is_ramp(pcm: bytes) -> bool:
    """Whether nothing is lost or repeated within."""
    samples = numbers(pcm)
    return all(b - a in (1, 1 - LOOP) for a, b in pairwise(samples))


def python_sink(code: str, *arguments: str, name: str = "stub", talks: bool = False) -> Sink:
    """A sink that is a few lines of Python."""
    return Sink(name, (sys.executable, "-c", code, *arguments), talks=talks)


def copying(path: Path) -> Sink:
    """A sink that adds what it gets to a file, as fast as it gets it."""
    code = "import sys,shutil;shutil.copyfileobj(sys.stdin.buffer,open(sys.argv[1],'ab'))"
    return python_sink(code, str(path))


class Listener:
    """A playout's events, to look at and to wait for."""

    def __init__(self) -> None:
        self.events: list[tuple[str, dict[str, Any]]] = []

    def __call__(self, name: str, /, **fields: Any) -> None:
        self.events.append((name, fields))

    def named(self, name: str) -> list[dict[str, Any]]:
        """The fields of every event of a name."""
        return [fields for event, fields in self.events if event == name]

    async def until(self, name: str, count: int = 1, limit: float = 10.0) -> dict[str, Any]:
        """Wait for the `count`-th event of a name."""
        async with asyncio.timeout(limit):
            while len(self.named(name)) < count:
                await asyncio.sleep(0.002)
        return self.named(name)[count - 1]


def play(*sinks: Sink) -> tuple[Playout, Listener]:
    """A playout and the one who listens to it."""
    listener = Listener()
    return Playout(sinks, listener), listener
