"""The simulator, seen by the Python SDK."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from google import genai
from google.genai import errors, types

from tui.simulator.server import Simulator, SimulatorThread

MODEL = "gemini-2.5-flash-native-audio-latest"
AUDIO: dict[str, Any] = {
    "response_modalities": ["AUDIO"],
    "output_audio_transcription": {},
    "session_resumption": {},
}


def client(sim: Simulator, monkeypatch: pytest.MonkeyPatch) -> genai.Client:
    """The SDK, pointed at the simulator by its environment alone."""
    for name, value in sim.environment().items():
        monkeypatch.setenv(name, value)
    return genai.Client()


async def ask(live: Any, words: str) -> list[types.LiveServerMessage]:
    """The messages of one turn, and the handle after it."""
    await live.send_client_content(turns={"role": "user", "parts": [{"text": words}]})
    heard = [message async for message in live.receive()]
    return [*heard, await anext(live.receive())]


def transcript(heard: list[types.LiveServerMessage]) -> str:
    contents = (message.server_content for message in heard)
    spoken = (content.output_transcription for content in contents if content)
    return "".join(words.text or "" for words in spoken if words)


def handle(heard: list[types.LiveServerMessage]) -> str:
    update = heard[-1].session_resumption_update
    assert update and update.resumable and update.new_handle
    return update.new_handle


def test_an_answer_has_sound_words_and_a_bill(monkeypatch: pytest.MonkeyPatch) -> None:
    async def talk() -> list[types.LiveServerMessage]:
        async with (
            Simulator() as sim,
            client(sim, monkeypatch).aio.live.connect(
                model=MODEL, config=types.LiveConnectConfig(**AUDIO)
            ) as live,
        ):
            return await ask(live, "Hello")

    heard = asyncio.run(talk())
    assert "Hello" in transcript(heard)
    assert sum(len(message.data or b"") for message in heard) > 24_000
    last = heard[-2]
    assert last.server_content and last.server_content.turn_complete
    assert last.usage_metadata and last.usage_metadata.total_token_count


def test_a_handle_brings_the_conversation_to_another_process(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async def talk(words: str, resume: str | None) -> list[types.LiveServerMessage]:
        config = types.LiveConnectConfig(**AUDIO | {"session_resumption": {"handle": resume}})
        with SimulatorThread(state_dir=tmp_path) as sim:
            async with client(sim, monkeypatch).aio.live.connect(model=MODEL, config=config) as live:
                return await ask(live, words)

    heard = asyncio.run(talk("What is the capital of Brazil?", None))
    heard = asyncio.run(talk("What was the last question I asked?", handle(heard)))
    assert "What is the capital of Brazil?" in transcript(heard)


def test_an_unknown_handle_is_refused_with_the_close_of_the_service(monkeypatch: pytest.MonkeyPatch) -> None:
    async def resume() -> None:
        config = types.LiveConnectConfig(**AUDIO | {"session_resumption": {"handle": "gone"}})
        async with Simulator() as sim, client(sim, monkeypatch).aio.live.connect(model=MODEL, config=config):
            pass

    with pytest.raises(errors.APIError, match="BidiGenerateContent session not found") as refused:
        asyncio.run(resume())
    assert refused.value.code == 1008
