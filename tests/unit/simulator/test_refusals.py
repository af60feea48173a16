"""What the service does not accept, and the close it was seen to send."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus

from tests.unit.simulator.raw import NATIVE, VERTEX, dial
from tui.simulator.server import Simulator

LIVE = "models/gemini-3.8-live"
THINKING = "models/gemini-3.8-live-extended-thinking"
PUBLISHER = "projects/p/locations/us-central1/publishers/google/models/"
UNSUPPORTED = "The requested combination of response modalities ({}) is not supported by the model."


def generation(**members: Any) -> dict[str, Any]:
    return {"generationConfig": members}


def voice(name: str) -> dict[str, Any]:
    return generation(speechConfig={"voiceConfig": {"prebuiltVoiceConfig": {"voiceName": name}}})


def thinking(**members: Any) -> dict[str, Any]:
    return generation(thinkingConfig=members)


REFUSED: list[tuple[dict[str, Any], int, str]] = [
    (
        {"model": "models/gemini-2.0-flash-live-001"},
        1008,
        "models/gemini-2.0-flash-live-001 is not found for",
    ),
    (generation(responseModalities=["TEXT"]), 1007, UNSUPPORTED.format("TEXT")),
    (generation(responseModalities=["AUDIO", "TEXT"]), 1007, "Request contains an invalid argument."),
    (
        {"model": "models/gemini-robotics-er-2-streaming-preview"} | generation(responseModalities=["AUDIO"]),
        1007,
        UNSUPPORTED.format("AUDIO"),
    ),
    (voice("alloy"), 1007, "No matching speaker voice found for name: alloy"),
    ({"sessionResumption": {"transparent": True}}, 1008, "Operation is not implemented, or supported, or"),
    ({"explicitVadSignal": True}, 1008, "Operation is not implemented, or supported, or enabled."),
    ({"proactivity": {}}, 1007, "Unknown name \"proactivity\" at 'setup': Cannot find field."),
    (
        {"fooBar": 1},
        1007,
        "Invalid JSON payload received. Unknown name \"fooBar\" at 'setup': Cannot find field.",
    ),
    (
        generation(inputAudioTranscription={}),
        1007,
        "Unknown name \"inputAudioTranscription\" at 'setup.generation_config': Cannot find field.",
    ),
    ({"model": LIVE} | thinking(thinkingLevel="LOW"), 1007, "Thinking level is not supported for this model"),
    ({"model": THINKING}, 1007, "Thinking level must be specified for this model"),
    (
        {"model": THINKING} | thinking(thinkingLevel="MINIMAL"),
        1007,
        "Thinking level MINIMAL is not supported",
    ),
    (
        {"model": THINKING, "tools": [{"functionDeclarations": [{"name": "f", "behavior": "BLOCKING"}]}]}
        | thinking(thinkingLevel="LOW"),
        1007,
        "BLOCKING function calls are not supported for this model",
    ),
    ({"tools": [{"codeExecution": {}}]}, 1007, "Code Execution tool is not supported for this model"),
    ({"sessionResumption": {"handle": "gone"}}, 1008, "BidiGenerateContent session not found"),
    ({"sessionResumption": {"handle": "../../etc/passwd"}}, 1008, "BidiGenerateContent session not found"),
]


@pytest.mark.parametrize(("members", "code", "reason"), REFUSED, ids=lambda value: str(value)[:40])
def test_a_setup_is_refused_as_the_service_refuses_it(
    members: dict[str, Any], code: int, reason: str
) -> None:
    async def talk() -> tuple[int, str]:
        async with Simulator() as sim, dial(sim, **members) as client:
            return await client.close_of()

    got_code, got_reason = asyncio.run(talk())
    assert (got_code, reason in got_reason) == (code, True), got_reason
    assert len(got_reason.encode()) <= 123


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"model": PUBLISHER + "gemini-2.0-flash"}, "Publisher Model projects/p/locations/us-central1/"),
        (
            {"model": PUBLISHER + "gemini-live-2.5-flash-native-audio"}
            | generation(responseModalities=["TEXT"]),
            "Text output is not supported for native audio output model.",
        ),
        (
            {"model": PUBLISHER + "gemini-live-2.5-flash"} | thinking(thinkingLevel="LOW"),
            "thinking_level is not supported by this model",
        ),
    ],
)
def test_vertex_has_words_of_its_own(members: dict[str, Any], reason: str) -> None:
    async def talk() -> tuple[int, str]:
        async with Simulator() as sim, dial(sim, path=VERTEX, **members) as client:
            return await client.close_of()

    assert reason in asyncio.run(talk())[1]


@pytest.mark.parametrize(
    ("message", "code", "reason"),
    [
        ({"fooBar": {}}, 1007, 'Invalid JSON payload received. Unknown name "fooBar": Cannot find field.'),
        (
            {"clientContent": {"turn": []}},
            1007,
            "Unknown name \"turn\" at 'client_content': Cannot find field.",
        ),
        (["not", "an", "object"], 1007, "Request contains an invalid argument."),
        ({"realtimeInput": {"activityStart": {}}}, 1007, "Explicit activity control is not supported when"),
        ({"realtimeInput": {"audio": {"mimeType": "audio/pcm", "data": "?"}}}, 1007, "Request contains an"),
        (
            {"toolResponse": {"functionResponses": [{"id": "x", "name": "f"}]}},
            1008,
            "Requested entity was not",
        ),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_message_is_refused_as_the_service_refuses_it(message: Any, code: int, reason: str) -> None:
    async def talk() -> tuple[int, str]:
        async with Simulator() as sim, dial(sim) as client:
            await client.send(message)
            return await client.close_of()

    got_code, got_reason = asyncio.run(talk())
    assert (got_code, reason in got_reason) == (code, True), got_reason


def test_affective_dialog_opens_and_breaks_at_the_first_message() -> None:
    async def talk() -> tuple[int, str]:
        affection = generation(enableAffectiveDialog=True)
        async with Simulator() as sim, dial(sim, model=LIVE, **affection) as client:
            assert "setupComplete" in await client.receive()
            await client.say("Hello")
            return await client.close_of()

    assert asyncio.run(talk()) == (1007, "Request contains an invalid argument.")


@pytest.mark.parametrize(
    ("key", "reason"), [("invalid", "API key not valid."), ("expired", "API key expired.")]
)
def test_a_refused_key_is_a_close_after_the_setup(key: str, reason: str) -> None:
    async def talk() -> tuple[int, str]:
        async with Simulator() as sim, dial(sim, key=key) as client:
            return await client.close_of()

    code, words = asyncio.run(talk())
    assert code == 1007
    assert reason in words


def test_no_key_is_refused_on_the_upgrade() -> None:
    async def talk() -> None:
        async with Simulator() as sim, dial(sim, key=""):
            pass

    with pytest.raises(InvalidStatus) as refused:
        asyncio.run(talk())
    assert refused.value.response.status_code == 401


def test_the_first_message_has_to_be_a_setup() -> None:
    async def talk() -> tuple[int, str]:
        async with Simulator() as sim, dial(sim, {"clientContent": {"turnComplete": True}}) as client:
            return await client.close_of()

    assert asyncio.run(talk())[0] == 1007


def test_both_spellings_are_accepted() -> None:
    setup = {
        "setup": {
            "model": f"models/{NATIVE}",
            "generation_config": {"response_modalities": ["AUDIO"]},
            "output_audio_transcription": {},
        }
    }

    async def talk() -> list[dict[str, Any]]:
        async with Simulator(pace=0) as sim, dial(sim, setup) as client:
            turn = {"role": "user", "parts": [{"text": "Hello"}]}
            await client.send({"client_content": {"turns": [turn], "turn_complete": True}})
            return await client.until(
                lambda message: "outputTranscription" in message.get("serverContent", {})
            )

    assert asyncio.run(talk())
