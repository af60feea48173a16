"""Handles: what they bring back, and when they are refused."""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    handles.issue("h", Conversation("c", "log", "m"))
    now[0] += 60
    assert handles.redeem("h", "m", "next").name == "c"
    now[0] += 0.5
    with pytest.raises(Refused) as refused:
        handles.redeem("h", "m", "next")
    assert refused.value.close == EXPIRED


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"issued": 1}', b'{"log": "..", "size": 7}', b"\xff"])
def test_a_damaged_handle_is_as_good_as_none(tmp_path: Path, damage: bytes) -> None:
    handles = Handles(tmp_path)
    (tmp_path / "h.json").write_bytes(damage)
    with pytest.raises(Refused) as refused:
        handles.redeem("h", "m", "next")
    assert refused.value.close in (NOT_FOUND, FOREIGN)


def test_handles_are_their_owner_s_alone(tmp_path: Path) -> None:
    directory = tmp_path / "state" / "handles"
    Handles(directory).issue("h", Conversation("c", "log", "m"))
    assert {path.stat().st_mode & 0o777 for path in (directory, directory.parent)} == {0o700}
    assert [path.stat().st_mode & 0o777 for path in directory.iterdir()] == [0o600, 0o600]


def test_a_handle_that_nobody_came_back_for_is_forgotten(tmp_path: Path) -> None:
    Handles(tmp_path).issue("old", Conversation("c", "one", "m"))
    Handles(tmp_path).issue("new", Conversation("d", "two", "m"))
    for name in ("old.json", "one.turns"):
        os.utime(tmp_path / name, (0, 0))
    Handles(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"new.json", "two.turns"}


def test_a_turn_is_written_once_however_many_handles_know_it(tmp_path: Path) -> None:
    handles, conversation = Handles(tmp_path), Conversation("c", "log", "m")
    for number in range(100):
        conversation.add("user", f"This is number {number}, and it is rather long. " * 10)
        handles.issue(str(number), conversation)
    said = sum(len(turn.text) for turn in conversation.turns)
    assert (tmp_path / "log.turns").stat().st_size < 1.1 * said
    assert max(path.stat().st_size for path in tmp_path.glob("*.json")) < 300
    for number in (0, 50, 99):
        assert handles.redeem(str(number), "m", "next").turns == conversation.turns[: number + 1]


def test_going_on_from_an_old_handle_leaves_the_newer_ones_as_they_were(tmp_path: Path) -> None:
    handles, conversation = Handles(tmp_path), Conversation("c", "log", "m")
    for number in range(3):
        conversation.add("user", str(number))
        handles.issue(f"h{number}", conversation)
    again = handles.redeem("h0", "m", "next")
    again.add("user", "another way")
    handles.issue("other", again)
    assert [turn.text for turn in handles.redeem("h2", "m", "x").turns] == ["0", "1", "2"]
    assert [turn.text for turn in handles.redeem("other", "m", "x").turns] == ["0", "another way"]


@given(st.lists(st.tuples(st.sampled_from(["user", "model"]), st.text(min_size=1)), max_size=6))
def test_any_words_come_back(turns: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as directory:
        conversation = Conversation("c", "log", "m", system="\n\u2028\x85")
        for role, text in turns:
            conversation.add(role, text)
        Handles(Path(directory)).issue("h", conversation)
        again = Handles(Path(directory)).redeem("h", "m", "next")
    assert (again.turns, again.system) == (conversation.turns, conversation.system)
