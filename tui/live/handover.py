"""The planned change of connection: when, once the service has said that this one ends."""

from __future__ import annotations

import asyncio

from tui.live.line import Held, Line
from tui.live.turnwatch import TurnWatch
from tui.projections.duration import seconds_in
from tui.wire.frame import Frame
from tui.wire.kinds import Kind
from tui.wire.spelling import pick_map, pick_text

UNSTATED = 30.0
"""Seconds left where goAway does not say."""
MARGIN = 8.0
"""Seconds before the announced end that are kept for the change itself."""


def seconds_left(frame: Frame) -> float:
    """`goAway.timeLeft`, a protobuf Duration such as `"9.5s"`."""
    left = seconds_in(pick_text(pick_map(frame.message, "goAway"), "timeLeft"))
    return UNSTATED if left is None else left


class Handover:
    """A timer that goAway starts, and a good moment that may come before it runs out.

    Good is: no turn is open, and the handle is newer than the last turn, so that nothing would be lost.
    The timer does not wait for a frame: services have gone silent after goAway.
    """

    def __init__(self, line: Line, turn: TurnWatch, held: Held) -> None:
        self._line = line
        self._turn = turn
        self._held = held
        self._moved = asyncio.Event()
        self._timer: asyncio.Task[None] | None = None

    def feed(self, frame: Frame) -> None:
        """A frame, after turn and handle have seen it."""
        self._moved.set()
        if frame.kinds & Kind.GO_AWAY.bit:
            self._line.latest.going_away = True
            self.stop()
            self._timer = asyncio.create_task(self._wait(seconds_left(frame)))

    def stop(self) -> None:
        """The connection is gone."""
        if self._timer is not None:
            self._timer.cancel()

    @property
    def is_good_moment(self) -> bool:
        """Whether nothing would be lost."""
        return not self._turn.open and self._held.seq is not None and self._held.seq > self._turn.ended

    async def good_moment(self, within: float) -> None:
        """Wait for it, but not longer than so many seconds."""
        try:
            async with asyncio.timeout(within):
                while not self.is_good_moment:
                    self._moved.clear()
                    await self._moved.wait()
        except TimeoutError:
            pass

    async def _wait(self, left: float) -> None:
        await self.good_moment(max(left - MARGIN, left / 2))
        self._line.hang_up("the service announced the end of this connection")
