"""Frames on their way out, and what goes wrong on the way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from websockets.asyncio.server import ServerConnection

from tui.simulator import messages
from tui.simulator.messages import Message
from tui.simulator.served import Served
from tui.wire.frame import parse

Mishap = Callable[[bytes], Awaitable[list[bytes]]]
"""What happens to a payload: what is sent in its place."""


@dataclass(slots=True)
class _Pending:
    mishap: Mishap
    left: int


class Outbox:
    """Sends in order, one frame at a time, and counts them."""

    def __init__(self, socket: ServerConnection, served: Served) -> None:
        self._served = served
        self.dripping = 0
        self._socket = socket
        self._pending: list[_Pending] = []
        self._lock = asyncio.Lock()

    def befall(self, mishap: Mishap, frames: int) -> None:
        """Let it happen to the next frames."""
        self._pending.append(_Pending(mishap, frames))

    async def send(self, message: Message) -> None:
        """One message, as the service writes it."""
        await self.send_payload(messages.encode(message))

    async def send_payload(self, payload: bytes | str) -> None:
        """Any payload: bytes in a binary frame, a string in a text frame."""
        async with self._lock:
            if isinstance(payload, str):
                self._served.sent += 1
                await self._socket.send(payload)
                return
            for outcome in await self._mishandle(payload) if self._pending else [payload]:
                await self._write(outcome)

    async def _mishandle(self, payload: bytes) -> list[bytes]:
        payloads = [payload]
        for pending in self._pending:
            pending.left -= 1
            payloads = [outcome for before in payloads for outcome in await pending.mishap(before)]
        self._pending = [pending for pending in self._pending if pending.left > 0]
        return payloads

    async def _write(self, payload: bytes) -> None:
        self._served.sent += 1
        if self.dripping:
            self.dripping -= 1
            await self._drip(payload)
        else:
            await self._socket.send(payload)

    async def _drip(self, payload: bytes) -> None:
        """One byte a write. Nothing is read meanwhile: an answer to a ping would land within the frame."""
        transport, protocol = self._socket.transport, self._socket.protocol
        transport.pause_reading()
        protocol.send_binary(payload)
        rest = bytearray(b"".join(protocol.data_to_send()))
        try:
            while rest and not transport.is_closing():
                transport.write(bytes([rest.pop(0)]))
                await asyncio.sleep(0)
        finally:
            transport.write(bytes(rest))
            transport.resume_reading()


async def lose(payload: bytes) -> list[bytes]:
    """It never leaves."""
    return []


async def duplicate(payload: bytes) -> list[bytes]:
    """It is sent twice."""
    return [payload, payload]


async def garble(payload: bytes) -> list[bytes]:
    """It is no JSON any more."""
    return [payload.replace(b":", b";", 1)]


async def decorate(payload: bytes) -> list[bytes]:
    """It has members that nobody knows, at the top and below; what is no object stays as it is."""
    message = parse(payload)
    if not isinstance(message, dict):
        return [payload]
    stranger = {"notInAnySchema": {"because": "the future has more members"}}
    below = {name: body | stranger for name, body in message.items() if isinstance(body, dict)}
    return [messages.encode(message | below | stranger)]


def delay(seconds: float) -> Mishap:
    """It waits, and so do those behind it."""

    async def wait(payload: bytes) -> list[bytes]:
        await asyncio.sleep(seconds)
        return [payload]

    return wait


def truncate(size: int) -> Mishap:
    """Its end is missing."""

    async def shorten(payload: bytes) -> list[bytes]:
        return [payload[:size]]

    return shorten


def reorder() -> Mishap:
    """It is sent after the one behind it."""
    held: list[bytes] = []

    async def swap(payload: bytes) -> list[bytes]:
        if held:
            return [payload, held.pop()]
        held.append(payload)
        return []

    return swap
