"""What stands at an address and is no Live service with TLS: the cause is said, and what to do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.unit.live.service import FAR, run, talking
from tui.live.setup import Endpoint
from tui.simulator.server import Simulator

Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
HINT = "The SDK always dials wss: check --base-url, and whether a login page stands between"


async def cut(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """As a captive portal does to TLS."""
    await reader.read(1)
    writer.close()


async def answer_plainly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """As a web server without TLS does."""
    await reader.read(1)
    writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    writer.close()


async def said_of(base_url: str, port: int, path: Path) -> tuple[str, str]:
    """The cause and the hint of the first close."""
    endpoint = Endpoint(api_key="secret-key", base_url=base_url)
    async with talking(port, path, endpoint=endpoint, backoff=FAR) as talk:
        await talk.event("retry")
        (close,) = talk.events("close")
        return close["cause"], close["hint"]


@pytest.mark.parametrize(
    ("answer", "cause"),
    [(cut, "the connection was cut during TLS"), (answer_plainly, "what answers does not speak TLS")],
)
def test_a_port_without_tls_is_named_as_one(tmp_path: Path, answer: Answer, cause: str) -> None:
    async def test() -> None:
        async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            assert await said_of(f"https://127.0.0.1:{port}", port, tmp_path) == (cause, HINT)

    run(test)


def test_so_is_the_simulator_without_tls(tmp_path: Path) -> None:
    async def test() -> None:
        async with Simulator(tls=False) as simulator:
            said = await said_of(simulator.url, simulator.port, tmp_path)
            assert said == ("the connection was cut during TLS", HINT)

    run(test)
