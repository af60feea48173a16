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
    """Counts the tries, waits before each, and listens meanwhile. attempt: of the next dial, from 1.

    Events: `retry`, and `stay_down` where nothing is dialled before a person asks for it.
    """

    def __init__(self, line: Line, backoff: Backoff) -> None:
        self.attempt = 1
        self._line = line
        self._backoff = backoff
        self._asked = asyncio.Event()
        self._stays_down = False
        self._failing_since: float | None = None

    def now(self) -> None:
        """Do not wait."""
        self._stays_down = False
        self._asked.set()

    def stay_down(self) -> None:
        """No further try until `now`; of a connection that is up there is none to leave out."""
        if self._line.is_ready:
            self._line.event("note", text="The connection is up: there is no try to stop")
        elif not self._stays_down:
            self._stays_down = True
            self._asked.set()
            self._line.event("stay_down", text="No further try is made until you dial")

    def be_up(self) -> None:
        """A connection is ready: what was asked before was about this one, not about the next."""
        self._stays_down = False
        self._asked.clear()

    async def after(self, closing: Closing, *, worked: bool) -> bool:
        """Wait until the next dial; False if there is none. worked: a turn was completed before the close.

        A close that dialling does not help is the end, or is waited out where the policy `stays`. Only a
        completed turn sets the backoff back: a service that accepts and closes is not dialled in a hot loop.
        """
        dial = self._line.latest
        tried = 1 if worked else self.attempt
        self.attempt = tried + 1
        if dial.handing_over and dial.age >= self._backoff.calm:
            return True
        why = Retry.RESUME if dial.handing_over else closing.retry
        delay = self._backoff.delay(tried, why, failing=self._failing())
        if delay is None and not self._backoff.stays:
            return False
        if delay is None:
            self._asked.clear()
            self.stay_down()
        elif not self._stays_down:
            await self._wait(delay, closing)
        if self._stays_down:
            await self._be_dialled()
        return True

    async def _be_dialled(self) -> None:
        """Wait for a person, with whom all begins anew."""
        while self._stays_down:
            self._asked.clear()
            await self._asked.wait()
        self._failing_since = None

    def _failing(self) -> float:
        """Seconds since a connection was last ready."""
        now = asyncio.get_running_loop().time()
        if self._line.latest.ready or self._failing_since is None:
            self._failing_since = now
        return now - self._failing_since

    async def _wait(self, delay: float, closing: Closing) -> None:
        at = round(time.time() + delay, 3)
        self._line.event("retry", attempt=self.attempt, at=at, why=closing.message)
        with suppress(TimeoutError):
            async with asyncio.timeout(delay):
                await self._asked.wait()
        self._asked.clear()
