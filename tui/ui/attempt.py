"""A conversation on its way: opened on a thread, until it is there, cannot be had, or is given up."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from time import monotonic

from tui.errors import TuiError
from tui.live.requests import Request
from tui.ui.conversation import Conversation, Host, Opening


class GivenUp(Exception):
    """A person has moved on; ends whatever the thread is reading."""


class Attempt:
    """One conversation being opened.

    part: how much of the session is read, 0 to 1; `tell` is called on the screen's loop when it has grown, at
    most `rate` times a second. requests: what was asked meanwhile, for the conversation once it is there;
    lines: what of it was written in the prompt.
    """

    def __init__(self, host: Host, opening: Opening, tell: Callable[[], None], *, rate: int) -> None:
        self.opening = opening
        self.part = 0.0
        self.requests: list[Request] = []
        self.lines: list[str] = []
        self._host = host
        self._tell = tell
        self._interval = 1 / rate
        self._told = 0.0
        self._loop = asyncio.get_running_loop()
        self._given_up = threading.Event()
        self._ended = asyncio.Event()

    @property
    def is_given_up(self) -> bool:
        """Whether nobody waits for it any more."""
        return self._given_up.is_set()

    async def conversation(self) -> Conversation | None:
        """It, once it is there; None where it was given up, and all is let go of by then. Raises TuiError."""
        try:
            conversation = await asyncio.to_thread(self._host.open, self.opening, self._watch)
            if not self.is_given_up:
                return conversation
            with suppress(TuiError):  # nothing was said in it
                await asyncio.to_thread(put_away, self._host, conversation)
        except Exception:
            if not self.is_given_up:  # else nobody waits for it, nor minds
                raise
        finally:
            self._given_up.set()
            self._ended.set()
        return None

    def _watch(self, done: int, size: int) -> None:
        """On the thread that reads."""
        if self.is_given_up:
            raise GivenUp
        self.part = done / size
        if monotonic() >= self._told + self._interval:
            self._told = monotonic()
            self._loop.call_soon_threadsafe(self._tell)

    def give_up(self) -> None:
        """Have nothing come of it; what comes late is put away."""
        self._given_up.set()

    async def ended(self, seconds: float) -> None:
        """Wait until nothing of it is under way, boundedly."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ended.wait(), seconds)


def put_away(host: Host, conversation: Conversation) -> None:
    """Save and close its session; one of ours in which nothing was said is not kept. Raises StoreError."""
    session, ours = conversation.session, conversation.session.writable
    session.close()
    if ours:
        host.shelf.drop_blank(session.id)
