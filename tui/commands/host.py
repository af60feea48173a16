"""Who is on the other end: the service the environment names, or the built-in simulator."""

from __future__ import annotations

import argparse
import asyncio
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path

from tui.audio.playout import Playout
from tui.audio.sinks import Sink
from tui.audio.sources import Source
from tui.commands import options
from tui.commands.looking import Looked
from tui.errors import CredentialsError
from tui.live.engine import Engine
from tui.live.failures import as_error
from tui.live.requests import Request, SendFrame, Stop
from tui.live.setup import Endpoint, Setup
from tui.store.fork import pick_handle
from tui.store.history import SETUP as HISTORY
from tui.store.history import history_message
from tui.store.metadata import Handle
from tui.store.session import Session
from tui.store.shelf import Shelf
from tui.ui.conversation import Change, Conversation, Opening
from tui.wire.closes import Closing

DEMO = "simulator"
"""The endpoint that a session's metadata names when it was held with the built-in simulator."""

Service = Callable[[], AbstractContextManager[Endpoint]]
"""Where to connect, for as long as it is entered."""


@contextmanager
def simulated(state: Path) -> Iterator[Endpoint]:
    """The built-in simulator on a free port of loopback; what was said to it is kept in `state`."""
    from tui.simulator.server import SimulatorThread

    with SimulatorThread(state_dir=state, voice="auto") as simulator:
        yield Endpoint.from_env(simulator.environment())


class Sound:
    """The playout of one conversation, where it plays, and where the user is heard."""

    def __init__(self, sinks: Sequence[Sink], plan: str, sources: Sequence[Source] = ()) -> None:
        self.plan = plan
        self.sources = sources
        self.playout = Playout(sinks)

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
    """One conversation: its session, and the engine once the service is there."""

    def __init__(self, session: Session, service: Service, setup: Setup, sound: Sound, *, demo: bool) -> None:
        self.session = session
        self.sound = sound
        self.demo = demo
        self._service = service
        self._setup = setup
        self._lock = threading.Lock()
        self._early: list[Request] = []
        self._engine: Engine | None = None

    def run(self) -> None:
        """Hold it; blocks until it ends."""
        with self._service() as endpoint:
            newest = self.session.newest_handle
            handle = newest.handle if newest is not None else ""
            self.session.journal.event("sound", conn=0, text=self.sound.plan)
            playout = self.sound.playout
            engine = Engine(
                endpoint,
                self._setup,
                self.session,
                handle=handle,
                playout=playout,
                sources=self.sound.sources,
            )
            with self._lock:
                self._engine, early = engine, self._early
                for request in early:
                    engine.request(request)
            if not any(isinstance(request, Stop) for request in early):
                engine.run()

    def check(self) -> tuple[Handle, Closing | None]:
        """Dial with the newest handle; that, and how it closed if it was not accepted. Raises StoreError."""
        from tui.live.check import check

        handle = pick_handle(self.session.metadata, None)
        with self._service() as endpoint:
            setup, journal = self._setup, self.session.journal
            return handle, asyncio.run(check(endpoint, setup, journal, handle.handle))

    def request(self, request: Request) -> None:
        """Ask the engine, or keep it until there is one."""
        with self._lock:
            if self._engine is None:
                self._early.append(request)
            else:
                self._engine.request(request)


class LiveHost:
    """Opens conversations with what the options, the profile and the environment say."""

    def __init__(
        self, shelf: Shelf, arguments: argparse.Namespace, env: Mapping[str, str] = os.environ
    ) -> None:
        self.shelf = shelf
        self._arguments = arguments
        self._env = env

    @property
    def missing(self) -> str:
        """What is missing before the service can be dialled, in words."""
        try:
            self._endpoint("")
        except CredentialsError as error:
            return str(error)
        return ""

    @property
    def profiles(self) -> tuple[str, ...]:
        """The names of the profiles in config.toml."""
        profiles = options.load_config(self._arguments, self._env).values.get("profiles", {})
        return tuple(profiles) if isinstance(profiles, Mapping) else ()

    def open(self, opening: Opening) -> Conversation:
        """Create the session, lock the saved one, or only look at it. Raises TuiError."""
        if opening.browse and opening.resume:
            saved = self.shelf.open(opening.resume)
            return Looked(saved, demo=saved.metadata.endpoint == DEMO)
        return self.call(opening)

    def call(self, opening: Opening) -> Call:
        """Create the session or lock the saved one. Raises TuiError."""
        chosen = {"model": opening.model, "modality": opening.modality, "profile": opening.profile}
        arguments = argparse.Namespace(
            **vars(self._arguments) | {name: value for name, value in chosen.items() if value}
        )
        sources, _ = options.microphone(arguments, self._env)
        sound = Sound(*options.sound(arguments, self._env), sources)
        if opening.seed:
            return self._seeded(opening, arguments, sound)
        if not opening.resume:
            setup = options.setup(arguments, self._env)
            return self._call(opening, setup, sound, None)
        saved = self.shelf.open(opening.resume, write=True)
        try:
            self.shelf.refuse_rival(saved)
            was = Setup.from_wire(saved.metadata.setup)
            return self._call(opening, options.setup(arguments, self._env, saved=was), sound, saved)
        except BaseException:
            saved.close()
            raise

    def _seeded(self, opening: Opening, arguments: argparse.Namespace, sound: Sound) -> Call:
        """A new session that begins with what was said in another, as its history."""
        with self.shelf.open(opening.seed) as old:
            demo = opening.demo or old.metadata.endpoint == DEMO
            setup = options.setup(arguments, self._env, saved=Setup.from_wire(old.metadata.setup))
            message = history_message(old.journal.frames())
        if message:
            setup = replace(setup, extra={**setup.extra, **HISTORY})
        call = self._call(replace(opening, demo=demo), setup, sound, None)
        if message:
            call.request(SendFrame(message))
        return call

    def changes(self, opening: Opening) -> list[Change]:
        """Field by field, where the options and the profile ask for something else than the session had."""
        wire = self.shelf.entry(self.shelf.find(opening.resume).name).metadata.setup
        was = Setup.from_wire(wire)
        now = options.setup(self._arguments, self._env, saved=was)
        return [
            Change(name, *(str(getattr(setup, name) or "") for setup in (was, now)))
            for name in ("model", "modality", "voice", "system", "extra")
            if wire and getattr(was, name) != getattr(now, name)
        ]

    def check(self, name: str) -> str:
        """Dial with the newest handle, and write the answer down. Raises TuiError."""
        call = self.call(Opening(resume=name))
        with call.session:
            handle, closing = call.check()
        if closing is None:
            return f"Accepted: the handle of turn {handle.turn} can be resumed."
        return str(as_error(closing, ready=False))

    def _call(self, opening: Opening, setup: Setup, sound: Sound, saved: Session | None) -> Call:
        if opening.demo or (saved is not None and saved.metadata.endpoint == DEMO):
            session = saved or self.shelf.create(model=setup.model, endpoint=DEMO)
            service = partial(simulated, self.shelf.data_dir / "simulator")
            return Call(session, service, setup, sound, demo=True)
        endpoint = self._endpoint(opening.key)
        session = saved or self.shelf.create(
            model=setup.model, backend=endpoint.backend, endpoint=endpoint.base_url
        )
        return Call(session, lambda: nullcontext(endpoint), setup, sound, demo=False)

    def _endpoint(self, key: str) -> Endpoint:
        env = {**self._env, "GOOGLE_API_KEY": key} if key else self._env
        return options.endpoint(self._arguments, env)
