"""Steps that send one message: exactly which."""

from __future__ import annotations

import asyncio
import base64
from pathlib import Path
from typing import Any

import pytest

from tests.unit.simulator.raw import Message, content, dial, ends_turn
from tui.simulator.scenario_file import parse_scenario
from tui.simulator.server import Simulator
from tui.simulator.steps import VERBS

USAGE = {
    "promptTokenCount": 5,
    "responseTokenCount": 3,
    "totalTokenCount": 8,
    "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 5}],
    "responseTokensDetails": [{"modality": "AUDIO", "tokenCount": 3}],
}
PAGE = {"retrievedUrl": "https://e.com/", "urlRetrievalStatus": "URL_RETRIEVAL_STATUS_SUCCESS"}
SENT: list[tuple[str, Message]] = [
    ("think So.", {"serverContent": {"modelTurn": {"parts": [{"text": "So.", "thought": True}]}}}),
    ("hear Hi", {"serverContent": {"inputTranscription": {"text": "Hi"}}}),
    ("guess Hi", {"serverContent": {"interimInputTranscription": {"text": "Hi"}}}),
    ("waiting-for-input", {"serverContent": {"waitingForInput": True}}),
    ("status IDLE", {"serverContent": {"interactionStatus": "IDLE"}}),
    ("generation-complete", {"serverContent": {"generationComplete": True}}),
    ('ground {"webSearchQueries": []}', {"serverContent": {"groundingMetadata": {"webSearchQueries": []}}}),
    ("fetch-url https://e.com/", {"serverContent": {"urlContextMetadata": {"urlMetadata": [PAGE]}}}),
    ("usage 5 3", {"usageMetadata": USAGE}),
    ("usage 5 3 2", {"usageMetadata": USAGE | {"thoughtsTokenCount": 2}}),
    ("usage-tick 5 3", {"serverContent": {}, "usageMetadata": USAGE}),
    (
        "activity start 0.2",
        {"serverContent": {}, "voiceActivity": {"type": "ACTIVITY_START", "audioOffset": "0.200s"}},
    ),
    ("vad-signal eos", {"voiceActivityDetectionSignal": {"vadSignalType": "VAD_SIGNAL_TYPE_EOS"}}),
    ("no-handle", {"sessionResumptionUpdate": {}}),
    ("go-away 9.5", {"goAway": {"timeLeft": "9.5s"}}),
    ("error 400 Bad", {"error": {"code": 400, "message": "Bad", "status": "INVALID_ARGUMENT"}}),
    ('send {"a": [1, "$1"]}', {"a": [1, "$1"]}),
    ('raw {"a": 1}', {"a": 1}),
    ("raw-hex 7b7d", {}),
    ('raw-text {"a": "é"}', {"a": "é"}),
    ("splinter é", {"serverContent": {"outputTranscription": {"text": "é"}}}),
    ("do hear Hi", {"serverContent": {"inputTranscription": {"text": "Hi"}}}),
]


@pytest.mark.parametrize(("line", "expected"), SENT, ids=lambda value: str(value)[:30])
def test_a_step_sends_its_message(line: str, expected: Message) -> None:
    async def talk() -> Message:
        async with Simulator() as sim, dial(sim) as client:
            await client.receive()
            await sim.play(line)
            return await client.receive()

    assert asyncio.run(talk()) == expected


def played(steps: str, until: str = "", **members: Any) -> list[str]:
    """The members of the content that a rule of these steps sends, up to a kind of message."""

    async def talk() -> list[str]:
        scenario = parse_scenario(f"[[rule]]\nsteps = [{steps}]\n", Path("mine.toml"))
        async with Simulator(scenario, pace=0) as sim, dial(sim, **members) as client:
            await client.until(lambda message: "setupComplete" in message)
            await client.say("Go")
            wanted = ends_turn if not until else (lambda message: until in str(message))
            return [name for message in await client.until(wanted) for name in content(message) or message]

    return asyncio.run(talk())


@pytest.mark.parametrize(
    ("steps", "ending"),
    [
        ('"wait 0"', ["generationComplete", "turnComplete"]),
        ('"generation-complete", "wait 0"', ["generationComplete", "turnComplete"]),
        ('"interrupted"', ["interrupted", "turnComplete"]),
        ('"reason NEED_MORE_INPUT"', ["generationComplete", "turnComplete", "turnCompleteReason"]),
    ],
)
def test_a_rule_ends_as_its_steps_say(steps: str, ending: list[str]) -> None:
    assert played(steps) == ending


def test_a_rule_may_end_with_the_generation_alone_or_not_at_all() -> None:
    last = "'send {\"last\": 1}'"
    assert played(f'"only-generation-complete", {last}', "generationComplete") == [
        "last",
        "generationComplete",
    ]
    assert played(f'"no-end", "hear Hi", {last}', "last") == ["inputTranscription", "last"]


def test_a_handle_can_be_sent_at_any_time() -> None:
    opening, withheld, asked = ["sessionResumptionUpdate"] * 3
    seen = played("""'handle', 'send {"last": 1}'""", "last", sessionResumption={})
    assert seen == [opening, withheld, asked, "last"]


def test_a_flood_is_as_many_frames_of_as_many_bytes_as_wanted() -> None:
    async def talk() -> list[bytes]:
        async with Simulator("flood") as sim, dial(sim) as client:
            await client.receive()
            await client.say("20 320 2000")
            turn = await client.until(ends_turn)
            audio = [content(message)["modelTurn"]["parts"][0] for message in turn[:20]]
            return [base64.b64decode(part["inlineData"]["data"]) for part in audio]

    assert asyncio.run(talk()) == [bytes(320)] * 20


def test_an_emoji_is_cut_in_two() -> None:
    async def talk() -> list[str]:
        async with Simulator() as sim, dial(sim) as client:
            await client.receive()
            await sim.play("splinter 😀")
            halves = [await client.receive(), await client.receive()]
            return [content(half)["outputTranscription"]["text"] for half in halves]

    assert asyncio.run(talk()) == ["\ud83d", "\ude00"]


def test_a_setup_that_hangs_is_never_complete() -> None:
    scenario = parse_scenario('[[rule]]\non = "setup"\ntimes = 1\nsteps = ["hang"]\n', Path("mine.toml"))

    async def talk() -> str:
        async with Simulator(scenario) as sim:
            async with dial(sim) as client:
                await (await client.socket.ping())
                assert not client.seen
            async with dial(sim) as client:
                return str(await client.receive())

    assert "setupComplete" in asyncio.run(talk())


def test_a_step_without_its_client_is_not_played() -> None:
    service = {verb.name for verb in VERBS.values() if verb.concerns_service}
    assert service == {"refuse", "hold-setup"}
