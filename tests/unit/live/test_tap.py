"""The door: what the tap relies on in google-genai and websockets. Fails when a release closes it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.asyncio.client import connect as websockets_connect

from tests.unit.live.service import Warp, endpoint_at, run, serving, talking
from tui.live.link import Timeouts, connect
from tui.live.setup import Endpoint, Setup
from tui.live.tap import Tap
from tui.store.journal import Journal
from tui.wire.frame import Direction


def test_websockets_still_takes_a_connection_class() -> None:
    taken = websockets_connect("ws://127.0.0.1:1", create_connection=Tap)
    assert taken is not None
    for name in ("handshake", "send", "recv", "process_event", "ping", "close"):
        assert callable(getattr(ClientConnection, name)), (
            f"websockets has no ClientConnection.{name} any more"
        )


def test_the_sdk_connects_through_the_tap_and_waits_for_nothing(tmp_path: Path) -> None:
    async def test() -> None:
        journal = Journal.create(tmp_path / "journal.jsonl")
        async with serving() as service:
            async with connect(endpoint_at(service.port), Setup(), journal, 7) as link:
                peer = await service.accept()
                raw = await peer.socket.recv()
                sent = link.last(Direction.SEND)
                assert sent is not None, "the SDK does not send through create_connection any more"
                assert sent.payload.decode() == raw, "the journal holds other bytes than crossed"
                assert "setup" in json.loads(raw)
                await peer.socket.send(b'{"setupComplete": {}, "unheard": "of"}\n')
                frame = await link.read()
                assert frame.payload == b'{"setupComplete": {}, "unheard": "of"}\n'
                assert frame.conn == 7
            await peer.gone()
        journal.close()

    run(test)


@pytest.mark.parametrize(
    ("version", "path"),
    [
        ("", "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent"),
        ("v1alpha", "/ws/google.ai.generativelanguage.v1alpha.GenerativeService.BidiGenerateContent"),
    ],
)
def test_the_developer_api_is_dialled_in_the_version_asked_for(
    tmp_path: Path, version: str, path: str
) -> None:
    async def test() -> None:
        async with serving() as service:
            endpoint = replace(endpoint_at(service.port), api_version=version)
            async with talking(service.port, tmp_path, endpoint=endpoint) as talk:
                peer = await service.accept_ready()
                assert peer.socket.request is not None
                assert peer.socket.request.path == path
                assert peer.socket.request.headers["x-goog-api-key"] == "secret-key"
                opened = await talk.event("open")
                assert opened["uri"].endswith(path)
                assert "secret-key" not in str(opened)

    run(test)


def test_an_ephemeral_token_goes_to_its_own_method(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service:
            endpoint = replace(endpoint_at(service.port), api_key="auth_tokens/secret")
            async with talking(service.port, tmp_path, endpoint=endpoint):
                peer = await service.accept_ready()
                assert peer.socket.request is not None
                assert peer.socket.request.path.endswith(
                    "v1alpha.GenerativeService.BidiGenerateContentConstrained"
                )
                assert peer.socket.request.headers["Authorization"] == "Token auth_tokens/secret"

    run(test)


def test_vertex_with_a_key_goes_to_its_own_service(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service:
            endpoint = replace(endpoint_at(service.port), vertexai=True)
            async with talking(service.port, tmp_path, endpoint=endpoint):
                peer = await service.accept()
                setup = await peer.be_ready()
                assert peer.socket.request is not None
                assert "LlmBidiService/BidiGenerateContent" in peer.socket.request.path
                assert setup["model"] == "publishers/google/models/gemini-3.8-live"

    run(test)


def test_vertex_without_credentials_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_GCE_CHECK", "true")
    monkeypatch.setenv("CLOUDSDK_CONFIG", str(tmp_path))
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS", raising=False)

    async def test() -> None:
        endpoint = Endpoint(vertexai=True, project="p", location="us-central1")
        async with talking(1, tmp_path, endpoint=endpoint) as talk:
            await talk.ended()
            assert "no Google Cloud credentials" in str(talk.engine.failure)
            assert "gcloud auth" in str(talk.engine.failure)
            assert len(talk.events("dial")) == 1

    run(test)


def test_what_the_sdk_refuses_before_dialling_is_a_configuration_error(tmp_path: Path) -> None:
    async def test() -> None:
        setup = Setup(extra={"session_resumption": {"transparent": True}})
        async with talking(1, tmp_path, setup=setup) as talk:
            await talk.ended()
            assert talk.engine.failure is not None
            assert talk.engine.failure.exit_code == 2
            assert "transparent" in str(talk.engine.failure)

    run(test)


SHORT = Timeouts(close=0.1, linger=0.0)


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()
    writer.close()


async def rude(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


async def half(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(1)
    writer.write(b"\x16\x03\x03")
    writer.close()


async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\nplain HTTP was expected")
    writer.close()


@pytest.mark.parametrize("manners", [rude, half, plain], ids=lambda manners: manners.__name__)
def test_a_service_that_breaks_off_the_handshake_is_dialled_again(tmp_path: Path, manners: object) -> None:
    async def test() -> None:
        server = await asyncio.start_server(manners, "127.0.0.1", 0)  # type: ignore[arg-type]
        async with server, talking(server.sockets[0].getsockname()[1], tmp_path, timeouts=SHORT) as talk:
            retry = await talk.event("retry", 2)
            assert retry["why"]
            assert not talk.sent()

    run(test)


def test_a_service_that_never_answers_the_handshake_is_given_up_on(tmp_path: Path) -> None:
    async def test() -> None:
        warp = Warp()
        server = await asyncio.start_server(silent, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server, talking(port, tmp_path, timeouts=SHORT, loop_factory=warp) as talk:
            await talk.event("dial")
            while not talk.events("retry"):
                await warp.advance(1)
                await asyncio.sleep(0.001)
            assert "in time" in talk.events("retry")[0]["why"]

    run(test)


def test_a_frame_cut_in_the_middle_is_a_lost_connection(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path, timeouts=SHORT) as talk:
            peer = await service.accept_ready()
            await talk.event("ready")
            peer.socket.transport.write(b"\x82\x7f\x00\x00\x00\x00\x00\x10\x00\x00half a frame")
            peer.cut()
            await talk.event("retry")
            assert talk.events("close")[0]["kind"] == "network"
            await service.accept_ready()

    run(test)
