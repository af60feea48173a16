"""The simulator under programs in the style of the Python SDK's quickstart."""

from __future__ import annotations

import asyncio
import math
import ssl
import wave
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from google import genai
from google.genai import types

from tui.simulator.server import Simulator, SimulatorThread
from tui.simulator.voice import speak

NATIVE = "gemini-2.5-flash-native-audio-latest"
LIVE = "gemini-3.8-live"
TEXT = "gemini-live-2.5-flash"


@pytest.fixture
def sim(monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    """A simulator that the environment points at."""
    with SimulatorThread(pace=0) as sim:
        for name, value in sim.environment().items():
            monkeypatch.setenv(name, value)
        yield sim


def test_text_chat(sim: Simulator) -> None:
    async def chat() -> list[str]:
        config = types.LiveConnectConfig(response_modalities=[types.Modality.TEXT])
        answers = []
        async with genai.Client().aio.live.connect(model=TEXT, config=config) as session:
            for message in ("Hello?", "What is the capital of Brazil?"):
                await session.send_client_content(
                    turns=types.Content(role="user", parts=[types.Part(text=message)]), turn_complete=True
                )
                turn = [response.text async for response in session.receive() if response.text is not None]
                answers.append("".join(turn))
        return answers

    hello, brazil = asyncio.run(chat())
    assert hello.startswith("Hello!")
    assert brazil == "The capital of Brazil is Brasília."


def test_audio_into_a_wav(sim: Simulator, tmp_path: Path) -> None:
    path = tmp_path / "audio.wav"

    async def chat() -> None:
        config = types.LiveConnectConfig(response_modalities=[types.Modality.AUDIO])
        with wave.open(str(path), "wb") as wav:
            wav.setparams((1, 2, 24_000, 0, "NONE", "not compressed"))
            async with genai.Client().aio.live.connect(model=NATIVE, config=config) as session:
                await session.send_realtime_input(text="What is the capital of Brazil?")
                async for response in session.receive():
                    if response.data is not None:
                        wav.writeframes(response.data)

    asyncio.run(chat())
    with wave.open(str(path)) as wav:
        assert wav.readframes(wav.getnframes()) == speak("The capital of Brazil is Brasília.")


def test_resumable_chat(sim: Simulator) -> None:
    async def chat(handle: str | None, words: str) -> tuple[str, str]:
        """Send and receive as two tasks; the handle after the answer, and the answer."""
        config = types.LiveConnectConfig(
            response_modalities=[types.Modality.AUDIO],
            output_audio_transcription=types.AudioTranscriptionConfig(),
            session_resumption=types.SessionResumptionConfig(handle=handle),
        )
        heard: list[str] = []
        handles: asyncio.Queue[str] = asyncio.Queue()
        async with (
            genai.Client().aio.live.connect(model=NATIVE, config=config) as session,
            asyncio.TaskGroup() as tasks,
        ):

            async def send() -> None:
                await handles.get()
                await session.send_client_content(turns=types.Content(parts=[types.Part(text=words)]))

            async def receive() -> None:
                while True:
                    async for message in session.receive():
                        update = message.session_resumption_update
                        if update and update.resumable and update.new_handle:
                            await handles.put(update.new_handle)
                        content = message.server_content
                        if content and content.output_transcription:
                            heard.append(content.output_transcription.text or "")

            receiving = tasks.create_task(receive())
            await tasks.create_task(send())
            newest = await handles.get()
            receiving.cancel()
        return newest, "".join(heard)

    async def resume() -> str:
        handle, _ = await chat(None, "What is the capital of Brazil?")
        return (await chat(handle, "What was the last question I asked?"))[1]

    assert asyncio.run(resume()) == "Your last question was: What is the capital of Brazil?"


def test_a_voice_is_heard_and_answered(sim: Simulator) -> None:
    async def chat() -> tuple[str, list[types.LiveServerMessage]]:
        config = types.LiveConnectConfig(
            response_modalities=[types.Modality.AUDIO],
            input_audio_transcription=types.AudioTranscriptionConfig(),
        )
        async with genai.Client().aio.live.connect(model=LIVE, config=config) as session:
            for chunk in microphone():
                await session.send_realtime_input(
                    audio=types.Blob(data=chunk, mime_type="audio/pcm;rate=16000")
                )
            await session.send_realtime_input(audio_stream_end=True)
            messages = [message async for message in session.receive()]
        contents = (message.server_content for message in messages)
        heard = [c.input_transcription.text or "" for c in contents if c and c.input_transcription]
        return "".join(heard), messages

    heard, messages = asyncio.run(chat())
    assert heard == "Hello, can you hear me?"
    marks = [m.voice_activity.voice_activity_type for m in messages if m.voice_activity]
    assert [mark.value for mark in marks if mark] == ["ACTIVITY_START", "ACTIVITY_END"]
    assert any(message.data for message in messages)


def microphone() -> Iterator[bytes]:
    """Half a second of quiet and a second of a loud tone, which just ends. 16 kHz, 40 ms a chunk."""
    tone = array("h", (int(8000 * math.sin(n / 5)) for n in range(16_000)))
    pcm = bytes(16_000) + tone.tobytes()
    for start in range(0, len(pcm), 1280):
        yield pcm[start : start + 1280]


def test_a_function_is_called(sim: Simulator) -> None:
    async def chat() -> str:
        declaration: dict[str, Any] = {"name": "get_weather"}
        config: dict[str, Any] = {
            "response_modalities": ["TEXT"],
            "tools": [{"function_declarations": [declaration]}],
        }
        async with (
            Simulator("tools", pace=0) as tools,
            genai.Client(
                http_options=types.HttpOptions(base_url=tools.url, async_client_args={"ssl": trust(tools)})
            ).aio.live.connect(model=TEXT, config=types.LiveConnectConfig(**config)) as session,
        ):
            await session.send_client_content(
                turns=types.Content(parts=[types.Part(text="How is the weather in Rome?")])
            )
            said = ""
            while "sunny" not in said:
                async for message in session.receive():
                    said += message.text or ""
                    for call in (message.tool_call.function_calls or []) if message.tool_call else []:
                        assert call.args == {"city": "Rome"}
                        answer = types.FunctionResponse(
                            id=call.id, name=call.name, response={"output": "sunny"}
                        )
                        await session.send_tool_response(function_responses=[answer])
            return said

    assert asyncio.run(chat()) == "The weather in Rome: sunny"


def test_vertex(sim: Simulator) -> None:
    async def chat() -> tuple[str | None, str]:
        options = types.HttpOptions(base_url=sim.url, async_client_args={"ssl": trust(sim)})
        config = types.LiveConnectConfig(
            response_modalities=[types.Modality.AUDIO],
            output_audio_transcription=types.AudioTranscriptionConfig(),
        )
        client = genai.Client(vertexai=True, api_key="k", http_options=options)
        async with client.aio.live.connect(model=TEXT, config=config) as session:
            await session.send_client_content(turns=types.Content(parts=[types.Part(text="Hello")]))
            contents = [message.server_content async for message in session.receive()]
            spoken = (content.output_transcription for content in contents if content)
            return session.session_id, "".join(words.text or "" for words in spoken if words)

    session_id, said = asyncio.run(chat())
    assert session_id and len(session_id) == 36
    assert said.startswith("Hello!")


EVERY_FIELD: dict[str, Any] = {
    "response_modalities": ["AUDIO"],
    "temperature": 0.5,
    "top_p": 0.9,
    "top_k": 40,
    "max_output_tokens": 100,
    "media_resolution": "MEDIA_RESOLUTION_LOW",
    "seed": 1,
    "speech_config": {
        "voice_config": {"prebuilt_voice_config": {"voice_name": "Puck"}},
        "language_code": "en-US",
    },
    "thinking_config": {"thinking_budget": 0, "include_thoughts": True},
    "enable_affective_dialog": True,
    "system_instruction": "Be brief.",
    "tools": [{"google_search": {}}, {"function_declarations": [{"name": "f", "behavior": "NON_BLOCKING"}]}],
    "session_resumption": {},
    "input_audio_transcription": {},
    "output_audio_transcription": {},
    "realtime_input_config": {
        "automatic_activity_detection": {
            "disabled": False,
            "start_of_speech_sensitivity": "START_SENSITIVITY_HIGH",
            "end_of_speech_sensitivity": "END_SENSITIVITY_LOW",
            "prefix_padding_ms": 20,
            "silence_duration_ms": 100,
        },
        "activity_handling": "START_OF_ACTIVITY_INTERRUPTS",
        "turn_coverage": "TURN_INCLUDES_ONLY_ACTIVITY",
    },
    "context_window_compression": {"trigger_tokens": 25_000, "sliding_window": {"target_tokens": 8000}},
    "proactivity": {"proactive_audio": True},
    "history_config": {"initial_history_in_client_content": True},
    "labels": {"team": "tui"},
}
ON_VERTEX = {
    "explicit_vad_signal": True,
    "session_resumption": {"transparent": True},
    "safety_settings": [{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE"}],
}


@pytest.mark.parametrize("vertex", [False, True])
def test_every_field_of_the_configuration_is_taken(sim: Simulator, vertex: bool) -> None:
    async def chat() -> str:
        options = types.HttpOptions(
            base_url=sim.url,
            api_version="v1beta1" if vertex else "v1alpha",
            async_client_args={"ssl": trust(sim)},
        )
        client = genai.Client(vertexai=vertex, api_key="k", http_options=options)
        config = types.LiveConnectConfig(**EVERY_FIELD | (ON_VERTEX if vertex else {}))
        async with client.aio.live.connect(model=NATIVE, config=config) as session:
            await session.send_client_content(turns=types.Content(parts=[types.Part(text="Hello")]))
            contents = [message.server_content async for message in session.receive()]
            spoken = (content.output_transcription for content in contents if content)
            return "".join(words.text or "" for words in spoken if words)

    assert asyncio.run(chat()).startswith("Hello!")


def test_the_models_are_listed(sim: Simulator) -> None:
    client = genai.Client()
    listed = {model.name: model for model in client.models.list()}
    assert "models/gemini-3.8-live" in listed
    assert "bidiGenerateContent" in (listed["models/gemini-3.8-live"].supported_actions or [])


def trust(sim: Simulator) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=sim.ca_file)
