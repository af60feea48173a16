"""Keys are taken one after the other: each acts where those before it have led.

Textual hands a key to whatever has the focus when the key is read, and reads the next one at once; what the
first does (move the focus, open a line, push a screen) is done later, when it has bubbled up to its binding.
Of `alt+0 d d` in one packet of a slow line all three would act in the pane that is being left.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual import events
from textual.dom import DOMNode

if TYPE_CHECKING:
    from textual.app import App

    _Base = App[Any]
else:
    _Base = object

_LAPS = 8
"""A key's message makes another, that one moves the focus: few are ever so deep. Other traffic must not hold
the keys back for ever."""
LONGEST = 1.0
"""Seconds that a key waits for the one before: what that one began may take longer, and leaving must work."""


class KeysInTurn(_Base):
    """An App that lets a key (or what is pasted) wait until the one before has come to rest."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._typed: deque[events.Key | events.Paste] = deque()
        self._resting: asyncio.Task[None] | None = None

    @property
    def at_rest(self) -> bool:
        """Whether every key that was read is done."""
        return not self._typed and self._resting is None

    async def on_event(self, event: events.Event) -> None:
        """Keys and what is pasted, in turn; the rest as it comes."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        self._typed.append(event)
        if self._resting is None:
            await self._take_next()

    async def _take_next(self) -> None:
        self._resting = None
        if self._typed:
            await super().on_event(self._typed.popleft())
            self._resting = asyncio.create_task(self._rest())

    async def _rest(self) -> None:
        """Wait until nothing is left to be done where the key went and where the focus is now."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGEST):
                await self._settle()
        self.call_later(self._take_next)

    async def _settle(self) -> None:
        for _ in range(_LAPS):
            path = self._way_up()
            for node in path:
                await _catch_up(node)
            if path == self._way_up() and not any(node.message_queue_size for node in path):
                return

    def _way_up(self) -> Sequence[DOMNode]:
        """From what has the focus to the app: the way of a key, and of the messages it makes."""
        return (self.focused or self.screen).ancestors_with_self if self.screen_stack else [self]


async def _catch_up(node: DOMNode) -> None:
    """Wait until a node has done what was in its queue; one that ends meanwhile does no more."""
    done = asyncio.get_running_loop().create_future()
    if node.call_later(_tell, done):
        ended = {node._task} if node._task is not None else set()  # an App that is run has no task
        await asyncio.wait({done, *ended}, return_when=asyncio.FIRST_COMPLETED)


def _tell(done: asyncio.Future[None]) -> None:
    if not done.done():
        done.set_result(None)
