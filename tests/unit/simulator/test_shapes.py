"""Every shape and every order that was recorded of the service is one that the simulator sends."""

from __future__ import annotations

import asyncio
import base64
import math
from array import array
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.unit.simulator.raw import DEVELOPER, VERTEX, Client, Message, content, dial, ends_turn, shape
from tui.simulator.scenario_file import parse_scenario
from tui.simulator.server import Simulator
from tui.wire.schema import SERVER

NATIVE = "models/gemini-2.5-flash-native-audio-latest"
CASCADE = "projects/p/locations/l/publishers/google/models/gemini-live-2.5-flash"
TOOLS = [{"functionDeclarations": [{"name": "get_weather"}]}]
ALL: dict[str, Any] = {
    "sessionResumption": {},
    "outputAudioTranscription": {},
    "inputAudioTranscription": {},
    "tools": TOOLS,
}

EVERYTHING = r"""
[[rule]]
when = "parts"
steps = [
    'run-code print(6 * 7)', 'code-result 42', 'ground {"webSearchQueries": ["x"]}', 'fetch-url https://example.com/',
    "waiting-for-input", "vad-signal sos", "guess Hel", "hear Hello", "go-away 50", "error 400 Bad",
    "usage 1 2 3", "interrupted", "reason NEED_MORE_INPUT", "turn-complete", "status IDLE", "audio 0.3",
]
[[rule]]
when = "call"
steps = ['tools [{"name": "get_weather", "args": {}, "id": ""}]']
[[rule]]
when = "cancel"
steps = ["call get_weather", "cancel"]
[[rule]]
when = "quote"
steps = [
    'send {"sessionResumptionUpdate": {"resumable": true}}',
    '''send {"serverContent": {"turnComplete": true}, "usageMetadata":
    {"promptTokenCount": 147, "responseTokenCount": 36, "totalTokenCount": 183}}''',
    "no-end",
]
[[rule]]
steps = ["say Hello, what can I do for you?"]
"""

DETAILS = (
    "usageMetadata.promptTokenCount + usageMetadata.promptTokensDetails.modality + "
    "usageMetadata.promptTokensDetails.tokenCount + usageMetadata.responseTokenCount + "
    "usageMetadata.responseTokensDetails.modality + usageMetadata.responseTokensDetails.tokenCount + "
    "usageMetadata.totalTokenCount"
)
RECORDED = [
    "setupComplete{}",
    "setupComplete.sessionId",
    "serverContent.modelTurn.parts.text",
    "serverContent.modelTurn.parts.text + serverContent.modelTurn.parts.thought",
    "serverContent.modelTurn.parts.text + serverContent.modelTurn.role",
    "serverContent.modelTurn.parts.inlineData.data + serverContent.modelTurn.parts.inlineData.mimeType",
    "serverContent.modelTurn.parts.inlineData.data + serverContent.modelTurn.parts.inlineData.mimeType + "
    "serverContent.modelTurn.role",
    "serverContent.modelTurn.parts.executableCode.code + "
    "serverContent.modelTurn.parts.executableCode.language",
    "serverContent.modelTurn.parts.codeExecutionResult.outcome + "
    "serverContent.modelTurn.parts.codeExecutionResult.output",
    "serverContent.outputTranscription.text",
    "serverContent.outputTranscription{}",
    "serverContent.outputTranscription.finished",
    "serverContent.outputTranscription.languageCode + serverContent.outputTranscription.text",
    "serverContent.inputTranscription.text",
    "serverContent.inputTranscription.languageCode + serverContent.inputTranscription.text",
    "serverContent.interimInputTranscription.text",
    "serverContent.generationComplete",
    "serverContent.interrupted",
    "serverContent{}",
    f"serverContent.turnComplete + {DETAILS}",
    "serverContent.turnComplete + usageMetadata.promptTokenCount + usageMetadata.responseTokenCount + "
    "usageMetadata.totalTokenCount",
    f"serverContent{{}} + {DETAILS}",
    "serverContent{} + voiceActivity.audioOffset + voiceActivity.type",
    "toolCall.functionCalls.args + toolCall.functionCalls.id + toolCall.functionCalls.name",
    "toolCall.functionCalls.args + toolCall.functionCalls.name",
    "goAway.timeLeft",
    "sessionResumptionUpdate.newHandle + sessionResumptionUpdate.resumable",
    "sessionResumptionUpdate.resumable",
    "sessionResumptionUpdate{}",
]


def loud(seconds: float) -> Message:
    """A tone as realtime input: somebody speaks."""
    tone = array("h", (int(8000 * math.sin(n / 5)) for n in range(round(16_000 * seconds))))
    data = base64.b64encode(tone.tobytes()).decode()
    return {"realtimeInput": {"audio": {"mimeType": "audio/pcm;rate=16000", "data": data}}}


async def speak(client: Client) -> None:
    await client.send(loud(1))
    await client.send({"realtimeInput": {"audioStreamEnd": True}})


async def converse(model: str, path: str, **members: Any) -> list[Message]:
    """All that is received in a conversation that touches everything."""
    scenario = parse_scenario(EVERYTHING, Path("everything.toml"))
    members |= {"model": model}
    async with Simulator(scenario, pace=0) as sim, dial(sim, path=path, **ALL | members) as client:
        await client.turn("Hello")
        await client.turn("parts")
        await client.until(ends_turn)
        await client.until(ends_turn)
        await client.turn("quote")
        await client.turn("cancel")
        await client.say("call")
        await client.until(lambda message: "toolCall" in message)
        await client.say("Hello")
        await client.until(lambda message: "interrupted" in content(message))
        await client.until(ends_turn)
        await speak(client)
        await client.until(ends_turn)
        return client.seen


async def listen(model: str, last: str) -> list[Message]:
    """What a model makes of speech, up to the last of its messages."""
    async with Simulator("transcribe", pace=0) as sim, dial(sim, model=model, **ALL) as client:
        await speak(client)
        await client.until(lambda message: last in str(message))
        return client.seen


@cache
def produced() -> tuple[Message, ...]:
    """Conversations with all kinds of models."""

    async def run() -> list[Message]:
        text = {"generationConfig": {"responseModalities": ["TEXT"]}}
        return [
            *await converse(NATIVE, DEVELOPER),
            *await converse(CASCADE, VERTEX),
            *await converse(CASCADE, VERTEX, **text),
            *await converse("models/gemini-live-2.5-flash", DEVELOPER, **text),
            *await converse("models/gemini-3.1-flash-live-preview", DEVELOPER),
            *await listen("models/gemini-3.5-transcribe-live", "ACTIVITY_END"),
            *await listen("models/gemini-3.5-live-translate-preview", "responseTokenCount"),
            *await thoughts(),
        ]

    async def thoughts() -> list[Message]:
        async with Simulator("thinking", pace=0) as sim, dial(sim, model=NATIVE) as client:
            return await client.turn("Why?")

    return tuple(asyncio.run(run()))


@pytest.mark.parametrize("recorded", RECORDED, ids=lambda value: value[:60])
def test_a_recorded_shape_is_sent(recorded: str) -> None:
    shapes = {shape(message) for message in produced()}
    parts = set(recorded.split(" + "))
    assert any(parts == set(sent.split(" + ")) for sent in shapes), sorted(shapes)


@pytest.mark.parametrize("member", SERVER)
def test_a_known_message_is_sent(member: str) -> None:
    assert any(member in message for message in produced())


@pytest.mark.parametrize("member", SERVER["serverContent"])
def test_a_known_member_of_the_content_is_sent(member: str) -> None:
    assert any(member in content(message) for message in produced())


def order(messages: list[Message]) -> list[str]:
    """What each message is, the same again and again once."""
    named = {"serverContent + usageMetadata": "{} usage", "serverContent + voiceActivity": "voice"}
    names = []
    for message in messages:
        top = " + ".join(sorted(message))
        names.append(next(iter(content(message)), named.get(top, top)))
    return [name for name, _ in groupby(names)]


def test_transcriptions_are_rewritten_until_they_stand() -> None:
    seen = asyncio.run(listen("models/gemini-3.5-transcribe-live", "ACTIVITY_END"))
    interim = [content(m)["interimInputTranscription"]["text"] for m in seen if "interim" in str(m)]
    assert all(after.startswith(before) for before, after in pairwise(interim))
    assert order(seen)[-5:] == [
        "voice",
        "interimInputTranscription",
        "inputTranscription",
        "generationComplete",
        "voice",
    ]


def test_a_translation_has_no_turns() -> None:
    seen = asyncio.run(listen("models/gemini-3.5-live-translate-preview", "responseTokenCount"))
    assert not any("turnComplete" in str(message) or "generationComplete" in str(message) for message in seen)
    assert order(seen)[2:4] == ["inputTranscription", "outputTranscription"]
