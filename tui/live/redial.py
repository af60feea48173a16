"""Between two connections: how long to wait, and what a person may say to it."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress

from tui.live.line import Line
from tui.live.retry import Backoff
from tui.wire.causes import Retry
from tui.wire.closes import Closing


class Redial:
    """Counts the tries, waits before each, and listens meanwhile. attempt: of the next dial, from 1."""

    def __init__(self, line: Line, backoff: Backoff) -> None:
        self.attempt = 1
        self._line = line
        self._backoff = backoff
        self._asked = asyncio.Event()
        self._stay_down = False

    def now(self) -> None:
        """Do not wait."""
        self._stay_down = False
        self._asked.set()

    def stay_down(self) -> None:
        """No further try until `now`."""
        self._stay_down = True
        self._asked.set()

    async def after(self, closing: Closing, *, worked: bool) -> bool:
        """Wait until the next dial; False if there is none. worked: a turn was completed before the close.

        Only that sets the backoff back: a service that accepts and closes is not dialled in a hot loop.
        """
        call = self._line.call
        tried = 1 if worked else self.attempt
        self.attempt = tried + 1
        if call.handing_over and call.age >= self._backoff.calm:
            return True
        delay = self._backoff.delay(tried, Retry.RESUME if call.handing_over else closing.retry)
        if delay is not None:
            await self._wait(delay, closing)
        return delay is not None

    async def _wait(self, delay: float, closing: Closing) -> None:
        at = round(time.time() + delay, 3)
        self._line.event("retry", attempt=self.attempt, at=at, why=closing.message)
        with suppress(TimeoutError):
            async with asyncio.timeout(delay):
                await self._asked.wait()
        self._asked.clear()
        while self._stay_down:
            self._line.event("stay_down")
            await self._asked.wait()
            self._asked.clear()
