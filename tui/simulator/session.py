"""One conversation on one socket: what steps, turns and ears work with."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable
from typing import Any

from websockets.asyncio.server import ServerConnection

from tui.simulator import messages
from tui.simulator.calls import Calls
from tui.simulator.conversation import Conversation
from tui.simulator.dialect import Dialect
from tui.simulator.endpoint import Endpoint
from tui.simulator.messages import Message
from tui.simulator.outbox import Outbox
from tui.simulator.refusals import Close, cut
from tui.simulator.service import Service
from tui.simulator.setup import Setup
from tui.wire.spelling import pick


class Session:
    """What is known of a client once its setup is accepted."""

    def __init__(
        self,
        socket: ServerConnection,
        endpoint: Endpoint,
        outbox: Outbox,
        service: Service,
        setup: Setup,
        dialect: Dialect,
        conversation: Conversation,
        tasks: asyncio.TaskGroup,
    ) -> None:
        self.socket = socket
        self.endpoint = endpoint
        self.outbox = outbox
        self.service = service
        self.setup = setup
        self.dialect = dialect
        self.conversation = conversation
        self.calls = Calls()
        self.received = 0
        self.reading = asyncio.Event()
        self.reading.set()
        self.images = 0
        self._tasks = tasks

    @property
    def gives_handles(self) -> bool:
        """Whether this client gets resumption updates."""
        return self.setup.resumes or self.dialect.family.unasked_handles

    @property
    def hears_back(self) -> bool:
        """Whether this client gets its own speech in writing."""
        return self.setup.transcribes_input or self.dialect.family.marks_activity

    @property
    def shows_thoughts(self) -> bool:
        """Whether this client gets summaries of thoughts."""
        return self.dialect.family.thinks_unasked or bool(pick(self.setup.thinking, "includeThoughts"))

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Do it beside everything else, for as long as the connection lasts."""
        return self._tasks.create_task(work)

    async def send(self, message: Message) -> None:
        """One message."""
        await self.outbox.send(message)

    async def stream(self, speech: Iterable[Message]) -> None:
        """Messages at the pace of the scenario."""
        for message in speech:
            await self.send(message)
            await asyncio.sleep(self.service.delay)

    async def issue_handle(self) -> None:
        """A handle for the conversation as it is now, where the client gets any."""
        if not self.gives_handles:
            return
        handle = self.dialect.name()
        self.service.handles.issue(handle, self.conversation)
        update = messages.resumption(handle)
        if self.setup.transparent:
            update["sessionResumptionUpdate"]["lastConsumedClientMessageIndex"] = str(self.received)
        await self.send(update)

    async def withhold_handle(self) -> None:
        """Say that there is no handle just now."""
        if self.gives_handles:
            await self.send(messages.resumption(None))

    async def close(self, close: Close) -> None:
        """Close as the service does: the reason cut at 123 bytes."""
        await self.socket.close(close.code, cut(close.reason))
