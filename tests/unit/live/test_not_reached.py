"""What stands at an address and is no Live service with TLS: the cause is said, and what to do."""

from __future__ import annotations

import asyncio
import socket
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


def know_nobody(host: str, *_: object, **__: object) -> list[object]:
    """As a resolver does of a name that is spelt wrong."""
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


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


@pytest.mark.parametrize(
    ("proxy", "said"),
    [
        ("", "the service's name cannot be resolved: nowhere.invalid"),
        ("http://user:word@relay.invalid:3128", "the proxy's name cannot be resolved: relay.invalid"),
    ],
)
def test_a_name_that_nobody_knows_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, proxy: str, said: str
) -> None:
    for name in ("https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    if proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy)
    monkeypatch.setattr(socket, "getaddrinfo", know_nobody)  # a resolver would ask the network

    async def test() -> None:
        cause, _ = await said_of("https://user:word@nowhere.invalid:8443", 8443, tmp_path)
        assert cause == said

    run(test)
