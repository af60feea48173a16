"""A sound server at the other end of a long line: a socket whose every byte is late, both ways."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from pathlib import Path
from types import TracebackType
from typing import Self


class FarAway:
    """Relays a Unix socket with a delay (seconds, one way), on a thread of its own."""

    def __init__(self, near: Path, server: Path, delay: float) -> None:
        self.near = near
        self._server = server
        self._delay = delay
        self._listening = threading.Event()
        self._relays: set[asyncio.Future[None]] = set()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._listening.wait(5)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._enough.set)
        self._thread.join()

    async def _serve(self) -> None:
        self._loop, self._enough = asyncio.get_running_loop(), asyncio.Event()
        listener = await asyncio.start_unix_server(self._relay, self.near)
        self._listening.set()
        await self._enough.wait()
        listener.close()
        await asyncio.gather(*self._relays)

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._relays.add(asyncio.ensure_future(self._carry(reader, writer)))

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_unix_connection(self._server)
        pumps = [
            asyncio.create_task(self._pump(reader, far_writer)),
            asyncio.create_task(self._pump(far_reader, writer)),
        ]
        await asyncio.wait([*pumps, asyncio.create_task(self._enough.wait())], return_when="FIRST_COMPLETED")
        for end in (writer, far_writer):
            end.transport.abort()
            with contextlib.suppress(ConnectionError):
                await end.wait_closed()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while block := await reader.read(1 << 16):
                self._loop.call_later(self._delay, self._deliver, writer, block)
        except ConnectionError:
            pass
        await asyncio.sleep(self._delay)

    @staticmethod
    def _deliver(writer: asyncio.StreamWriter, block: bytes) -> None:
        if not writer.is_closing():
            writer.write(block)
