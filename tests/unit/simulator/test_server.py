"""The server: where it listens, what it trusts, and what survives it."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.unit.simulator.raw import DEVELOPER, NATIVE, Client, dial, ends_turn, is_handle, transcript
from tui.errors import ConfigError
from tui.simulator.server import Simulator, SimulatorThread

WORDS: dict[str, Any] = {"outputAudioTranscription": {}}


def listeners(port: int) -> set[str]:
    """The addresses that something listens on at a port, as Linux writes them: `0100007F`."""
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path("/proc/net", table).read_text().splitlines()[1:]:
            _, local, _, state, *_ = line.split()
            address, _, number = local.partition(":")
            if int(number, 16) == port and state == "0A":
                found.add(address)
    return found


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="needs Linux's /proc/net/tcp")
@pytest.mark.parametrize("tls", [True, False])
def test_it_listens_on_loopback_and_nowhere_else(tls: bool) -> None:
    with SimulatorThread(tls=tls) as sim:
        assert listeners(sim.port) == {"0100007F"}


def test_a_name_of_this_machine_is_not_loopback_enough() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            pytest.skip("this machine has no address but loopback")
        outward = probe.getsockname()[0]
    with SimulatorThread() as sim, pytest.raises(OSError, match="refused"):
        socket.create_connection((outward, sim.port), timeout=5).close()


def test_the_environment_points_a_client_here_and_the_certificate_is_trusted() -> None:
    with SimulatorThread() as sim:
        environment = sim.environment()
        assert environment["GOOGLE_GEMINI_BASE_URL"] == f"https://127.0.0.1:{sim.port}"
        trust = ssl.create_default_context(cafile=environment["SSL_CERT_FILE"])
        request = Request(
            sim.url + "/v1beta/models", headers={"x-goog-api-key": environment["GEMINI_API_KEY"]}
        )
        with urlopen(request, context=trust) as response:
            names = [model["name"] for model in json.load(response)["models"]]
        assert f"models/{NATIVE}" in names


def test_nobody_else_trusts_it() -> None:
    with SimulatorThread() as sim, pytest.raises(OSError, match="CERTIFICATE_VERIFY_FAILED"):
        urlopen(sim.url, context=ssl.create_default_context())


def test_the_certificate_is_gone_with_the_simulator() -> None:
    with SimulatorThread() as sim:
        assert sim.ca_file.exists()
    assert not sim.ca_file.exists()


def test_a_path_the_service_does_not_have_is_not_found() -> None:
    with SimulatorThread() as sim:
        request = Request(sim.url + "/ws/google.ai.Nothing", headers={"x-goog-api-key": "k"})
        with pytest.raises(HTTPError) as error:
            urlopen(request, context=ssl.create_default_context(cafile=sim.ca_file))
        with error.value as response:
            assert json.load(response)["error"]["status"] == "NOT_FOUND"


def test_the_frames_are_binary_and_pretty_printed() -> None:
    async def talk() -> bytes:
        async with Simulator() as sim, dial(sim) as client:
            frame = await client.socket.recv()
            assert isinstance(frame, bytes)
            return frame

    assert asyncio.run(talk()) == b'{\n  "setupComplete": {}\n}\n'


@pytest.mark.parametrize("slashes", ["/", "//"])
@pytest.mark.parametrize("method", ["BidiGenerateContent", "BidiGenerateContentConstrained"])
@pytest.mark.parametrize("version", ["v1", "v1beta", "v1alpha"])
def test_every_version_of_the_developer_api_is_served(slashes: str, method: str, version: str) -> None:
    path = f"{slashes}ws/google.ai.generativelanguage.{version}.GenerativeService.{method}?key=k"

    async def talk() -> str:
        async with Simulator(tls=False) as sim, connect(f"ws://127.0.0.1:{sim.port}{path}") as client:
            await client.send(json.dumps({"setup": {"model": f"models/{NATIVE}"}}))
            return str(await client.recv())

    assert "setupComplete" in asyncio.run(talk())


def test_a_taken_port_is_an_error_not_another_port() -> None:
    async def serve(port: int) -> None:
        async with Simulator(port=port):
            pass

    with SimulatorThread() as sim, pytest.raises(OSError, match="in use"):
        asyncio.run(serve(sim.port))


def test_an_error_of_the_thread_is_an_error_of_its_starter() -> None:
    with pytest.raises(ConfigError, match="there is no scenario"), SimulatorThread("nowhere"):
        pass


def test_a_step_is_played_from_another_thread() -> None:
    thread = SimulatorThread()
    with thread as sim:
        assert thread.play("refuse 503") == 0
        request = Request(f"{sim.url}/ws/{DEVELOPER}", headers={"x-goog-api-key": "k"})
        with pytest.raises(HTTPError, match="503") as error:
            urlopen(request, context=ssl.create_default_context(cafile=sim.ca_file))
        error.value.close()
        with pytest.raises(ValueError, match="nobody is connected"):
            thread.play("cut")


def test_a_conversation_goes_on_in_another_process(tmp_path: Path) -> None:
    async def first() -> str:
        async with Simulator(state_dir=tmp_path, pace=0) as sim, dial(sim, sessionResumption={}) as client:
            await client.turn("What is the capital of Brazil?")
            await client.until(is_handle)
            return str(client.seen[-1]["sessionResumptionUpdate"]["newHandle"])

    async def second(handle: str) -> str:
        members = WORDS | {"sessionResumption": {"handle": handle}}
        async with Simulator(state_dir=tmp_path, pace=0) as sim, dial(sim, **members) as client:
            return transcript(await client.turn("What was the last question I asked?"))

    words = asyncio.run(second(asyncio.run(first())))
    assert words == "Your last question was: What is the capital of Brazil?"


def test_two_clients_do_not_hear_each_other() -> None:
    async def talk() -> tuple[str, str]:
        async with Simulator(pace=0) as sim, dial(sim, **WORDS) as one, dial(sim, **WORDS) as other:
            await one.say("I am the one.")
            await other.say("I am the other.")
            return transcript(await one.until(ends_turn)), transcript(await other.until(ends_turn))

    assert asyncio.run(talk()) == ("You said: I am the one.", "You said: I am the other.")


def test_frames_and_connections_are_counted() -> None:
    async def talk(client: Client) -> None:
        await client.turn("Hello")

    async def run() -> tuple[str, str, int]:
        async with Simulator(pace=0) as sim:
            async with dial(sim) as client:
                await talk(client)
                during, seen = str(sim.served), len(client.seen)
            while sim.served.open:
                await asyncio.sleep(0)
            return during, str(sim.served), seen

    during, after, seen = asyncio.run(run())
    assert during == f"1 of 1 connections open, {seen} frames out, 2 in"
    assert after == f"0 of 1 connections open, {seen} frames out, 2 in"


def test_it_stops_while_clients_are_held_and_unread() -> None:
    async def run() -> None:
        async with AsyncExitStack() as clients, Simulator() as sim:
            await sim.play("hold-setup")
            await clients.enter_async_context(dial(sim))
            unread = await clients.enter_async_context(dial(sim))
            await unread.receive()
            await sim.play("stop-reading")

    asyncio.run(asyncio.wait_for(run(), 30))


def test_a_refused_upgrade_is_no_connection() -> None:
    async def run() -> int:
        async with Simulator() as sim:
            await sim.play("refuse 503")
            with pytest.raises(InvalidStatus):
                async with dial(sim):
                    pass
            return sim.served.connections

    assert asyncio.run(run()) == 0
