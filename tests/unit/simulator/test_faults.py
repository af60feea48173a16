"""Faults: each does what it says, and no more."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.unit.simulator.raw import Client, Message, content, dial, ends_turn, transcript
from tui.simulator.server import Simulator, SimulatorThread

WORDS: dict[str, Any] = {"outputAudioTranscription": {}}


def run_of(seed: int) -> list[bytes]:
    """Every payload of a conversation with calls, handles and a resumption."""

    async def talk(client: Client) -> list[bytes]:
        payloads = [await client.socket.recv(decode=False)]
        await client.say("Compare Paris and Rome.")
        while b"toolCall" not in payloads[-1]:
            payloads.append(await asyncio.wait_for(client.socket.recv(decode=False), 20))
        await client.say("Hello")
        while payloads[-1].count(b"newHandle") == 0 or b"turnComplete" not in payloads[-2]:
            payloads.append(await asyncio.wait_for(client.socket.recv(decode=False), 20))
        return payloads

    async def both() -> list[bytes]:
        async with Simulator("tools", pace=0, seed=seed) as sim:
            async with dial(sim, **WORDS, sessionResumption={}) as client:
                first = await talk(client)
            handle = json.loads(first[-1])["sessionResumptionUpdate"]["newHandle"]
            async with dial(sim, **WORDS, sessionResumption={"handle": handle}) as client:
                return first + await talk(client)

    return asyncio.run(both())


def test_a_seed_repeats_a_run_to_the_byte_and_another_does_not() -> None:
    assert run_of(7) == run_of(7) != run_of(8)


def after(fault: str) -> list[bytes]:
    """The payloads of a turn, after a fault was typed."""

    async def talk() -> list[bytes]:
        async with Simulator("greeting", pace=0, seed=1) as sim, dial(sim, **WORDS) as client:
            await client.receive()
            assert await sim.play(fault) == 1
            await client.say("Hello")
            payloads: list[bytes] = []
            while not payloads or b"turnComplete" not in payloads[-1]:
                payloads.append(await asyncio.wait_for(client.socket.recv(decode=False), 20))
            return payloads

    return asyncio.run(talk())


PLAIN = after("wait 0")


def test_duplicate() -> None:
    assert after("duplicate 2") == [PLAIN[0], PLAIN[0], PLAIN[1], *PLAIN[1:]]


def test_reorder() -> None:
    assert after("reorder") == [PLAIN[1], PLAIN[0], *PLAIN[2:]]


def test_lose() -> None:
    assert after("lose 3") == PLAIN[3:]


def test_truncate() -> None:
    assert after("truncate 7 1") == [PLAIN[0][:7], *PLAIN[1:]]


def test_delay_keeps_the_order() -> None:
    assert after("delay 0.01 3") == PLAIN


def test_drip_arrives_whole() -> None:
    assert after("drip 2") == PLAIN


def test_garble_is_no_json() -> None:
    broken, *rest = after("garble")
    with pytest.raises(ValueError, match="delimiter"):
        json.loads(broken)
    assert rest == PLAIN[1:]


def test_decorate_adds_what_nobody_knows() -> None:
    strange, *rest = after("decorate")
    message, plain = json.loads(strange), json.loads(PLAIN[0])
    assert "notInAnySchema" in message
    assert message["serverContent"].items() > plain["serverContent"].items()
    assert rest == PLAIN[1:]


def test_decorate_leaves_alone_what_is_no_object() -> None:
    async def talk() -> bytes:
        async with Simulator() as sim, dial(sim) as client:
            await client.receive()
            await sim.play("decorate")
            await sim.play("raw not JSON")
            return await client.socket.recv(decode=False)

    assert asyncio.run(talk()) == b"not JSON"


def test_a_client_that_leaves_while_frames_drip_is_let_go() -> None:
    async def talk() -> int:
        async with Simulator(pace=0) as sim:
            async with dial(sim) as client:
                await client.receive()
                await sim.play("drip 1000")
                await client.say("Hello")
                await client.receive()
                client.socket.transport.abort()
            while sim.served.open:
                await asyncio.sleep(0)
            return sim.served.connections

    assert asyncio.run(talk()) == 1


def test_huge() -> None:
    async def talk() -> int:
        async with Simulator() as sim, dial(sim) as client:
            await client.receive()
            await sim.play("huge 20")
            return len(await client.socket.recv())

    assert asyncio.run(talk()) == pytest.approx(20e6, rel=0.01)


def test_close_with_any_code_and_reason() -> None:
    async def talk() -> tuple[int, str]:
        async with Simulator() as sim, dial(sim) as client:
            await client.receive()
            await sim.play("close 1011 You exceeded your current quota, please check your plan.")
            return await client.close_of()

    assert asyncio.run(talk()) == (1011, "You exceeded your current quota, please check your plan.")


def test_cut_has_no_close_frame() -> None:
    async def talk() -> ConnectionClosed:
        async with Simulator() as sim, dial(sim) as client:
            await client.receive()
            await sim.play("cut")
            with pytest.raises(ConnectionClosed) as closed:
                await client.receive()
            return closed.value

    assert asyncio.run(talk()).rcvd is None


def test_stop_reading_holds_the_client_s_words_until_it_reads_on() -> None:
    async def talk() -> tuple[int, str]:
        async with Simulator(pace=0) as sim, dial(sim, **WORDS) as client:
            await client.receive()
            await sim.play("stop-reading")
            await client.say("What is the capital of Brazil?")
            before = sim.served.received
            async with dial(sim) as other:
                await other.turn("Hello")
            unread = sim.served.received - before - 2
            await sim.play("start-reading")
            return unread, transcript(await client.until(ends_turn))

    unread, words = asyncio.run(talk())
    assert unread == 0
    assert "Brasília" in words


@pytest.mark.parametrize("status", [401, 403, 429, 503])
def test_an_upgrade_is_refused_so_many_times(status: int) -> None:
    async def talk() -> list[int]:
        refused = []
        async with Simulator() as sim:
            await sim.play(f"refuse {status} 2")
            for _ in range(2):
                with pytest.raises(InvalidStatus) as error:
                    async with dial(sim):
                        pass
                refused.append(error.value.response.status_code)
                assert json.loads(error.value.response.body or b"")["error"]["code"] == status
            async with dial(sim) as client:
                assert "setupComplete" in await client.receive()
        return refused

    assert asyncio.run(talk()) == [status, status]


def test_a_held_setup_is_never_complete() -> None:
    async def talk() -> bool:
        async with Simulator() as sim:
            await sim.play("hold-setup")
            async with dial(sim) as client:
                silent = asyncio.create_task(client.socket.recv())
                await (await client.socket.ping())
                held = not silent.done()
                silent.cancel()
            async with dial(sim) as client:
                return held and "setupComplete" in await client.receive()

    assert asyncio.run(talk())


def test_go_away_is_followed_by_the_close() -> None:
    async def talk() -> tuple[list[Message], int, str]:
        async with Simulator("goaway") as sim, dial(sim) as client:
            await client.receive()
            await sim.play("go-away 0.05")
            code, reason = await client.close_of()
            return client.seen, code, reason

    seen, code, reason = asyncio.run(talk())
    assert {"goAway": {"timeLeft": "0.05s"}} in seen
    assert (code, len(reason.encode())) == (1008, 123)
    assert reason.startswith("Connection aborted because the client failed to close")


def test_a_step_for_a_client_needs_one() -> None:
    with SimulatorThread() as sim:

        async def play() -> None:
            await sim.play("cut")

        with pytest.raises(ValueError, match="nobody is connected"):
            asyncio.run(play())


def test_what_the_client_says_is_done_in_the_scenario_of_faults() -> None:
    async def talk() -> tuple[str, tuple[int, str]]:
        async with Simulator("faults", pace=0) as sim, dial(sim, **WORDS) as client:
            wrong = transcript(await client.turn("dance"))
            await client.say("close 1011 Internal error encountered.")
            return wrong, await client.close_of()

    wrong, close = asyncio.run(talk())
    assert "there is no step `dance`" in wrong
    assert close == (1011, "Internal error encountered.")


def test_silence_is_silent() -> None:
    async def talk(client: Client, sim: Simulator) -> list[Message]:
        await client.say("Hello?")
        await client.say("Is anybody there?")
        await sim.play("send {}")
        return await client.until(lambda message: message == {})

    async def run() -> list[Message]:
        async with Simulator("silence") as sim, dial(sim) as client:
            await client.receive()
            return await talk(client, sim)

    assert not any(content(message) for message in asyncio.run(run()))
