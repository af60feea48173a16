"""A bad network between a client and a service on loopback: it cuts, delays and half-closes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


class Proxy:
    """Forwards TCP. port: where clients connect. latency: seconds added to everything the service says."""

    def __init__(self, target: int) -> None:
        self.port = 0
        self.latency = 0.0
        self.connections = 0
        self._target = target
        self._writers: list[tuple[asyncio.StreamWriter, asyncio.StreamWriter]] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One client."""
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
        self.connections += 1
        self._writers.append((writer, far_writer))
        with suppress(OSError, RuntimeError):
            await asyncio.gather(self._pump(reader, far_writer), self._pump(far_reader, writer, back=True))
        for end in (writer, far_writer):
            end.transport.abort()

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, back: bool = False
    ) -> None:
        while data := await reader.read(65_536):
            if back and self.latency:
                await asyncio.sleep(self.latency)
            if not writer.is_closing():
                writer.write(data)
                await writer.drain()
        writer.transport.abort()

    def cut(self) -> None:
        """Reset every connection."""
        for pair in self._writers:
            for writer in pair:
                writer.transport.abort()
        self._writers.clear()

    def half_close(self) -> None:
        """The service's side says no more; what the client says still goes through."""
        for near, _ in self._writers:
            with suppress(OSError, RuntimeError):
                near.write_eof()
        self._writers.clear()


@asynccontextmanager
async def proxying(target: int) -> AsyncIterator[Proxy]:
    """A proxy for a block."""
    proxy = Proxy(target)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        proxy.cut()
        server.close()
