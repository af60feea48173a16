"""Trying sinks out: a short tone through each, until one is heard."""

from __future__ import annotations

import asyncio
import math
import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tui.audio.pcm import RATE
from tui.audio.playout import Playout
from tui.audio.sink import Sink

TONE = 0.6
"""Seconds."""
LIMIT = 10.0
"""Seconds for a sink to play the tone and be done."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One sink's attempt. why: what went wrong, empty if the tone was played to its end."""

    sink: str
    why: str


def tone(duration: float = TONE, pitch: float = 440.0) -> bytes:
    """A soft sine (Hz) that swells and fades, so that it does not click."""
    count = int(duration * RATE)
    samples = array(
        "h",
        (
            int(6000 * math.sin(math.pi * n / count) * math.sin(math.tau * pitch * n / RATE))
            for n in range(count)
        ),
    )
    if sys.byteorder == "big":
        samples.byteswap()
    return samples.tobytes()


async def try_out(sinks: Sequence[Sink]) -> list[Trial]:
    """Play the tone through one sink after another; the last of the list was heard, if any was."""
    trials: list[Trial] = []
    for sink in sinks:
        trials.append(Trial(sink.name, await _try_one(sink)))
        if not trials[-1].why:
            break
    return trials


async def _try_one(sink: Sink) -> str:
    heard = asyncio.Event()
    whys: list[str] = []

    def hear(name: str, /, **fields: Any) -> None:
        if name == "note":
            whys.append(str(fields["why"]))
        elif name == "heard":
            heard.set()

    playout = Playout([sink], hear)
    playout.feed(tone())
    playout.end_turn()
    try:
        async with asyncio.timeout(LIMIT):
            await heard.wait()
    except TimeoutError:
        whys.append(f"it was not done within {LIMIT:.0f} s")
    await playout.aclose()
    return " ".join(whys)
