"""Steps that are an answer: words, thoughts, sound."""

from __future__ import annotations

import asyncio

from tui.simulator import messages, voice
from tui.simulator.dialect import splinters
from tui.simulator.stage import Stage
from tui.simulator.steps import Count, Json, Number, Text, verb


@verb
async def say(stage: Stage, text: Text) -> None:
    """Answer with these words: written, or spoken and transcribed, as the model and the setup have it."""
    await stage.say(text)


@verb
async def think(stage: Stage, text: Text) -> None:
    """Send a summary of thoughts, where the model sends them or the client asked for them."""
    if stage.session.shows_thoughts:
        stage.thoughts += 1 + len(text) // 4
        await stage.session.send(stage.session.dialect.think(text))


@verb
async def splinter(stage: Stage, text: Text) -> None:
    """Transcribe these words one UTF-16 unit at a time, so that every emoji comes in two broken halves."""
    for unit in splinters(text):
        await stage.session.send(messages.content(outputTranscription={"text": unit}))
    stage.spoken += text


@verb
async def audio(stage: Stage, seconds: Number) -> None:
    """Send so much sound without words."""
    pcm = voice.speak("la " * max(1, round(seconds * 7)))[: 2 * round(seconds * voice.RATE)]
    await stage.session.stream(stage.session.dialect.sound(pcm))


@verb
async def hear(stage: Stage, text: Text) -> None:
    """Send an inputTranscription: what the user is taken to have said."""
    await stage.session.send(stage.session.dialect.heard(text))


@verb
async def guess(stage: Stage, text: Text) -> None:
    """Send an interimInputTranscription: what the user seems to be saying."""
    await stage.session.send(messages.content(interimInputTranscription={"text": text}))


@verb
async def run_code(stage: Stage, text: Text) -> None:
    """Send an executableCode part."""
    code = {"executableCode": {"language": "PYTHON", "code": text}}
    await stage.session.send(messages.part(code, role=stage.session.dialect.role))


@verb
async def code_result(stage: Stage, text: Text) -> None:
    """Send a codeExecutionResult part."""
    result = {"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": text}}
    await stage.session.send(messages.part(result, role=stage.session.dialect.role))


@verb
async def ground(stage: Stage, metadata: Json) -> None:
    """Send groundingMetadata."""
    await stage.session.send(messages.content(groundingMetadata=metadata))


@verb
async def fetch_url(stage: Stage, url: str) -> None:
    """Send urlContextMetadata: the model read a page."""
    status = {"retrievedUrl": url, "urlRetrievalStatus": "URL_RETRIEVAL_STATUS_SUCCESS"}
    await stage.session.send(messages.content(urlContextMetadata={"urlMetadata": [status]}))


@verb
async def wait(stage: Stage, seconds: Number) -> None:
    """Do nothing for so long."""
    await stage.sleep(seconds)


@verb
async def flood(stage: Stage, frames: Count, size: Count = 11_520, rate: Number = 0.0) -> None:
    """Send so many audio frames of so many bytes, at so many a second (0: as fast as they go)."""
    dialect, loop = stage.session.dialect, asyncio.get_running_loop()
    payload = messages.encode(messages.audio(bytes(size), mime=dialect.mime, role=dialect.role))
    start = loop.time()
    for number in range(frames):
        early = start + number / rate - loop.time() if rate else 0.0
        if early > 0:
            await asyncio.sleep(early)
        await stage.session.outbox.send_payload(payload)
