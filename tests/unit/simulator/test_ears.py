"""Speech as input: found by the server, or marked by the client."""

from __future__ import annotations

import asyncio
import base64
import math
from array import array
from typing import Any

import pytest

from tests.unit.simulator.raw import Client, Message, content, dial, ends_turn, transcript
from tui.simulator.server import Simulator

WORDS: dict[str, Any] = {"outputAudioTranscription": {}, "inputAudioTranscription": {}}
BY_HAND = WORDS | {"realtimeInputConfig": {"automaticActivityDetection": {"disabled": True}}}


def blob(seconds: float, loudness: int = 8000, rate: int = 16_000) -> Message:
    """So much of a tone."""
    tone = array("h", (int(loudness * math.sin(n / 5)) for n in range(round(rate * seconds))))
    return {"mimeType": f"audio/pcm;rate={rate}", "data": base64.b64encode(tone.tobytes()).decode()}


async def speak(client: Client, seconds: float = 1.0, quiet: float = 0.7) -> None:
    """A loud stretch and a quiet one."""
    await client.send({"realtimeInput": {"audio": blob(seconds)}})
    await client.send({"realtimeInput": {"audio": blob(quiet, loudness=0)}})


def test_speech_that_falls_silent_is_a_turn() -> None:
    async def talk() -> tuple[list[Message], list[Message]]:
        async with Simulator(pace=0) as sim, dial(sim, **WORDS) as client:
            await speak(client)
            first = await client.until(ends_turn)
            await speak(client)
            return first, await client.until(ends_turn)

    first, second = asyncio.run(talk())
    heard = [content(m).get("inputTranscription") for m in [*first, *second]]
    assert [words for words in heard if words] == [
        {"text": "Hello, can you hear me?"},
        {"text": "What is the capital of Brazil?"},
    ]
    assert transcript(second) == "The capital of Brazil is Brasília."


def test_activity_marked_by_the_client_is_a_turn() -> None:
    async def talk() -> str:
        async with Simulator(pace=0) as sim, dial(sim, **BY_HAND) as client:
            await client.send({"realtimeInput": {"activityStart": {}}})
            await client.send({"realtimeInput": {"mediaChunks": [blob(0.5)]}})
            await client.send({"realtimeInput": {"activityEnd": {}}})
            return transcript(await client.until(ends_turn))

    assert asyncio.run(talk()).startswith("Hello!")


@pytest.mark.parametrize(("handling", "interrupts"), [(None, True), ("NO_INTERRUPTION", False)])
def test_a_voice_interrupts_unless_it_must_not(handling: str | None, interrupts: bool) -> None:
    config = {"realtimeInputConfig": {"activityHandling": handling} if handling else {}}

    async def talk() -> list[Message]:
        async with Simulator("long-answer", pace=0.001) as sim, dial(sim, **WORDS | config) as client:
            await client.say("Tell me a story.")
            await client.until(lambda message: "outputTranscription" in content(message))
            await client.send({"realtimeInput": {"audio": blob(0.5)}})
            return await client.until(ends_turn)

    seen = asyncio.run(talk())
    assert any("interrupted" in content(message) for message in seen) == interrupts


def test_3_8_marks_activity_beside_an_empty_content() -> None:
    async def talk() -> list[Message]:
        async with Simulator(pace=0) as sim, dial(sim, model="models/gemini-3.8-live") as client:
            await speak(client)
            await client.until(ends_turn)
            return [message for message in client.seen if "voiceActivity" in message]

    start, end = asyncio.run(talk())
    assert start == {
        "serverContent": {},
        "voiceActivity": {"type": "ACTIVITY_START", "audioOffset": "0.000s"},
    }
    assert end["voiceActivity"] == {"type": "ACTIVITY_END", "audioOffset": "1.500s"}


@pytest.mark.parametrize("data", ["__777w==", "//777w==", "__777w", "//777w"])
def test_either_alphabet_of_base64_is_heard(data: str) -> None:
    async def talk() -> str:
        async with Simulator(pace=0) as sim, dial(sim, **WORDS) as client:
            await client.send({"realtimeInput": {"audio": {"mimeType": "audio/pcm", "data": data}}})
            return transcript(await client.turn("What is the capital of Brazil?"))

    assert "Brasília" in asyncio.run(talk())


def test_images_are_counted() -> None:
    async def talk() -> str:
        async with Simulator(pace=0) as sim, dial(sim, **WORDS) as client:
            jpeg = {"mimeType": "image/jpeg", "data": "/9j/"}
            await client.send({"realtimeInput": {"video": jpeg}})
            await client.send({"realtimeInput": {"mediaChunks": [jpeg, jpeg]}})
            return transcript(await client.turn("What do you see?"))

    assert asyncio.run(talk()) == "I was shown 3 images in this connection."
