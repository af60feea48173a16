"""The order of messages, per family of models: what is recorded of the service."""

from __future__ import annotations

import asyncio
import re
from itertools import groupby
from typing import Any

import pytest

from tests.unit.simulator.raw import DEVELOPER, VERTEX, Client, Message, content, dial, ends_turn, transcript
from tui.simulator.server import Simulator

TOOLS = [{"functionDeclarations": [{"name": "get_weather"}]}]
BOTH: dict[str, Any] = {"outputAudioTranscription": {}, "sessionResumption": {}, "tools": TOOLS}


def kinds(message: Message) -> str:
    """One word a message: what it carries."""
    words = [*content(message)] or [key for key in message if key != "usageMetadata"]
    if "modelTurn" in words:
        part = content(message)["modelTurn"]["parts"][0]
        words[words.index("modelTurn")] = "thought" if part.get("thought") else next(iter(part))
    if words == ["sessionResumptionUpdate"]:
        words = ["handle" if message["sessionResumptionUpdate"] else "no-handle"]
    return "+".join([*words, *(["usage"] if "usageMetadata" in message else [])])


def order(messages: list[Message]) -> str:
    """Their kinds, in order; the same again and again stands once."""
    short = {
        "inlineData": "audio",
        "outputTranscription": "out",
        "outputTranscription+inlineData": "out+audio",
        "inlineData+outputTranscription": "out+audio",
        "generationComplete": "GEN",
        "turnComplete+usage": "TURN",
        "serverContent": "{}",
        "setupComplete": "ready",
    }
    names = [short.get(kind, kind) for kind in map(kinds, messages)]
    return " ".join(name for name, _ in groupby(names))


async def answer(client: Client, name: str = "get_weather") -> None:
    """Answer the call that was seen last."""
    call = next(m["toolCall"]["functionCalls"][0] for m in reversed(client.seen) if "toolCall" in m)
    known = {"id": call["id"]} if "id" in call else {}
    response = known | {"name": name, "response": {"result": "sunny"}}
    await client.send({"toolResponse": {"functionResponses": [response]}})


CHAT = [
    ("gemini-2.5-flash-native-audio-latest", r"ready handle no-handle thought (out audio )+GEN TURN"),
    ("gemini-3.1-flash-live-preview", r"ready handle {} out\+audio (out |audio )?GEN TURN"),
    ("gemini-3.8-live", r"ready handle (out audio )+GEN TURN"),
]


@pytest.mark.parametrize(("model", "expected"), CHAT, ids=lambda value: value[:40])
def test_an_answer_comes_in_the_order_of_its_family(model: str, expected: str) -> None:
    async def talk() -> list[Message]:
        async with Simulator(pace=0) as sim, dial(sim, model=f"models/{model}", **BOTH) as client:
            await client.turn("What is the capital of Brazil?")
            return client.seen

    seen = asyncio.run(talk())
    assert re.fullmatch(expected, order(seen)), order(seen)
    assert transcript(seen) == "The capital of Brazil is Brasília."


def test_vertex_half_cascade_says_the_words_first_and_names_the_session() -> None:
    async def talk() -> list[Message]:
        model = "projects/p/locations/l/publishers/google/models/gemini-live-2.5-flash"
        words: dict[str, Any] = {"outputAudioTranscription": {}}
        async with Simulator(pace=0) as sim, dial(sim, model=model, path=VERTEX, **words) as client:
            await client.turn("Hello")
            return client.seen

    seen = asyncio.run(talk())
    assert order(seen) == "ready out audio GEN turnComplete+groundingMetadata+usage"
    assert len(seen[0]["setupComplete"]["sessionId"]) == 36
    words = [content(m)["outputTranscription"] for m in seen if "outputTranscription" in content(m)]
    assert words[0] == {}
    assert words[-1] == {"finished": True}
    sound = next(content(m)["modelTurn"] for m in seen if "modelTurn" in content(m))
    assert sound["role"] == "model"
    assert sound["parts"][0]["inlineData"]["mimeType"] == "audio/pcm"
    assert {"candidatesTokenCount", "trafficType"} <= seen[-1]["usageMetadata"].keys()


CASCADE = "projects/p/locations/l/publishers/google/models/gemini-live-2.5-flash"
TURN_OF_VERTEX = r"GEN turnComplete\+groundingMetadata\+usage"
TOOL = [
    (
        DEVELOPER,
        "models/gemini-2.5-flash-native-audio-latest",
        "function-call-",
        r"ready handle no-handle toolCall (out audio )+GEN TURN",
    ),
    (
        DEVELOPER,
        "models/gemini-3.1-flash-live-preview",
        "fc_",
        r"ready handle {} no-handle toolCall handle {} out\+audio (out |audio )?GEN TURN",
    ),
    (DEVELOPER, "models/gemini-3.8-live", "fc_", r"ready handle no-handle toolCall (out audio )+GEN TURN"),
    (
        VERTEX,
        CASCADE,
        "",
        rf"ready handle no-handle out toolCall out {TURN_OF_VERTEX} handle out audio {TURN_OF_VERTEX}",
    ),
]


@pytest.mark.parametrize(("path", "model", "prefix", "expected"), TOOL, ids=lambda value: str(value)[-20:])
def test_a_tool_call_takes_one_turn_or_two(path: str, model: str, prefix: str, expected: str) -> None:
    async def talk() -> list[Message]:
        async with Simulator("tools", pace=0) as sim, dial(sim, model=model, path=path, **BOTH) as client:
            await client.say("What is the weather in Paris?")
            called = await client.until(lambda message: "toolCall" in message)
            assert called[-1]["toolCall"]["functionCalls"][0]["args"] == {"city": "Paris"}
            assert called[-1]["toolCall"]["functionCalls"][0]["id"].startswith(prefix)
            assert "usageMetadata" not in called[-1]
            await answer(client)
            await client.until(lambda message: "sunny" in transcript(client.seen))
            await client.until(ends_turn)
            return client.seen

    seen = asyncio.run(talk())
    assert re.fullmatch(expected, order(seen)), order(seen)


def test_extended_thinking_ends_a_turn_without_ending_the_interaction() -> None:
    async def talk() -> list[Message]:
        config = {"thinkingConfig": {"thinkingLevel": "LOW", "includeThoughts": True}}
        model = "models/gemini-3.8-live-extended-thinking"
        async with Simulator("thinking") as sim, dial(sim, model=model, generationConfig=config) as client:
            await client.turn("Why?")
            await client.until(ends_turn)
            return client.seen

    seen = asyncio.run(talk())
    assert [content(m).get("interactionStatus") for m in seen if ends_turn(m)] == ["IN_PROGRESS", "IDLE"]
    assert "thought" in order(seen)


def test_extended_thinking_takes_no_scheduling() -> None:
    async def talk() -> tuple[int, str]:
        model = "models/gemini-3.8-live-extended-thinking"
        config = {"thinkingConfig": {"thinkingLevel": "LOW"}}
        async with Simulator("tools") as sim, dial(sim, model=model, generationConfig=config) as client:
            await client.say("What is the weather in Paris?")
            called = await client.until(lambda message: "toolCall" in message)
            call = called[-1]["toolCall"]["functionCalls"][0]
            response = {"id": call["id"], "name": call["name"], "response": {}, "scheduling": "SILENT"}
            await client.send({"toolResponse": {"functionResponses": [response]}})
            return await client.close_of()

    assert asyncio.run(talk()) == (1007, "Function response scheduling is not supported for this model")


def test_robotics_answers_in_transcriptions_without_sound() -> None:
    async def talk() -> list[Message]:
        model = "models/gemini-robotics-er-2-streaming-preview"
        async with Simulator(pace=0) as sim, dial(sim, model=model) as client:
            return await client.turn("What is the capital of Brazil?")

    seen = asyncio.run(talk())
    assert transcript(seen) == "The capital of Brazil is Brasília."
    assert order(seen) == "ready {} out GEN TURN"


def test_the_context_that_is_billed_grows() -> None:
    async def talk() -> list[int]:
        async with Simulator(pace=0) as sim, dial(sim) as client:
            turns = [await client.turn("Hello?"), await client.turn("And now?"), await client.turn("Again?")]
            return [turn[-1]["usageMetadata"]["promptTokenCount"] for turn in turns]

    bills = asyncio.run(talk())
    assert bills == sorted(set(bills))


def test_a_new_turn_interrupts_the_one_before() -> None:
    async def talk() -> tuple[list[Message], Any]:
        async with Simulator("barge-in") as sim, dial(sim, outputAudioTranscription={}) as client:
            await client.say("Count, please.")
            await client.until(lambda message: "outputTranscription" in content(message))
            await client.say("Stop.")
            cut = await client.until(ends_turn)
            return cut, transcript(await client.until(ends_turn))

    cut, after = asyncio.run(talk())
    assert order(cut[-2:]) == "interrupted TURN"
    assert not any("generationComplete" in content(message) for message in cut)
    assert after == "All right."


def test_what_was_said_before_an_interruption_is_remembered() -> None:
    async def talk() -> tuple[str, int]:
        async with Simulator("barge-in") as sim, dial(sim, outputAudioTranscription={}) as client:
            await client.say("Count, please.")
            heard = await client.until(lambda message: "outputTranscription" in content(message))
            await client.say("Stop.")
            heard += await client.until(ends_turn)
            return transcript(heard), heard[-1]["usageMetadata"]["responseTokenCount"]

    said, tokens = asyncio.run(talk())
    assert tokens == 1 + len(said) // 4


def test_a_turn_that_has_ended_is_not_interrupted() -> None:
    async def talk() -> list[Message]:
        async with Simulator(pace=0) as sim, dial(sim, sessionResumption={}) as client:
            for number in range(30):
                await client.turn(f"This is number {number}.")
            return client.seen

    assert not any("interrupted" in content(message) for message in asyncio.run(talk()))


def test_a_call_that_is_interrupted_is_cancelled_and_its_late_answer_ignored() -> None:
    async def talk() -> tuple[str, str]:
        async with Simulator("tools", pace=0) as sim, dial(sim, tools=TOOLS) as client:
            await client.say("What is the weather in Paris?")
            await client.until(lambda message: "toolCall" in message)
            await client.say("Hello")
            cancelled = await client.until(lambda message: "toolCallCancellation" in message)
            call_id = client.seen[-2]["toolCall"]["functionCalls"][0]["id"]
            assert cancelled[-1]["toolCallCancellation"]["ids"] == [call_id]
            await answer(client)
            await client.until(ends_turn)
            return order(await client.until(ends_turn)), call_id

    assert asyncio.run(talk())[0].endswith("GEN TURN")


def test_several_functions_are_called_in_one_message() -> None:
    async def talk() -> str:
        async with Simulator("tools", pace=0) as sim, dial(sim, **BOTH) as client:
            await client.say("Compare Paris and Rome.")
            calls = (await client.until(lambda message: "toolCall" in message))[-1]["toolCall"][
                "functionCalls"
            ]
            answers = [
                {"id": call["id"], "name": call["name"], "response": {"in": call["args"]["city"]}}
                for call in calls
            ]
            await client.send({"toolResponse": {"functionResponses": answers[::-1]}})
            await client.until(ends_turn)
            return transcript(client.seen)

    assert asyncio.run(talk()) == 'I have both: [{"in": "Paris"}, {"in": "Rome"}]'


def test_history_is_remembered_without_an_answer() -> None:
    async def talk() -> str:
        async with Simulator(pace=0) as sim, dial(sim, outputAudioTranscription={}) as client:
            question = {"role": "user", "parts": [{"text": "How high is the Cristo?"}]}
            reply = {"role": "model", "parts": [{"text": "Thirty metres."}]}
            await client.send({"clientContent": {"turns": [question, reply]}})
            return transcript(await client.turn("What was the last question I asked?"))

    assert asyncio.run(talk()) == "Your last question was: How high is the Cristo?"


def test_realtime_text_is_answered_too() -> None:
    async def talk() -> str:
        async with Simulator(pace=0) as sim, dial(sim, outputAudioTranscription={}) as client:
            await client.send({"realtimeInput": {"text": "What is the capital of Brazil?"}})
            return transcript(await client.until(ends_turn))

    assert "Brasília" in asyncio.run(talk())


def test_a_context_update_is_taken() -> None:
    async def talk() -> str:
        async with Simulator(pace=0) as sim, dial(sim, model="models/gemini-3.8-live") as client:
            await client.send({"contextUpdate": {"systemInstruction": {"parts": [{"text": "Be brief."}]}}})
            return order(await client.turn("Hello"))

    assert asyncio.run(talk()).endswith("GEN TURN")
