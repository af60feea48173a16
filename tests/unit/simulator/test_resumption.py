"""Handles: what they bring back, and when they are refused."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest

from tests.unit.simulator.raw import VERTEX, Client, content, dial, is_handle, transcript
from tui.simulator.conversation import Conversation
from tui.simulator.handles import Handles
from tui.simulator.refusals import EXPIRED, FOREIGN, NOT_FOUND, Refused
from tui.simulator.server import Simulator

WORDS: dict[str, Any] = {"outputAudioTranscription": {}}


async def newest(client: Client) -> str:
    """The next handle."""
    update = (await client.until(is_handle))[-1]["sessionResumptionUpdate"]
    assert update["resumable"] is True
    return str(update["newHandle"])


def test_a_handle_of_an_earlier_turn_does_not_know_the_later_ones() -> None:
    async def talk() -> str:
        async with Simulator(pace=0) as sim:
            async with dial(sim, sessionResumption={}) as client:
                await client.turn("What is the first thing?")
                handle = await newest(client)
                await client.turn("What is the second thing?")
            async with dial(sim, **WORDS, sessionResumption={"handle": handle}) as client:
                return transcript(await client.turn("What was the last question I asked?"))

    assert asyncio.run(talk()) == "Your last question was: What is the first thing?"


def test_the_answer_in_flight_is_not_restored() -> None:
    async def talk() -> str:
        async with Simulator("barge-in") as sim:
            async with dial(sim, **WORDS, sessionResumption={}) as client:
                handle = await newest(client)
                await client.say("Count for me?")
                await client.until(lambda message: "outputTranscription" in content(message))
            async with dial(sim, **WORDS, sessionResumption={"handle": handle}) as client:
                await client.turn("Stop, what is next?")
                return str(client.seen)

    assert "elephant" not in asyncio.run(talk())


def test_the_instructions_are_those_the_conversation_started_with() -> None:
    def told(words: str) -> dict[str, Any]:
        return WORDS | {"systemInstruction": {"parts": [{"text": words}]}}

    async def talk() -> tuple[str, str]:
        async with Simulator(pace=0) as sim:
            async with dial(sim, **told("Be brief."), sessionResumption={}) as client:
                handle = await newest(client)
            async with dial(sim, **told("Be long."), sessionResumption={"handle": handle}) as client:
                before = transcript(await client.turn("What are your instructions?"))
                parts = [{"text": "Be funny."}]
                await client.send({"contextUpdate": {"systemInstruction": {"parts": parts}}})
                return before, transcript(await client.turn("What are your instructions?"))

    assert asyncio.run(talk()) == ("My instructions are: Be brief.", "My instructions are: Be funny.")


def test_resuming_while_the_old_socket_is_open_is_refused() -> None:
    async def talk() -> tuple[int, str]:
        async with Simulator() as sim, dial(sim, sessionResumption={}) as old:
            handle = await newest(old)
            async with dial(sim, sessionResumption={"handle": handle}) as client:
                return await client.close_of()

    assert asyncio.run(talk()) == (1011, "")


def test_resuming_after_the_old_socket_was_cut_is_accepted() -> None:
    async def talk() -> bool:
        async with Simulator(pace=0) as sim, dial(sim, sessionResumption={}) as old:
            handle = await newest(old)
            old.socket.transport.abort()
            async with dial(sim, sessionResumption={"handle": handle}) as client:
                return "setupComplete" in await client.receive()

    assert asyncio.run(talk())


def test_a_handle_of_another_model_is_refused() -> None:
    async def talk() -> tuple[int, str]:
        async with Simulator() as sim:
            async with dial(sim, sessionResumption={}) as client:
                handle = await newest(client)
            live = {"model": "models/gemini-3.8-live", "sessionResumption": {"handle": handle}}
            async with dial(sim, {"setup": live}) as client:
                return await client.close_of()

    assert asyncio.run(talk()) == (1007, "Invalid session handle")


def test_an_expired_handle_is_refused() -> None:
    async def talk() -> tuple[int, str]:
        async with Simulator(handle_lifetime=-1) as sim:
            async with dial(sim, sessionResumption={}) as client:
                handle = await newest(client)
            async with dial(sim, sessionResumption={"handle": handle}) as client:
                return await client.close_of()

    assert asyncio.run(talk()) == (1008, "BidiGenerateContent session expired")


def test_a_client_that_did_not_ask_gets_no_handles() -> None:
    async def talk() -> bool:
        async with Simulator(pace=0) as sim, dial(sim) as client:
            await client.turn("Hello")
            await client.turn("Hello again")
            return any("sessionResumptionUpdate" in message for message in client.seen)

    assert not asyncio.run(talk())


def test_vertex_says_what_it_consumed_last_where_it_is_asked() -> None:
    model = "projects/p/locations/l/publishers/google/models/gemini-live-2.5-flash"

    async def talk() -> list[str]:
        wish: dict[str, Any] = {"model": model, "sessionResumption": {"transparent": True}}
        async with Simulator(pace=0) as sim, dial(sim, path=VERTEX, **wish) as client:
            await client.turn("Hello")
            await newest(client)
            updates = [m["sessionResumptionUpdate"] for m in client.seen if is_handle(m)]
            return [update["lastConsumedClientMessageIndex"] for update in updates]

    assert asyncio.run(talk()) == ["0", "1"]


def test_a_handle_ends_with_its_lifetime(tmp_path: Path) -> None:
    now = [1000.0]
    handles = Handles(tmp_path, lifetime=60, clock=lambda: now[0])
    handles.issue("h", Conversation("c", "m"))
    now[0] += 60
    assert handles.redeem("h", "m").name == "c"
    now[0] += 0.5
    with pytest.raises(Refused) as refused:
        handles.redeem("h", "m")
    assert refused.value.close == EXPIRED


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b'{"issued": 1}', b'{"name": "c", "turns": 7}', b"\xff"]
)
def test_a_damaged_handle_is_as_good_as_none(tmp_path: Path, damage: bytes) -> None:
    handles = Handles(tmp_path)
    (tmp_path / "h.json").write_bytes(damage)
    with pytest.raises(Refused) as refused:
        handles.redeem("h", "m")
    assert refused.value.close in (NOT_FOUND, FOREIGN)


def test_handles_are_their_owner_s_alone(tmp_path: Path) -> None:
    directory = tmp_path / "state" / "handles"
    Handles(directory).issue("h", Conversation("c", "m"))
    assert {path.stat().st_mode & 0o777 for path in (directory, directory.parent)} == {0o700}
    assert [path.stat().st_mode & 0o777 for path in directory.iterdir()] == [0o600]


def test_a_handle_that_nobody_came_back_for_is_forgotten(tmp_path: Path) -> None:
    Handles(tmp_path).issue("old", Conversation("c", "m"))
    Handles(tmp_path).issue("new", Conversation("c", "m"))
    os.utime(tmp_path / "old.json", (0, 0))
    Handles(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["new.json"]
