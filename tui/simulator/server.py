"""A Live server on loopback: real TLS, real WebSocket, both of the service's paths."""

from __future__ import annotations

import asyncio
import random
import tempfile
import threading
from concurrent.futures import Future
from contextlib import AsyncExitStack
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

from tui.simulator import certificate
from tui.simulator.connection import Connection
from tui.simulator.endpoint import locate
from tui.simulator.handles import Handles

LOOPBACK = "127.0.0.1"


class Simulator:
    """`async with Simulator() as sim:` serves until the block ends.

    port: 0 takes a free one. state_dir: where conversations outlive the process; without it they are
    gone with the simulator. seed: makes a run repeat to the byte.
    """

    def __init__(
        self,
        scenario: str = "greeting",
        *,
        port: int = 0,
        state_dir: Path | None = None,
        seed: int | str | None = None,
    ) -> None:
        self.scenario = scenario
        self.port = port
        self.ca_file = Path()
        self._state_dir = state_dir
        self._seed = seed
        self._served = 0
        self._stack = AsyncExitStack()

    @property
    def url(self) -> str:
        """What an SDK takes as its base URL."""
        return f"https://{LOOPBACK}:{self.port}"

    def environment(self) -> dict[str, str]:
        """The variables that point an SDK here."""
        return {
            "GEMINI_API_KEY": "simulated",
            "GOOGLE_GEMINI_BASE_URL": self.url,
            "SSL_CERT_FILE": str(self.ca_file),
        }

    async def __aenter__(self) -> Self:
        scratch = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="gemini-tui-")))
        self._handles = Handles(self._state_dir or scratch / "handles")
        issued = certificate.issue(scratch)
        self.ca_file = issued.ca_file
        server = await self._stack.enter_async_context(
            serve(
                self._serve,
                LOOPBACK,
                self.port,
                ssl=issued.context,
                process_request=self._admit,
                max_size=None,
                compression=None,
                ping_interval=None,
            )
        )
        self.port = next(iter(server.sockets)).getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    def _admit(self, socket: ServerConnection, request: Request) -> Response | None:
        if locate(request.path) is None:
            return socket.respond(HTTPStatus.NOT_FOUND, "no such method\n")
        return None

    async def _serve(self, socket: ServerConnection) -> None:
        endpoint = locate(socket.request.path if socket.request else "")
        if endpoint is not None:
            self._served += 1
            rng = random.Random(None if self._seed is None else f"{self._seed}/{self._served}")
            await Connection(socket, endpoint, self._handles, rng).serve()


class SimulatorThread:
    """`with SimulatorThread(...) as sim:` serves from a thread of its own; takes what `Simulator` takes."""

    def __init__(self, scenario: str = "greeting", **options: Any) -> None:
        self._simulator = Simulator(scenario, **options)
        self._thread = threading.Thread(target=self._run, name="simulator", daemon=True)
        self._started: Future[None] = Future()

    def __enter__(self) -> Simulator:
        self._thread.start()
        self._started.result()
        return self._simulator

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:
            if self._started.done():
                raise
            self._started.set_exception(error)

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        async with self._simulator:
            self._started.set_result(None)
            await self._stop.wait()
