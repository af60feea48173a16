"""Who is on the other end: the service the environment names, or the built-in simulator."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import replace
from functools import partial

from tui.commands import options
from tui.commands.call import DEMO, Call, Service, Sound, simulated
from tui.commands.looking import Looked
from tui.errors import CredentialsError
from tui.live.failures import as_error
from tui.live.requests import SendFrame
from tui.live.retry import Backoff
from tui.live.setup import Endpoint, Setup
from tui.store.history import SETUP as HISTORY
from tui.store.history import history_message
from tui.store.journal import Journal
from tui.store.outlook import require_handle
from tui.store.scan import LONG, Watch
from tui.store.session import Session
from tui.store.shelf import Shelf
from tui.ui.conversation import Change, Conversation, Opening
from tui.wire.frame import Frame


class LiveHost:
    """Opens conversations with what the options, the profile and the environment say.

    sound: where it goes if nothing says so. backoff: when to dial again.
    """

    def __init__(
        self,
        shelf: Shelf,
        arguments: argparse.Namespace,
        env: Mapping[str, str] = os.environ,
        *,
        sound: str = "auto",
        backoff: Backoff | None = None,
    ) -> None:
        self.shelf = shelf
        self._arguments = arguments
        self._env = env
        self._sound = sound
        self._backoff = backoff

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
        return options.load_config(self._arguments, self._env).profiles

    def open(self, opening: Opening, watch: Watch | None = None) -> Conversation:
        """Create the session, lock the saved one, or only look at it. Raises TuiError.

        watch: as of `Shelf.open`.
        """
        if opening.browse and opening.resume:
            saved = self.shelf.open(opening.resume, at_once=LONG, watch=watch)
            return Looked(saved, demo=saved.metadata.endpoint == DEMO)
        return self.call(opening, watch)

    def call(self, opening: Opening, watch: Watch | None = None) -> Call:
        """Create the session or lock the saved one. Raises TuiError."""
        chosen = {"model": opening.model, "modality": opening.modality, "profile": opening.profile}
        arguments = argparse.Namespace(
            **vars(self._arguments) | {name: value for name, value in chosen.items() if value}
        )
        sources, _ = options.microphone(arguments, self._env)
        sound = Sound(*options.sound(arguments, self._env, self._sound), sources)
        if opening.seed:
            return self._seeded(opening, arguments, sound, watch)
        if not opening.resume:
            setup = options.setup(arguments, self._env)
            return self._call(opening, setup, sound, None)
        saved = self.shelf.open(opening.resume, write=True, watch=watch)
        try:
            require_handle(saved)
            self.shelf.refuse_rival(saved)
            was = Setup.from_wire(saved.metadata.setup)
            return self._call(opening, options.setup(arguments, self._env, saved=was), sound, saved)
        except BaseException:
            saved.close()
            raise

    def _seeded(
        self, opening: Opening, arguments: argparse.Namespace, sound: Sound, watch: Watch | None
    ) -> Call:
        """A new session that begins with what was said in another, as its history."""
        with self.shelf.open(opening.seed, watch=watch) as old:
            demo = opening.demo or old.metadata.endpoint == DEMO
            setup = options.setup(arguments, self._env, saved=Setup.from_wire(old.metadata.setup))
            message = history_message(_watched(old.journal, watch))
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
            service: Service = partial(simulated, self.shelf.data_dir / "simulator")
            return Call(session, service, setup, sound, demo=True, backoff=self._backoff)
        endpoint = self._endpoint(opening.key)
        session = saved or self.shelf.create(
            model=setup.model, backend=endpoint.backend, endpoint=endpoint.base_url
        )
        return Call(session, lambda: nullcontext(endpoint), setup, sound, demo=False, backoff=self._backoff)

    def _endpoint(self, key: str) -> Endpoint:
        env = {**self._env, "GOOGLE_API_KEY": key} if key else self._env
        return options.endpoint(self._arguments, env)


def _watched(journal: Journal, watch: Watch | None) -> Iterator[Frame]:
    """Its frames; watch is told of each."""
    for n, frame in enumerate(journal.frames()):
        if watch is not None:
            watch(n, len(journal))
        yield frame
