"""One turn through one sink into the ear, chunk by chunk as a service would send it."""

from __future__ import annotations

import asyncio
import random
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.unit.audio.hearing import Hearing, hear
from tests.unit.audio.rig import Ear
from tests.unit.audio.sound import Listener, ramp
from tui.audio.pcm import seconds, size_of
from tui.audio.playout import Playout
from tui.audio.sink import Sink
from tui.interpreter import share_quickly

EARLY = 0.01
"""The ear sees a block when it is rendered: this much before it would be heard."""


@dataclass(frozen=True, slots=True)
class Performance:
    """started: seconds from the first chunk to its sound. silent: seconds from the interruption to silence.

    lag: the longest that the event loop was late, seconds.
    """

    heard: Hearing
    listener: Listener
    started: float
    silent: float
    lag: float


async def arrive(
    pcm: bytes, *, factor: float = 1.5, jitter: float = 0.04, seed: int = 1
) -> AsyncIterator[bytes]:
    """Chunks of 40 to 200 ms, `factor` times as fast as they sound, each up to `jitter` seconds late."""
    chance = random.Random(seed)
    begin, place = time.monotonic(), 0
    while place < len(pcm):
        chunk = pcm[place : place + size_of(chance.uniform(0.04, 0.2))]
        due = begin + seconds(place) / factor + chance.uniform(0, jitter) * (place > 0)
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        place += len(chunk)
        yield chunk


class Lag:
    """Watches how late the loop comes to a timer of a millisecond."""

    def __init__(self) -> None:
        self.worst = 0.0
        self._task = asyncio.ensure_future(self._watch())

    async def _watch(self) -> None:
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.001)
            self.worst = max(self.worst, time.monotonic() - before - 0.001)

    def stop(self) -> float:
        """The longest delay seen, seconds."""
        self._task.cancel()
        return self.worst


async def perform(
    ear: Ear,
    *sinks: Sink,
    duration: float = 3.0,
    factor: float = 1.5,
    interrupt_at: float | None = None,
    seed: int = 1,
) -> Performance:
    """Play a ramp; interrupt it where `interrupt_at` seconds of it were heard."""
    listener = Listener()
    playout = Playout(sinks, listener)
    playout.prepare()
    await ear.listen(0.4)  # in a conversation, too, a spare has been ready for long when sound comes
    pcm = ramp(duration)
    mark, lag, began = ear.mark(), Lag(), time.monotonic()
    async for chunk in arrive(pcm, factor=factor, seed=seed):
        playout.feed(chunk)
        if interrupt_at is not None and playout.position() >= interrupt_at:
            break
    while interrupt_at is not None and playout.position() < interrupt_at:
        assert not listener.named("note"), listener.events
        await asyncio.sleep(0.001)
    ended = time.monotonic()
    if interrupt_at is None:
        playout.end_turn()
        await listener.until("heard", limit=duration + 10)
    else:
        playout.interrupt()
    worst = lag.stop()
    await ear.listen(0.3)  # what a sink still holds would be heard now
    since, recording = ear.since(mark)
    await playout.aclose()
    heard = hear(recording)
    started, silent = since + heard.begin - began, since + heard.last - ended
    return Performance(heard, listener, started + EARLY, silent + EARLY, worst)


async def follow(ear: Ear, *sinks: Sink) -> Hearing:
    """Two turns that come at once, the numbers of the second after those of the first."""
    listener = Listener()
    playout = Playout(sinks, listener)
    playout.prepare()
    await ear.listen(0.4)
    mark = ear.mark()
    for first in (1, 12_001):
        playout.feed(ramp(0.5, first))
        playout.end_turn()
    await listener.until("heard", 2)
    await ear.listen(0.3)
    await playout.aclose()
    assert not listener.named("note"), listener.events
    return hear(ear.since(mark)[1])


async def idle(duration: float) -> float:
    """The lag of a loop that does nothing for so many seconds: what any other is to be measured by."""
    lag = Lag()
    await asyncio.sleep(duration)
    return lag.stop()


@contextmanager
def busy(threads: int = 2) -> Iterator[None]:
    """Threads that want the interpreter all the time, which is shared as the program shares it."""
    enough, before = threading.Event(), sys.getswitchinterval()

    def work() -> None:
        while not enough.is_set():
            sum(range(1000))

    workers = [threading.Thread(target=work) for _ in range(threads)]
    share_quickly()
    for worker in workers:
        worker.start()
    try:
        yield
    finally:
        enough.set()
        for worker in workers:
            worker.join()
        sys.setswitchinterval(before)
