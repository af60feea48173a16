"""One client's socket: what it says, and what the server answers."""

from __future__ import annotations

import asyncio
import contextlib
import random
import re
import uuid
from collections.abc import Mapping
from typing import Any

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from tui.simulator import answer, messages
from tui.simulator.conversation import Conversation
from tui.simulator.endpoint import Endpoint
from tui.simulator.handles import Handles
from tui.simulator.messages import Message
from tui.simulator.refusals import INVALID, Refused, cut
from tui.simulator.setup import Setup, read_setup
from tui.wire.frame import parse
from tui.wire.spelling import pick, pick_list, pick_map, pick_text

_LAST_QUESTION = re.compile(r"last question", re.IGNORECASE)


class Connection:
    """A session on one socket. `rng` decides everything that is not decided by the client."""

    def __init__(self, socket: ServerConnection, endpoint: Endpoint, handles: Handles, rng: random.Random):
        self._socket = socket
        self._endpoint = endpoint
        self._handles = handles
        self._rng = rng
        self._turn: asyncio.Task[None] | None = None
        self._setup: Setup
        self._conversation: Conversation

    async def serve(self) -> None:
        """Until either side closes."""
        with contextlib.suppress(ConnectionClosed):
            try:
                await self._open()
                await self._listen()
            except Refused as refused:
                await self._socket.close(refused.close.code, cut(refused.close.reason))
            finally:
                await self._silence()

    async def _open(self) -> None:
        self._setup = read_setup(parse(await self._receive()))
        if self._setup.handle:
            self._conversation = self._handles.redeem(self._setup.handle, self._setup.model)
        else:
            self._conversation = Conversation(self._name(), self._setup.model)
        await self._send(messages.setup_complete(self._name() if self._endpoint.vertex else None))
        await self._issue_handle()

    async def _listen(self) -> None:
        self._handles.hold(self._conversation)
        try:
            while True:
                await self._hear(parse(await self._receive()))
        finally:
            self._handles.release(self._conversation)

    async def _receive(self) -> bytes:
        return await self._socket.recv(decode=False)

    async def _hear(self, message: Any) -> None:
        if not isinstance(message, Mapping):
            raise Refused(INVALID)
        content = pick_map(message, "clientContent")
        if content:
            await self._hear_content(content)
        text = pick_text(pick(message, "realtimeInput"), "text")
        if text:
            await self._begin(text)

    async def _hear_content(self, content: Mapping[str, Any]) -> None:
        turns = [(pick_text(turn, "role") or "user", _words(turn)) for turn in pick_list(content, "turns")]
        if not pick(content, "turnComplete"):
            for role, words in turns:
                self._conversation.add(role, words)
            return
        for role, words in turns[:-1]:
            self._conversation.add(role, words)
        await self._begin(turns[-1][1] if turns else "")

    async def _begin(self, said: str) -> None:
        if await self._silence():
            await self._send(messages.content(interrupted=True))
            await self._end_turn("")
        self._turn = asyncio.create_task(self._answer(said))

    async def _silence(self) -> bool:
        """Stop the answer in flight; whether there was one."""
        turn, self._turn = self._turn, None
        if turn is None or turn.done():
            return False
        turn.cancel()
        await asyncio.wait([turn])
        return True

    async def _answer(self, said: str) -> None:
        with contextlib.suppress(ConnectionClosed):
            await self._send_if(self._setup.resumes, messages.resumption(None))
            reply = self._reply(said)
            self._conversation.add("user", said)
            for message in self._speech(reply):
                await self._send(message)
                await asyncio.sleep(0)
            await self._send(messages.content(generationComplete=True))
            await self._end_turn(reply)

    async def _end_turn(self, reply: str) -> None:
        modality = "TEXT" if self._setup.modality == "TEXT" else "AUDIO"
        usage = answer.usage(self._conversation.tokens + 300, 1 + len(reply) // 4, modality)
        self._conversation.add("model", reply)
        await self._send(messages.content(turnComplete=True) | usage)
        await self._issue_handle()

    def _reply(self, said: str) -> str:
        before = self._conversation.last_question
        if _LAST_QUESTION.search(said):
            return f"Your last question was: {before}" if before else "You have not asked me anything yet."
        return f"Hello! I am the simulator, and I heard: {said}"

    def _speech(self, reply: str) -> Any:
        if self._setup.modality == "TEXT":
            return answer.written(reply, self._rng)
        return answer.spoken(reply, self._rng, transcribed=self._setup.transcribes_output)

    async def _issue_handle(self) -> None:
        if self._setup.resumes:
            handle = self._name()
            self._handles.issue(handle, self._conversation)
            await self._send(messages.resumption(handle))

    def _name(self) -> str:
        return str(uuid.UUID(int=self._rng.getrandbits(128), version=4))

    async def _send_if(self, wanted: bool, message: Message) -> None:
        if wanted:
            await self._send(message)

    async def _send(self, message: Message) -> None:
        await self._socket.send(messages.encode(message))


def _words(turn: Any) -> str:
    return " ".join(pick_text(part, "text") for part in pick_list(turn, "parts")).strip()
