"""A Live server on loopback: real TLS, real WebSocket, both of the service's paths."""

from __future__ import annotations

import asyncio
import logging
import ssl
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

from tui.simulator import certificate, http
from tui.simulator.connection import Connection
from tui.simulator.endpoint import key_of, locate
from tui.simulator.handles import TWO_HOURS, Handles
from tui.simulator.recording import Playback, Recording
from tui.simulator.scenario import Playbook, Scenario
from tui.simulator.scenario_file import load
from tui.simulator.served import Served
from tui.simulator.service import Service
from tui.simulator.stage import Stage
from tui.simulator.steps import parse_step
from tui.simulator.voice import voice_named

LOOPBACK = "127.0.0.1"

_LOG = logging.getLogger("tui.simulator")
_LOG.addHandler(logging.NullHandler())


class Simulator:
    """`async with Simulator() as sim:` serves until the block ends. Raises ConfigError for its scenario.

    scenario: a packaged one's name, a file, or a Scenario. port: 0 takes a free one. state_dir: where
    conversations outlive the process; without it they are gone with the simulator. seed: makes a run
    repeat to the byte. pace: seconds between the frames of an answer, if not the scenario's own.
    voice: `tones`, `espeak`, or `auto`. tls: off for plain `ws://`. pem: a certificate of one's own.
    handle_lifetime: seconds. recording: what to play instead of the scenario.
    """

    def __init__(
        self,
        scenario: str | Scenario = "greeting",
        *,
        port: int = 0,
        state_dir: Path | None = None,
        seed: int | str | None = None,
        pace: float | None = None,
        voice: str = "tones",
        tls: bool = True,
        pem: Path | None = None,
        handle_lifetime: float = TWO_HOURS,
        recording: Recording | None = None,
    ) -> None:
        self.scenario = load(scenario) if isinstance(scenario, str) else scenario
        self.port = port
        self.ca_file = Path()
        self._state_dir = state_dir
        self.tls = tls
        self._pem = pem
        self._lifetime = handle_lifetime
        self._recording = recording
        self._voice = voice
        self._seed = seed
        self._pace = pace

    @property
    def url(self) -> str:
        """What an SDK takes as its base URL."""
        return f"http{'s' if self.tls else ''}://{LOOPBACK}:{self.port}"

    @property
    def served(self) -> Served:
        """How much was served."""
        return self._service.served

    def environment(self) -> dict[str, str]:
        """The variables that point an SDK here."""
        names = {"GEMINI_API_KEY": "simulated", "GOOGLE_GEMINI_BASE_URL": self.url}
        return names | ({"SSL_CERT_FILE": str(self.ca_file)} if self.tls else {})

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gemini-tui-")))
            self._service = self._make_service(scratch)
            server = await stack.enter_async_context(
                serve(
                    self._serve,
                    LOOPBACK,
                    self.port,
                    ssl=self._certify(scratch),
                    process_request=self._admit,
                    max_size=None,
                    compression=None,
                    ping_interval=None,
                    logger=_LOG,
                    close_timeout=1,
                )
            )
            self.port = next(iter(server.sockets)).getsockname()[1]
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    def _make_service(self, scratch: Path) -> Service:
        return Service(
            Playbook(self.scenario),
            Handles((self._state_dir or scratch) / "handles", lifetime=self._lifetime),
            voice_named(self._voice),
            self._pace,
            None if self._seed is None else str(self._seed),
        )

    def _certify(self, scratch: Path) -> ssl.SSLContext | None:
        if not self.tls:
            return None
        issued = certificate.load(self._pem) if self._pem else certificate.issue(scratch)
        self.ca_file = issued.ca_file
        return issued.context

    async def play(self, line: str) -> int:
        """Play one step to every client; how many there are. 0: the step is for whoever dials next.

        Raises ValueError where it is no step, or there is nobody to play it to.
        """
        step = parse_step(line)
        if step.verb.concerns_service:
            await step.play(Stage(self._service))
            return 0
        if not self._service.sessions:
            raise ValueError("nobody is connected")
        for session in self._service.sessions:
            session.spawn(step.play(Stage(self._service, session)))
        return len(self._service.sessions)

    async def _admit(self, socket: ServerConnection, request: Request) -> Response | None:
        if not key_of(request):
            return http.refusal(HTTPStatus.UNAUTHORIZED)
        if http.asks_for_models(request):
            return http.models()
        if locate(request.path) is None:
            return http.refusal(HTTPStatus.NOT_FOUND)
        if cue := self._service.playbook.pick("upgrade", request.path):
            await Stage(self._service, None, cue.groups).play(cue.rule.steps)
        status = self._service.take_refusal()
        return None if status is None else http.refusal(HTTPStatus(status))

    async def _serve(self, socket: ServerConnection) -> None:
        request = socket.request
        endpoint = locate(request.path) if request else None
        if request is None or endpoint is None:
            return
        rng = self._service.next_rng()
        self.served.open += 1
        try:
            if self._recording is None:
                await Connection(socket, endpoint, self._service, key_of(request), rng).serve()
            else:
                await Playback(socket, self._recording, self.served).serve()
        finally:
            self.served.open -= 1


class SimulatorThread:
    """`with SimulatorThread(...) as sim:` serves until the block ends; takes what `Simulator` takes."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._simulator = Simulator(*arguments, **options)
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

    def play(self, line: str) -> int:
        """`Simulator.play`, from any thread."""
        return asyncio.run_coroutine_threadsafe(self._simulator.play(line), self._loop).result()

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
