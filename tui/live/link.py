"""One connection: connect, tap, send, close.

The SDK connects, authenticates, shapes the setup and what is sent; what the server says is read at the
socket, so that nothing the SDK does not know is lost.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import warnings
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tui.errors import ConfigError
from tui.live.address import unknown_host
from tui.live.models import InputKind
from tui.live.setup import Endpoint, Setup
from tui.live.validation import problems
from tui.store.journal import Journal
from tui.wire.frame import Direction, Frame

if TYPE_CHECKING:
    from google.genai import Client
    from google.genai.live import AsyncSession

    from tui.live.tap import Tap


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds. The service's pongs were measured at 8 to 30 s, hence the patience.

    linger: how long an end waits for the handle that knows the last turn.
    """

    handshake: float = 10.0
    setup: float = 20.0
    close: float = 3.0
    ping_interval: float = 20.0
    ping_timeout: float = 60.0
    linger: float = 1.0


Note = Callable[[Frame], None]


def _ignore(frame: Frame) -> None:
    pass


class Link:
    """An open connection; not yet ready: setupComplete is the first frame to `read`."""

    def __init__(self, session: AsyncSession, tap: Tap) -> None:
        self._session = session
        self._tap = tap
        self._sending = asyncio.Lock()

    @property
    def opened(self) -> float:
        """Unix seconds."""
        return self._tap.opened

    @property
    def is_open(self) -> bool:
        """Whether anything can still go out."""
        return self._tap.is_open

    @property
    def latency(self) -> float:
        """Seconds of the last ping's round trip; 0 before there was one."""
        return self._tap.latency

    def last(self, direction: Direction) -> Frame | None:
        """The last frame that went this way."""
        return self._tap.last.get(direction)

    async def read(self) -> Frame:
        """The next frame, already in the journal. Raises websockets.ConnectionClosed."""
        return await self._tap.read()

    @property
    def backlog(self) -> int:
        """Bytes of messages that wait to be sent."""
        return self._tap.backlog

    async def ping(self) -> bool:
        """Wait for a pong, `latency` then has the round trip; False if it closed meanwhile."""
        from websockets.exceptions import ConnectionClosed

        try:
            await (await self._tap.ping())
        except ConnectionClosed:
            return False
        return True

    async def send_text(self, text: str, kind: InputKind, note: Note = _ignore) -> Frame | None:
        """A turn of the user. Senders return the frame; None where it was closed before it could go.

        note: told of the frame when it is written down, since what follows may take long.
        """
        if kind is InputKind.REALTIME:
            return await self._send(self._session.send_realtime_input(text=text), note)
        turn: Any = {"role": "user", "parts": [{"text": text}]}
        return await self._send(self._session.send_client_content(turns=turn, turn_complete=True), note)

    async def send_history(self, contents: Sequence[Mapping[str, Any]]) -> Frame | None:
        """Turns of user and model that were; no answer is asked."""
        turns: Any = [dict(content) for content in contents]
        return await self._send(self._session.send_client_content(turns=turns, turn_complete=False))

    async def send_blob(self, medium: str, data: bytes, mime_type: str) -> Frame | None:
        """A chunk of realtime `audio` or `video`."""
        blob: Any = {"data": data, "mime_type": mime_type}
        if medium == "audio":
            return await self._send(self._session.send_realtime_input(audio=blob))
        return await self._send(self._session.send_realtime_input(video=blob))

    async def send_audio_end(self) -> Frame | None:
        """No more audio for now."""
        return await self._send(self._session.send_realtime_input(audio_stream_end=True))

    async def send_activity(self, *, start: bool, note: Note = _ignore) -> Frame | None:
        """`activityStart` or `activityEnd`."""
        mark: Any = {}
        if start:
            return await self._send(self._session.send_realtime_input(activity_start=mark), note)
        return await self._send(self._session.send_realtime_input(activity_end=mark), note)

    async def send_tool_response(self, response: Mapping[str, Any], note: Note = _ignore) -> Frame | None:
        """The answer to a call: id, name, response, and scheduling where the tool has one."""
        answer: Any = dict(response)
        return await self._send(self._session.send_tool_response(function_responses=[answer]), note)

    async def send_raw(self, payload: str, note: Note = _ignore) -> Frame | None:
        """A frame as it is."""
        return await self._send(self._tap.send(payload), note)

    async def _send(self, sending: Coroutine[Any, Any, None], note: Note = _ignore) -> Frame | None:
        """One at a time. That it closed is the receive loop's to explain."""
        from websockets.exceptions import ConnectionClosed

        async with self._sending:
            before = self.last(Direction.SEND)
            self._tap.note = note
            with suppress(ConnectionClosed):
                await sending
            frame = self.last(Direction.SEND)
            return None if frame is before else frame

    async def close(self) -> None:
        """Close from our side; `read` then raises."""
        await self._tap.close()


@asynccontextmanager
async def connect(
    endpoint: Endpoint,
    setup: Setup,
    journal: Journal,
    conn: int,
    *,
    handle: str = "",
    timeouts: Timeouts | None = None,
) -> AsyncIterator[Link]:
    """Dial, send the setup; closed on leaving. Raises ConfigError, and what websockets,
    ssl and the OS raise."""
    from tui.live.tap import Tap

    taps: list[Tap] = []

    def tapped(*args: Any, **kwargs: Any) -> Tap:
        taps.append(Tap(*args, journal=journal, conn=conn, about=about, **kwargs))
        return taps[-1]

    version = endpoint.version_for(setup.model)
    about = {"model": setup.model, "endpoint": endpoint.backend, "version": version, "handle": handle[:8]}
    config: Any = setup.config(handle)
    if wrong := problems(config):
        raise ConfigError(f"{setup.locate(wrong[0].path)}: {wrong[0].what}", hint="Change the setup")
    with _refusals(taps), _lookups(endpoint):
        client = _client(endpoint, version, tapped, timeouts or Timeouts())
        try:
            async with client.aio.live.connect(model=setup.model, config=config) as session:
                yield Link(session, taps[-1])
        finally:
            await client.aio.aclose()


@contextmanager
def _refusals(taps: Sequence[Tap]) -> Iterator[None]:
    """What the SDK raises before it dials is about what it was given. Raises ConfigError."""
    try:
        yield
    except (ValueError, RuntimeError) as error:
        if taps:
            raise
        raise ConfigError(f"the SDK refuses the setup: {error}", hint="Change the setup") from error


@contextmanager
def _lookups(endpoint: Endpoint) -> Iterator[None]:
    """The resolver does not say which name it was asked for. Raises UnknownHost."""
    try:
        yield
    except socket.gaierror as error:
        raise unknown_host(endpoint.base_url) from error


def _client(endpoint: Endpoint, version: str, create_connection: Any, timeouts: Timeouts) -> Client:
    from google.genai import Client, types

    warnings.filterwarnings("ignore", module="google.genai")  # it would be printed across the screen
    arguments: dict[str, Any] = {
        "create_connection": create_connection,
        "max_size": None,
        "compression": None,
        "open_timeout": timeouts.handshake,
        "close_timeout": timeouts.close,
        "ping_interval": timeouts.ping_interval,
        "ping_timeout": timeouts.ping_timeout,
    }
    if endpoint.ca_file:
        arguments["ssl"] = ssl.create_default_context(cafile=endpoint.ca_file)
    options = types.HttpOptions(
        base_url=endpoint.base_url or None, api_version=version or None, async_client_args=arguments
    )
    return Client(http_options=options, **credentials(endpoint))


def credentials(endpoint: Endpoint) -> dict[str, Any]:
    """The SDK Client's arguments to authenticate: a key, or a project and a location."""
    if endpoint.vertexai and endpoint.project and endpoint.location:
        return {"vertexai": True, "project": endpoint.project, "location": endpoint.location}
    return {"vertexai": endpoint.vertexai, "api_key": endpoint.api_key}
