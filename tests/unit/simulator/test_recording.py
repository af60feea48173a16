"""A recording as a server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from tests.unit.simulator.raw import Client, dial
from tui.simulator.recording import Recording
from tui.simulator.server import Simulator
from tui.wire.frame import Direction, Frame, Opcode

SETUP = {"setup": {"model": "models/m"}}
AUDIO = {"realtimeInput": {"audio": {"mimeType": "audio/pcm;rate=16000", "data": "AAAA"}}}
Line = tuple[str, Any]


def frames(*lines: Line, conn: int = 1) -> list[Frame]:
    """`("send", message)`, `("receive", message or bytes)`, `("event", fields)`, a second apart."""
    made = []
    for seq, (direction, body) in enumerate(lines):
        payload = body if isinstance(body, bytes) else json.dumps(body).encode()
        opcode = Opcode.NONE if direction == "event" else Opcode.BINARY
        made.append(Frame(seq, conn, 1000.0 + seq, Direction(direction), opcode, payload))
    return made


def closing(code: int, reason: str, by: str = "server") -> Line:
    return "event", {"event": "close", "code": code, "reason": reason, "by": by}


def play(recording: Sequence[Frame], *words: Any) -> tuple[list[bytes], Any]:
    """What a client is answered that sends these messages, each after one more frame came; and the close."""

    async def talk(client: Client) -> tuple[list[bytes], Any]:
        got = []
        try:
            for word in [*words, None]:
                got.append(await asyncio.wait_for(client.socket.recv(decode=False), 20))
                if word is not None:
                    await client.send(word)
            while True:
                got.append(await asyncio.wait_for(client.socket.recv(decode=False), 20))
        except ConnectionClosed as closed:
            return got, closed.rcvd and (closed.rcvd.code, closed.rcvd.reason)

    async def run() -> tuple[list[bytes], Any]:
        async with Simulator(recording=Recording(recording)) as sim, dial(sim, SETUP) as client:
            return await talk(client)

    return asyncio.run(run())


TALK = [
    ("event", {"event": "dial"}),
    ("send", SETUP),
    ("receive", b'{\n  "setupComplete": {}\n}\n'),
    ("send", {"clientContent": {"turns": [], "turnComplete": True}}),
    ("receive", b"not JSON at all \xff"),
    ("receive", {"serverContent": {"turnComplete": True}}),
    closing(1011, "Internal error encountered."),
]


def test_what_was_received_is_sent_verbatim_and_closed_as_it_was() -> None:
    got, close = play(frames(*TALK), {"clientContent": {"turns": [], "turnComplete": True}})
    assert got == [frame.payload for frame in frames(*TALK) if frame.direction is Direction.RECEIVE]
    assert close == (1011, "Internal error encountered.")


def test_it_waits_for_the_kind_of_message_that_was_sent_then() -> None:
    async def run() -> list[str]:
        async with Simulator(recording=Recording(frames(*TALK))) as sim, dial(sim, SETUP) as client:
            await client.receive()
            await client.send({"realtimeInput": {"text": "not what was said then"}})
            waiting = asyncio.create_task(client.socket.recv(decode=False))
            await (await client.socket.ping())
            seen = ["waits"] if not waiting.done() else []
            await client.send({"client_content": {"turns": []}})
            return [*seen, repr(await waiting)]

    waits, answer = asyncio.run(run())
    assert waits == "waits"
    assert "not JSON" in answer


def test_a_stretch_of_media_is_matched_whatever_its_length() -> None:
    recording = frames(
        ("send", SETUP),
        ("receive", {"setupComplete": {}}),
        *[("send", AUDIO)] * 50,
        ("send", {"realtimeInput": {"audioStreamEnd": True}}),
        ("receive", {"serverContent": {"turnComplete": True}}),
        closing(1000, ""),
    )
    end = {"realtimeInput": {"audioStreamEnd": True}}

    async def run() -> str:
        async with Simulator(recording=Recording(recording)) as sim, dial(sim, SETUP) as client:
            await client.receive()
            for message in (AUDIO, AUDIO, end):
                await client.send(message)
            return str(await client.receive())

    assert "turnComplete" in asyncio.run(run())


def test_a_lost_connection_is_lost_again() -> None:
    got, close = play(frames(*TALK[:3], closing(1006, "")))
    assert len(got) == 1
    assert close is None


def test_a_close_of_the_client_s_own_is_not_the_server_s() -> None:
    async def run() -> bool:
        recording = frames(*TALK[:3], closing(1000, "", by="client"))
        async with Simulator(recording=Recording(recording)) as sim, dial(sim, SETUP) as client:
            await client.receive()
            await (await client.socket.ping())
            return client.socket.close_code is None

    assert asyncio.run(run())


def test_each_dial_is_the_next_connection_and_the_last_repeats() -> None:
    def connection(number: int) -> list[Frame]:
        return frames(("send", SETUP), ("receive", {"setupComplete": {"n": number}}), conn=number)

    async def run() -> list[int]:
        refused = frames(("event", {"event": "dial"}), conn=1)
        recording = Recording([*refused, *connection(2), *connection(3)])
        numbers = []
        async with Simulator(recording=recording) as sim:
            for _ in range(3):
                async with dial(sim, SETUP) as client:
                    numbers.append((await client.receive())["setupComplete"]["n"])
        return numbers

    assert asyncio.run(run()) == [2, 3, 3]


@pytest.mark.parametrize("recording", [[], frames(("send", SETUP), ("event", {"event": "close"}))])
def test_a_recording_without_a_word_has_nothing_to_play(recording: list[Frame]) -> None:
    assert len(Recording(recording)) == 0
    assert list(Recording(recording).scenes(0)) == []


@pytest.mark.parametrize(("paced", "pauses"), [(True, [0, 0, 1, 0, 1, 1, 0]), (False, [0] * 7)])
def test_the_pauses_of_the_recording_are_kept_where_that_is_wanted(paced: bool, pauses: list[int]) -> None:
    recording = Recording(frames(*TALK), paced=paced)
    assert [pause for _, pause in recording.scenes(0)] == pauses
