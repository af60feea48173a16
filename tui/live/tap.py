"""The tap: a WebSocket connection that writes every frame down before anyone looks into it.

Imported by `link` inside a function, since websockets is heavy.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from websockets.asyncio.client import ClientConnection
from websockets.frames import Frame as WebSocketFrame
from websockets.frames import Opcode as WebSocketOpcode
from websockets.http11 import Request
from websockets.protocol import State

from tui.store.journal import Journal
from tui.wire.frame import Direction, Frame, Opcode

_OPCODES = {WebSocketOpcode.TEXT: Opcode.TEXT, WebSocketOpcode.BINARY: Opcode.BINARY}
_SETUP_COMPLETE = b'{"setupComplete":{}}'


def public_uri(request: Request | None, host: str) -> str:
    """Where the connection went, without the query: a gateway's may hold a key."""
    path = request.path.partition("?")[0] if request else ""
    return f"wss://{host}{path}"


class Tap(ClientConnection):
    """Handed to the SDK as websockets' `create_connection`.

    The SDK sends through `send`. Its one `recv`, inside `connect`, is answered here, so that it parses
    nothing of the server's and cannot wait for ever: all that the server says is read with `read`.
    """

    def __init__(
        self, *args: Any, journal: Journal, conn: int, about: Mapping[str, Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.opened = 0.0
        self.backlog = 0
        self.note: Callable[[Frame], None] = lambda frame: None
        self.last: dict[Direction, Frame] = {}
        self._journal = journal
        self._conn = conn
        self._about = about
        self._opcodes: deque[Opcode] = deque()

    async def handshake(self, *args: Any, **kwargs: Any) -> None:
        """Open, and write down where to."""
        await super().handshake(*args, **kwargs)
        self.opened = time.time()
        host = self.request.headers.get("Host", "") if self.request else ""
        uri = public_uri(self.request, host)
        self._journal.event("open", conn=self._conn, uri=uri, **self._about)

    @property
    def is_open(self) -> bool:
        """Whether anything can still go out."""
        return self.state is State.OPEN

    async def send(self, message: Any, **options: Any) -> None:
        """Write down, then send. Once closed, nothing is written down: it cannot have left."""
        if self.is_open:
            opcode, payload = (
                (Opcode.TEXT, message.encode())
                if isinstance(message, str)
                else (Opcode.BINARY, bytes(message))
            )
            self.note(self._record(Direction.SEND, opcode, payload))
        self.backlog += len(message)
        try:
            await super().send(message, **options)
        finally:
            self.backlog -= len(message)

    async def close(self, code: int = 1000, reason: str = "") -> None:
        """Close, and do not wait for a service that has stopped reading: its buffers would have to empty."""
        try:
            async with asyncio.timeout(2 * (self.close_timeout or 0.0)):
                await super().close(code, reason)
        except TimeoutError:
            self.transport.abort()
            await self.wait_closed()

    async def recv(self, decode: bool | None = None) -> Any:
        """What the SDK's `connect` waits for."""
        return _SETUP_COMPLETE

    async def read(self) -> Frame:
        """The next frame, already in the journal. Raises websockets.ConnectionClosed."""
        payload = await super().recv(decode=False)
        opcode = self._opcodes.popleft() if self._opcodes else Opcode.BINARY
        return self._record(Direction.RECEIVE, opcode, payload)

    def process_event(self, event: Any) -> None:
        """Note a message's opcode: read as bytes, bad UTF-8 in a text frame does not end the session."""
        if isinstance(event, WebSocketFrame) and event.opcode in (
            WebSocketOpcode.TEXT,
            WebSocketOpcode.BINARY,
        ):
            self._opcodes.append(Opcode.TEXT if event.opcode is WebSocketOpcode.TEXT else Opcode.BINARY)
        super().process_event(event)

    def _record(self, direction: Direction, opcode: Opcode, payload: bytes) -> Frame:
        frame = self._journal.append(direction, opcode, payload, conn=self._conn)
        self.last[direction] = frame
        return frame
