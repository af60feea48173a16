"""A Live service on loopback whose every word a test speaks, and an engine that talks to it."""

from __future__ import annotations

import asyncio
import functools
import json
import ssl
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import trustme
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.http11 import Request, Response

from tui.live.engine import Engine
from tui.live.link import Timeouts
from tui.live.requests import SendText, Stop
from tui.live.retry import Backoff
from tui.live.setup import Endpoint, Setup
from tui.store.journal import Journal
from tui.wire.frame import Direction, Frame

PATIENCE = 20.0
"""Seconds after which a test that waits has failed."""
EAGER = Backoff(first=0.001, later=0.001, longest=0.01, calm=0.0, draw=lambda: 0.0)
FAR = Backoff(first=3600.0, longest=3600.0, draw=lambda: 0.0)
"""A next try that a test has to ask for."""


@functools.cache
def certificates() -> tuple[ssl.SSLContext, str]:
    """A server's context, and the file of the authority that signed it."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    ca_file = Path(tempfile.mkdtemp(prefix="gemini-tui-test-")) / "ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    return context, str(ca_file)


class Peer:
    """One connection, seen from the service."""

    def __init__(self, socket: ServerConnection) -> None:
        self.socket = socket

    async def hear(self) -> dict[str, Any]:
        """The client's next message."""
        async with asyncio.timeout(PATIENCE):
            message: dict[str, Any] = json.loads(await self.socket.recv())
            return message

    async def hear_text(self) -> str:
        """What the user typed, as clientContent."""
        message = await self.hear()
        text: str = message["client_content"]["turns"][-1]["parts"][0]["text"]
        return text

    async def say(self, message: object) -> None:
        """A message, in binary and pretty as the service sends it."""
        await self.socket.send(json.dumps(message, indent=2).encode() + b"\n")

    async def be_ready(self) -> dict[str, Any]:
        """Take the setup and complete it; the setup."""
        setup: dict[str, Any] = (await self.hear())["setup"]
        await self.say({"setupComplete": {}})
        return setup

    async def give_handle(self, value: str) -> None:
        """A good resumption handle."""
        await self.say({"sessionResumptionUpdate": {"newHandle": value, "resumable": True}})

    async def begin_answer(self, text: str) -> None:
        """A part of an answer."""
        await self.say({"serverContent": {"outputTranscription": {"text": text}}})

    async def end_turn(self) -> None:
        """The answer is complete."""
        await self.say({"serverContent": {"turnComplete": True}})

    async def answer(self, text: str) -> None:
        """A whole answer."""
        await self.begin_answer(text)
        await self.end_turn()

    async def close(self, code: int = 1000, reason: str = "") -> None:
        """Close with a code and a reason."""
        await self.socket.close(code, reason)

    def cut(self) -> None:
        """Drop the TCP connection without a word."""
        self.socket.transport.abort()

    async def gone(self) -> None:
        """Wait until the client has closed."""
        async with asyncio.timeout(PATIENCE):
            await self.socket.wait_closed()


@dataclass
class Service:
    """Accepted connections, in order. port: of loopback."""

    server: Server
    accepted: asyncio.Queue[Peer]
    port: int

    async def accept(self) -> Peer:
        """The next connection."""
        async with asyncio.timeout(PATIENCE):
            return await self.accepted.get()

    async def accept_ready(self) -> Peer:
        """The next connection, its setup completed."""
        peer = await self.accept()
        await peer.be_ready()
        return peer


Refusal = Callable[[ServerConnection, Request], Response | None]


@asynccontextmanager
async def serving(*, refuse: Refusal | None = None) -> AsyncIterator[Service]:
    """A service for a block."""
    accepted: asyncio.Queue[Peer] = asyncio.Queue()

    async def take(socket: ServerConnection) -> None:
        await accepted.put(Peer(socket))
        await socket.wait_closed()

    context, _ = certificates()
    options: dict[str, Any] = {"max_size": None, "compression": None, "close_timeout": 0.2}
    async with serve(take, "127.0.0.1", 0, ssl=context, process_request=refuse, **options) as server:
        yield Service(server, accepted, next(iter(server.sockets)).getsockname()[1])


def endpoint_at(port: int) -> Endpoint:
    """A service on loopback."""
    return Endpoint(api_key="secret-key", base_url=f"https://127.0.0.1:{port}", ca_file=certificates()[1])


@dataclass
class Recorded:
    """A session as the engine sees it."""

    journal: Journal


@dataclass
class Talk:
    """An engine that runs, and what it has written."""

    engine: Engine
    journal: Journal
    done: asyncio.Task[None]
    grown: asyncio.Event = field(default_factory=asyncio.Event)
    read: list[Frame] = field(default_factory=list)

    def frames(self) -> list[Frame]:
        """All that is in the journal by now."""
        self.read += self.journal.frames(len(self.read))
        return self.read

    def events(self, name: str) -> list[dict[str, Any]]:
        """The fields of every event of a name."""
        return [dict(frame.message) for frame in self.frames() if frame.event == name]

    def sent(self) -> list[Frame]:
        """Every frame that was sent."""
        return [frame for frame in self.frames() if frame.direction is Direction.SEND]

    def received(self) -> list[Frame]:
        """Every frame that came."""
        return [frame for frame in self.frames() if frame.direction is Direction.RECEIVE]

    async def until(self, condition: Callable[[], Any]) -> Any:
        """Wait for a condition on the journal; what it gave."""
        async with asyncio.timeout(PATIENCE):
            while not (found := condition()):
                self.grown.clear()
                if not (found := condition()):
                    await self.grown.wait()
            return found

    async def heard(self, text: str) -> None:
        """Wait until something has come that holds a text."""
        await self.until(lambda: any(text.encode() in frame.payload for frame in self.received()))

    async def event(self, name: str, count: int = 1) -> dict[str, Any]:
        """Wait for the `count`-th event of a name; its fields."""
        events: list[dict[str, Any]] = await self.until(
            lambda: found if len(found := self.events(name)) >= count else None
        )
        return events[count - 1]

    async def ended(self) -> None:
        """Wait until the engine has."""
        async with asyncio.timeout(PATIENCE):
            await asyncio.shield(self.done)

    async def stop(self) -> None:
        """Ask it to end, and wait."""
        self.engine.request(Stop())
        await self.ended()


def handle_of(setup: dict[str, Any]) -> str:
    """What a setup resumes with."""
    return str(setup["sessionResumption"].get("handle", ""))


async def a_turn(peer: Peer, talk: Talk, text: str) -> None:
    """Asked and answered."""
    talk.engine.request(SendText(text))
    assert await peer.hear_text() == text
    await peer.answer(f"heard {text}")


@asynccontextmanager
async def talking(port: int, path: Path, **options: Any) -> AsyncIterator[Talk]:
    """An engine on a thread of its own, for a block."""
    journal = Journal.create(path / "journal.jsonl")
    setup = options.pop("setup", Setup())
    endpoint = options.pop("endpoint", endpoint_at(port))
    options.setdefault("backoff", EAGER)
    options.setdefault("timeouts", Timeouts(linger=0.0))
    engine = Engine(endpoint, setup, Recorded(journal), **options)
    loop = asyncio.get_running_loop()
    talk = Talk(engine, journal, asyncio.create_task(asyncio.to_thread(engine.run)))

    def tell() -> None:
        loop.call_soon_threadsafe(talk.grown.set)

    journal.on_append = tell
    try:
        yield talk
    finally:
        await talk.stop()
        journal.on_append = None
        journal.close()


class WarpLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock a test can put forward; its sockets are real."""

    def __init__(self) -> None:
        self._offset = 0.0
        super().__init__()

    def time(self) -> float:
        """Seconds, those that were skipped included."""
        return super().time() + self._offset

    async def skip(self, seconds: float) -> None:
        """Put it forward, and let what is due happen."""
        self._offset += seconds
        for _ in range(5):
            await asyncio.sleep(0)


class Warp:
    """Makes one WarpLoop for an engine and keeps it at hand."""

    def __init__(self) -> None:
        self.loop = WarpLoop()

    def __call__(self) -> WarpLoop:
        return self.loop

    async def advance(self, seconds: float) -> None:
        """Let time pass on the engine's loop, a second at a time."""
        while seconds > 0:
            step = asyncio.run_coroutine_threadsafe(self.loop.skip(min(1.0, seconds)), self.loop)
            await asyncio.wrap_future(step)
            seconds -= 1.0


def run(test: Callable[[], Awaitable[None]]) -> None:
    """Run an async test."""

    async def bounded() -> None:
        async with asyncio.timeout(3 * PATIENCE):
            await test()

    asyncio.run(bounded())
