"""A client that believes nothing: it sends JSON, and keeps every message that comes."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tui.simulator.server import Simulator

DEVELOPER = "google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent"
VERTEX = "google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent"
NATIVE = "gemini-2.5-flash-native-audio-latest"
PATIENCE = 20.0

Message = dict[str, Any]


class Client:
    """Sends and receives; every received message is in `seen`."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.seen: list[Message] = []

    async def send(self, message: Any) -> None:
        await self.socket.send(json.dumps(message))

    async def say(self, words: str) -> None:
        await self.send({"clientContent": {"turns": [_turn(words)], "turnComplete": True}})

    async def receive(self) -> Message:
        async with asyncio.timeout(PATIENCE):
            message: Message = json.loads(await self.socket.recv())
        self.seen.append(message)
        return message

    async def until(self, wanted: Callable[[Message], bool]) -> list[Message]:
        """All messages up to the first that is wanted."""
        start = len(self.seen)
        while not wanted(await self.receive()):
            pass
        return self.seen[start:]

    async def turn(self, words: str) -> list[Message]:
        """Say something; all messages up to the end of the turn."""
        await self.say(words)
        return await self.until(ends_turn)

    async def close_of(self) -> tuple[int, str]:
        """Code and reason of the close that comes, all messages before it seen."""
        try:
            while True:
                await self.receive()
        except ConnectionClosed as closed:
            assert closed.rcvd, "the connection was cut"
            return closed.rcvd.code, closed.rcvd.reason


@asynccontextmanager
async def dial(
    sim: Simulator, setup: Message | None = None, *, path: str = DEVELOPER, key: str = "any", **members: Any
) -> AsyncIterator[Client]:
    """A client whose setup is sent: `setup` itself, or one for a model with these members."""
    secure = sim.url.startswith("https")
    trust = ssl.create_default_context(cafile=sim.ca_file) if secure else None
    uri = f"ws{'s' if secure else ''}://127.0.0.1:{sim.port}/ws/{path}"
    headers = {"x-goog-api-key": key} if key else {}
    async with connect(
        uri, ssl=trust, additional_headers=headers, max_size=None, compression=None, close_timeout=1
    ) as socket:
        client = Client(socket)
        await client.send({"setup": {"model": f"models/{NATIVE}"} | members} if setup is None else setup)
        yield client


def ends_turn(message: Message) -> bool:
    return "turnComplete" in content(message)


def is_handle(message: Message) -> bool:
    return "newHandle" in message.get("sessionResumptionUpdate", {})


def content(message: Message) -> Message:
    found = message.get("serverContent")
    return found if isinstance(found, dict) else {}


def transcript(messages: list[Message]) -> str:
    """What was said, as transcribed."""
    return "".join(content(m).get("outputTranscription", {}).get("text", "") for m in messages)


def shape(message: Any) -> str:
    """The members of a message, without their values: `serverContent.turnComplete + usageMetadata.…`."""
    return " + ".join(sorted(set(_paths(message, ""))))


_FREE = ("args", "response", "groundingMetadata")


def _paths(value: Any, path: str) -> list[str]:
    if isinstance(value, list):
        return [found for item in value for found in _paths(item, path)] or [path]
    if isinstance(value, dict) and path.rpartition(".")[2] not in _FREE:
        below = [found for key, item in value.items() for found in _paths(item, f"{path}.{key}".lstrip("."))]
        return below or [path + "{}"]
    return [path]


def _turn(words: str) -> Message:
    return {"role": "user", "parts": [{"text": words}]}
