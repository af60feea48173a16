"""One conversation to be held: with the service the environment names, or with the built-in simulator."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from tui.audio.playout import Playout
from tui.audio.sink import Sink
from tui.audio.sources import Source
from tui.errors import TuiError
from tui.live.engine import Engine
from tui.live.outbox import note
from tui.live.requests import Request, Stop
from tui.live.retry import Backoff
from tui.live.setup import Endpoint, Setup
from tui.paths import make_private
from tui.store.fork import pick_handle
from tui.store.metadata import Handle
from tui.store.outlook import require_handle
from tui.store.session import Session
from tui.wire.closes import Closing

Service = Callable[[], AbstractContextManager[Endpoint]]
"""Where to connect, for as long as it is entered."""


@contextmanager
def simulated(state: Path) -> Iterator[Endpoint]:
    """The built-in simulator on a free port of loopback; what was said to it is kept in `state`, or for as
    long as it runs where nothing can be."""
    from tui.simulator.server import SimulatorThread

    kept = state if _is_writable(state / "handles") else None
    with SimulatorThread(state_dir=kept, voice="auto") as simulator:
        yield Endpoint.from_env(simulator.environment())


def _is_writable(directory: Path) -> bool:
    try:
        return os.access(make_private(directory), os.W_OK)
    except OSError:
        return False


class Sound:
    """The playout of one conversation, where it plays, and where the user is heard."""

    def __init__(self, sinks: Sequence[Sink], plan: str, sources: Sequence[Source] = ()) -> None:
        self.plan = plan
        self.sources = sources
        self._sinks = sinks
        self.playout = Playout(sinks)

    def begin(self) -> Playout:
        """A playout for another engine: the one before was closed with its own."""
        self.playout = Playout(self._sinks)
        return self.playout

    @property
    def sink(self) -> str:
        """The sink in use; empty while mute."""
        return self.playout.sink

    @property
    def received(self) -> float:
        """Seconds of the turn that is heard, and of what waits behind it."""
        return self.playout.received

    def position(self) -> float:
        """Seconds heard of the turn."""
        return self.playout.position()

    def level(self) -> float:
        """The peak of what is heard, 0 to 1."""
        return self.playout.level()


class Call:
    """One conversation: its session, and the engine while there is one.

    failure: the hopeless close it ended with, once it has.
    """

    def __init__(
        self,
        session: Session,
        service: Service,
        setup: Setup,
        sound: Sound,
        *,
        demo: bool,
        backoff: Backoff | None = None,
    ) -> None:
        self.failure: TuiError | None = None
        self.session = session
        self.setup = setup
        self.sound = sound
        self.demo = demo
        self._service = service
        self._backoff = backoff
        self._lock = threading.Lock()
        self._early: list[Request] = []
        self._engine: Engine | None = None

    def run(self) -> None:
        """Hold it; blocks until it ends. May be called again then: it goes on with the newest handle.

        Raises ResumeError where there is none, and the service was told something before.
        """
        require_handle(self.session)
        with self._service() as endpoint:
            newest = self.session.newest_handle
            handle = newest.handle if newest is not None else ""
            self.session.journal.event("sound", conn=0, text=self.sound.plan)
            engine = Engine(
                endpoint,
                self.setup,
                self.session,
                handle=handle,
                playout=self.sound.begin(),
                sources=self.sound.sources,
                backoff=self._backoff,
            )
            with self._lock:
                self._engine, early, self._early = engine, self._early, []
                for request in early:
                    engine.request(request)
            try:
                if not any(isinstance(request, Stop) for request in early):
                    engine.run()
            finally:
                self.failure, self._engine = engine.failure, None

    def check(self) -> tuple[Handle, Closing | None]:
        """Dial with the newest handle; that, and how it closed if it was not accepted. Raises StoreError."""
        from tui.live.check import check

        handle = pick_handle(self.session.metadata, None)
        with self._service() as endpoint:
            setup, journal = self.setup, self.session.journal
            return handle, asyncio.run(check(endpoint, setup, journal, handle.handle))

    def request(self, request: Request) -> None:
        """Ask the engine, or keep it until there is one; what is to be sent is in the journal then."""
        with self._lock:
            if self._engine is None:
                self._early.append(note(self.session.journal, request))
            else:
                self._engine.request(request)
