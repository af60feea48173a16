"""Who is on the other end: the service the environment names, or the built-in simulator."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import replace
from functools import partial

from tui.commands import options
from tui.commands.call import Call, Service, Sound, simulated
from tui.commands.looking import Looked
from tui.commands.place import DEMO, Place, held_elsewhere
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
from tui.ui.conversation import Change, Conversation, Elsewhere, Opening
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
            options.endpoint(self._arguments, self._env)
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
            return Looked(saved, demo=Place.held(saved.metadata).is_demo)
        return self.call(opening, watch)

    def call(self, opening: Opening, watch: Watch | None = None) -> Call:
        """Create the session or lock the saved one. Raises TuiError."""
        arguments = self._asked(opening)
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
            setup = options.setup(arguments, self._env, saved=was)
            return self._call(opening, setup, sound, saved)
        except BaseException:
            saved.close()
            raise

    def _seeded(
        self, opening: Opening, arguments: argparse.Namespace, sound: Sound, watch: Watch | None
    ) -> Call:
        """A new session that begins with what was said in another, as its history."""
        with self.shelf.open(opening.seed, watch=watch) as old:
            demo = opening.demo or Place.held(old.metadata).is_demo
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

    def elsewhere(self, opening: Opening) -> Elsewhere | None:
        """Whether a session to be resumed was held with another service. Raises TuiError."""
        held = Place.held(self.shelf.entry(self.shelf.find(opening.resume).name).metadata)
        here = self._here(opening)
        if held.is_demo or held.is_same(here):
            return None
        try:
            self._reached(held, replace(opening, at="held"))
        except CredentialsError as error:
            return Elsewhere(str(held), str(here), str(error))
        return Elsewhere(str(held), str(here))

    def _call(
        self,
        opening: Opening,
        setup: Setup,
        sound: Sound,
        saved: Session | None,
    ) -> Call:
        place = self._place(opening, saved)
        service = self._service(place, opening)
        asked = {"model": setup.model, "backend": place.backend, "endpoint": place.endpoint}
        session = saved or self.shelf.create(**asked)
        if opening.at == "here":
            session.hold_with(**asked)
        return Call(session, service, setup, sound, demo=place.is_demo, backoff=self._backoff)

    def _service(self, place: Place, opening: Opening) -> Service:
        """Raises CredentialsError."""
        if place.is_demo:
            return partial(simulated, self.shelf.data_dir / "simulator")
        endpoint = self._reached(place, opening)
        return lambda: nullcontext(endpoint)

    def _place(self, opening: Opening, saved: Session | None) -> Place:
        """Which service is dialled. Raises HeldElsewhere."""
        here = self._here(opening)
        if saved is None:
            return here
        held = Place.held(saved.metadata)
        if held.is_demo or opening.at == "held":
            return held
        if not held.is_same(here) and opening.at != "here":
            raise held_elsewhere(saved.id, held, here)
        return here

    def _here(self, opening: Opening) -> Place:
        """The service that the options name."""
        if opening.demo:
            return Place(endpoint=DEMO)
        return Place.of(options.service(self._asked(opening), self._env))

    def _reached(self, place: Place, opening: Opening) -> Endpoint:
        """How to get there. Raises CredentialsError."""
        arguments = self._asked(opening)
        env = {**self._env, "GOOGLE_API_KEY": opening.key} if opening.key else self._env
        if opening.at == "held":
            return place.reached(env, arguments.api_version or "")
        return options.endpoint(arguments, env)

    def _asked(self, opening: Opening) -> argparse.Namespace:
        """The options, and what is opened in place of them."""
        chosen = {"model": opening.model, "modality": opening.modality, "profile": opening.profile}
        return argparse.Namespace(
            **vars(self._arguments) | {name: value for name, value in chosen.items() if value}
        )


def _watched(journal: Journal, watch: Watch | None) -> Iterator[Frame]:
    """Its frames; watch is told of each."""
    for n, frame in enumerate(journal.frames()):
        if watch is not None:
            watch(n, len(journal))
        yield frame
