"""The engine: one conversation on a thread of its own, told what to do by requests from any thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Lock
from typing import Protocol

from tui.audio.playout import Playout
from tui.audio.sources import Source
from tui.environment import without_keys
from tui.errors import TuiError
from tui.live.conversation import Conversation
from tui.live.link import Timeouts
from tui.live.outbox import note
from tui.live.playback import Playback
from tui.live.requests import Deliver, Interrupt, Reconnect, Request, RetrySound, Stop, StopRetrying
from tui.live.retry import Backoff
from tui.live.setup import Endpoint, Setup
from tui.live.watch import Patience
from tui.store.journal import Journal


class Recorded(Protocol):
    """A session, as far as the engine is concerned."""

    @property
    def journal(self) -> Journal: ...


class Engine:
    """Appends every frame to the session's journal and tells nobody else.

    playout: where answers are heard. sources: where the user can be heard, in order.
    handle: of the conversation to resume, empty for a new one. failure: after `run`, the hopeless close it
    ended with, else None. loop_factory: of the event loop it runs on; it keeps all time.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        setup: Setup,
        session: Recorded,
        *,
        playout: Playout | None = None,
        sources: Sequence[Source] = (),
        handle: str = "",
        timeouts: Timeouts | None = None,
        backoff: Backoff | None = None,
        patience: Patience | None = None,
        loop_factory: Callable[[], asyncio.AbstractEventLoop] | None = None,
    ) -> None:
        self.failure: TuiError | None = None
        self._endpoint = endpoint
        self._setup = setup
        self._journal = session.journal
        self._playout = playout or Playout([])
        self._sources = sources
        self._handle = handle
        self._timeouts = timeouts or Timeouts()
        self._backoff = backoff or Backoff()
        self._patience = patience or Patience()
        self._loop_factory = loop_factory
        self._lock = Lock()
        self._early: list[Request] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._conversation: Conversation | None = None
        self._task: asyncio.Task[None] | None = None
        self._stopping: asyncio.Task[None] | None = None
        self._playback = Playback(self._playout)

    def run(self) -> None:
        """Block until `Stop` or a hopeless close. Raises only what is a bug."""
        with asyncio.Runner(loop_factory=self._loop_factory) as runner:
            runner.run(self._converse())

    def request(self, request: Request) -> None:
        """Ask, from any thread, before, while and after it runs; what cannot go out at once is noted."""
        if self._conversation is None or not self._conversation.sends_at_once:
            request = note(self._journal, request)
        with self._lock:
            if self._loop is None:
                self._early.append(request)
                return
        with suppress(RuntimeError):  # the loop is closed: it has ended, perhaps just now
            self._loop.call_soon_threadsafe(self._accept, request)

    async def _converse(self) -> None:
        conversation = self._conversation = Conversation(
            self._endpoint,
            self._setup,
            self._journal,
            self._playback,
            sources=self._sources,
            handle=self._handle,
            timeouts=self._timeouts,
            backoff=self._backoff,
            patience=self._patience,
        )
        conversation.account_for_before()
        self._playout.on_event = conversation.tell
        self._playout.prepare()
        self._task = asyncio.create_task(conversation.run())
        with self._lock:
            self._loop = asyncio.get_running_loop()
            early, self._early = self._early, []
        for request in early:
            self._accept(request)
        try:
            await asyncio.wait([self._task])
            if not self._task.cancelled():
                self._task.result()
        except Exception as error:
            failed = without_keys(f"the engine failed: {error!r}")
            conversation.tell("error", message=failed, hint="Please report this", fatal=True)
            raise
        finally:
            self.failure = conversation.failure
            await self._playout.aclose()

    async def _stop(self, task: asyncio.Task[None]) -> None:
        if self._conversation is not None:
            await self._conversation.linger()
        task.cancel()

    def _accept(self, request: Request) -> None:
        """On the loop: do it, or put it where its task finds it."""
        assert self._conversation is not None
        assert self._task is not None
        match request:
            case Stop():
                self._stopping = self._stopping or asyncio.create_task(self._stop(self._task))
            case Reconnect():
                self._conversation.reconnect()
            case StopRetrying():
                self._conversation.stop_retrying()
            case RetrySound():
                self._playout.retry()
            case Interrupt():
                self._conversation.interrupt()
            case Deliver(gate):
                self._playback.deliver(gate, self._journal)
            case _:
                self._conversation.ask(request)
