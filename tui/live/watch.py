"""Silence is news: the clock task, which notices what does not happen."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from tui.live.line import Line
from tui.live.link import Link
from tui.live.turnwatch import TurnWatch
from tui.wire.frame import Frame


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds, and bytes for `backlog`. wobble: what a round trip may differ by without being told again.
    wall: the clock that goes on while the machine sleeps."""

    tick: float = 1.0
    silence: float = 20.0
    ping_every: float = 20.0
    pong_late: float = 5.0
    wobble: float = 0.1
    backlog: int = 256 * 1024
    sleep: float = 10.0
    wall: Callable[[], float] = time.time


class Watch:
    """Events: `silence`, `ping`, `pong_late`, `backlog`, and a `note` after the machine slept.

    Each is said once until it changes; the loop's clock stands still while a machine sleeps, the wall's
    does not.
    """

    def __init__(self, line: Line, turn: TurnWatch, patience: Patience) -> None:
        self._line = line
        self._turn = turn
        self._patience = patience
        self._heard = 0.0
        self._silent = False
        self._was_open = False
        self._shown = 0.0
        self._backlogged = False

    def feed(self, frame: Frame) -> None:
        """Something came."""
        self._heard = asyncio.get_running_loop().time()
        self._silent = False

    async def run(self) -> None:
        """Watch for ever."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._watch_clocks())
            group.create_task(self._watch_pings())

    async def _watch_clocks(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            wall, mono = self._patience.wall(), loop.time()
            await asyncio.sleep(self._patience.tick)
            slept = (self._patience.wall() - wall) - (loop.time() - mono)
            if slept > self._patience.sleep:
                await self._after_sleep(slept)
            self._watch_silence(loop.time())
            self._watch_backlog()

    def _watch_silence(self, now: float) -> None:
        link = self._line.link
        if link is None or not (self._was_open and self._turn.open):
            self._heard, self._silent = now, False
        elif now - self._heard >= self._patience.silence and not self._silent:
            self._silent = True
            self._line.event("silence", seconds=round(now - self._heard, 1), **self._line.last_frames())
        self._was_open = self._turn.open

    def _watch_backlog(self) -> None:
        link = self._line.link
        waiting = link.backlog if link is not None else 0
        if (waiting > self._patience.backlog) != self._backlogged:
            self._backlogged = not self._backlogged
            self._line.event("backlog", bytes=waiting)

    async def _watch_pings(self) -> None:
        while True:
            link = await self._line.ready()
            late = not await self._pong(link, self._patience.pong_late)
            if link is self._line.link and link.is_open:
                self._tell_ping(link, late=late)
            await asyncio.sleep(self._patience.ping_every)

    def _tell_ping(self, link: Link, *, late: bool) -> None:
        if late:
            self._shown = 0.0
            self._line.event("pong_late", seconds=self._patience.pong_late, **self._line.last_frames())
        elif not self._shown or abs(link.latency - self._shown) > max(self._shown, self._patience.wobble):
            self._shown = link.latency
            self._line.event("ping", seconds=round(link.latency, 4))

    async def _pong(self, link: Link, within: float) -> bool:
        try:
            async with asyncio.timeout(within):
                return await link.ping()
        except TimeoutError:
            return False

    async def _after_sleep(self, slept: float) -> None:
        link = self._line.link
        self._line.event("note", text=f"The machine slept for {slept:.0f} s")
        if link is not None and not await self._pong(link, self._patience.pong_late):
            self._line.hang_up("the connection did not survive the machine's sleep")
