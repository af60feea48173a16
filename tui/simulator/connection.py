"""One client's socket, from its setup to its close."""

from __future__ import annotations

import asyncio
import random

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from tui.simulator import messages, refusals
from tui.simulator.admission import admit
from tui.simulator.conversation import Conversation
from tui.simulator.dialect import Dialect
from tui.simulator.endpoint import Endpoint
from tui.simulator.families import Family
from tui.simulator.fields import check_names
from tui.simulator.inbox import Inbox
from tui.simulator.outbox import Outbox
from tui.simulator.refusals import Refused
from tui.simulator.service import Service
from tui.simulator.session import Session
from tui.simulator.setup import Setup, read_setup
from tui.simulator.stage import Stage
from tui.wire.frame import parse

_BAD_KEYS = {"invalid": refusals.BAD_KEY, "expired": refusals.EXPIRED_KEY}
"""Keys that are refused, by what they are; every other key is good."""


class Connection:
    """A session on one socket. `rng` decides everything that the client does not."""

    def __init__(
        self, socket: ServerConnection, endpoint: Endpoint, service: Service, key: str, rng: random.Random
    ) -> None:
        self._socket = socket
        self._endpoint = endpoint
        self._service = service
        self._key = key
        self._rng = rng
        self._outbox = Outbox(socket, service.served)

    async def serve(self) -> None:
        """Until either side closes."""
        try:
            async with asyncio.TaskGroup() as tasks:
                try:
                    await self._converse(tasks)
                except Refused as refused:
                    await self._socket.close(refused.close.code, refusals.cut(refused.close.reason))
                    raise
        except* (ConnectionClosed, Refused):
            pass

    async def _converse(self, tasks: asyncio.TaskGroup) -> None:
        session = await self._set_up(tasks)
        conversation = session.conversation
        self._service.handles.hold(conversation)
        self._service.sessions.append(session)
        try:
            await self._open(session)
            await self._listen(session)
        finally:
            self._service.sessions.remove(session)
            self._service.handles.release(conversation)

    async def _set_up(self, tasks: asyncio.TaskGroup) -> Session:
        message = parse(await self._receive())
        if close := _BAD_KEYS.get(self._key):
            raise Refused(close)
        setup = read_setup(message)
        check_names(message, self._endpoint)
        dialect = self._dialect(setup, admit(setup, self._endpoint))
        if setup.handle:
            conversation = self._service.handles.redeem(setup.handle, setup.model, dialect.name())
        else:
            conversation = Conversation(dialect.name(), dialect.name(), setup.model, setup.system)
        return Session(
            self._socket, self._endpoint, self._outbox, self._service, setup, dialect, conversation, tasks
        )

    def _dialect(self, setup: Setup, family: Family) -> Dialect:
        return Dialect(
            family=family,
            vertex=self._endpoint.vertex,
            modality=setup.modalities[0] if setup.modalities else family.modalities[0],
            transcribes=setup.transcribes_output,
            speak=self._service.speak,
            rng=self._rng,
        )

    async def _open(self, session: Session) -> None:
        await self._play("setup", session)
        if self._service.take_hold():
            await self._socket.wait_closed()
        await session.send(
            messages.setup_complete(session.conversation.name if session.dialect.vertex else None)
        )
        await session.issue_handle()
        session.spawn(self._play("open", session))

    async def _play(self, occasion: str, session: Session) -> None:
        model = session.setup.model
        cue = self._service.playbook.pick(occasion, model, model=model)
        if cue:
            await Stage(self._service, session, cue.groups).play(cue.rule.steps)

    async def _listen(self, session: Session) -> None:
        inbox = Inbox(session)
        while True:
            await session.reading.wait()
            await inbox.take(parse(await self._receive()))

    async def _receive(self) -> bytes:
        payload = await self._socket.recv(decode=False)
        self._service.served.received += 1
        return payload
