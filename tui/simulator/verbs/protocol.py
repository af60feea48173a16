"""Steps about the session: ends of turns, states, usage, handles, and any message at all."""

from __future__ import annotations

import asyncio

from tui.simulator import messages
from tui.simulator.refusals import GO_AWAY_IGNORED
from tui.simulator.session import Session
from tui.simulator.stage import Stage
from tui.simulator.steps import Count, Hex, Json, Number, Text, parse_step, verb


@verb
async def generation_complete(stage: Stage) -> None:
    """Send generationComplete now; else the end of the rule does."""
    await stage.end_generation()


@verb
async def turn_complete(stage: Stage, status: str = "IDLE") -> None:
    """End the turn now and go on in another. Status (where the model sends it): IDLE or IN_PROGRESS."""
    if stage.ends_generation:
        await stage.end_generation()
    await stage.end_turn(status)
    stage.expect_end(generation=True, turn=True)


@verb
async def no_end(stage: Stage) -> None:
    """Let the rule end without generationComplete and turnComplete."""
    stage.expect_end(generation=False, turn=False)


@verb
async def only_generation_complete(stage: Stage) -> None:
    """Let the rule end with generationComplete alone."""
    stage.expect_end(generation=True, turn=False)


@verb
async def interrupted(stage: Stage) -> None:
    """Break the answer off as if the user had spoken: interrupted, then turnComplete."""
    await stage.session.send(messages.content(interrupted=True))
    await stage.end_turn()
    stage.expect_end(generation=False, turn=False)


@verb
async def reason(stage: Stage, name: str) -> None:
    """Give the coming turnComplete a turnCompleteReason."""
    stage.marks["turnCompleteReason"] = name


@verb
async def waiting_for_input(stage: Stage) -> None:
    """Send waitingForInput."""
    await stage.session.send(messages.content(waitingForInput=True))


@verb
async def status(stage: Stage, name: str) -> None:
    """Send interactionStatus alone: IN_PROGRESS or IDLE."""
    await stage.session.send(messages.content(interactionStatus=name))


@verb
async def usage(stage: Stage, prompt: Count, response: Count, thoughts: Count = 0) -> None:
    """Send usageMetadata alone."""
    await stage.session.send(stage.session.dialect.usage(prompt, response, thoughts))


@verb
async def usage_tick(stage: Stage, prompt: Count, response: Count) -> None:
    """Send usageMetadata beside an empty serverContent, as translations do."""
    await stage.session.send(messages.content() | stage.session.dialect.usage(prompt, response))


@verb
async def activity(stage: Stage, which: str, offset: Number = 0.0) -> None:
    """Send voiceActivity: `start` or `end`, so many seconds into the sound."""
    body = {"type": f"ACTIVITY_{which.upper()}", "audioOffset": f"{offset:.3f}s"}
    await stage.session.send(messages.content() | {"voiceActivity": body})


@verb
async def vad_signal(stage: Stage, which: str) -> None:
    """Send voiceActivityDetectionSignal: `sos` or `eos`."""
    signal = {"vadSignalType": f"VAD_SIGNAL_TYPE_{which.upper()}"}
    await stage.session.send({"voiceActivityDetectionSignal": signal})


@verb
async def handle(stage: Stage) -> None:
    """Send a sessionResumptionUpdate with a new handle."""
    await stage.session.issue_handle()


@verb
async def no_handle(stage: Stage) -> None:
    """Send an empty sessionResumptionUpdate: not resumable just now."""
    await stage.session.send(messages.resumption(None))


@verb
async def go_away(stage: Stage, seconds: Number) -> None:
    """Send goAway, and close as the service does when the time is up and the client still there."""
    await stage.session.send(messages.go_away(seconds))
    stage.session.spawn(_close_later(stage.session, seconds))


async def _close_later(session: Session, seconds: Number) -> None:
    await asyncio.sleep(seconds)
    await session.close(GO_AWAY_IGNORED)


@verb
async def error(stage: Stage, code: Count, message: Text) -> None:
    """Send an error in band: not in the SDK's types, but seen from the service."""
    await stage.session.send(messages.error(code, message, "INVALID_ARGUMENT" if code == 400 else "UNKNOWN"))


@verb
async def send(stage: Stage, message: Json) -> None:
    """Send any JSON as a message."""
    await stage.session.send(message)


@verb
async def do(stage: Stage, line: Text) -> None:
    """Play the step that these words are: `do $1` lets a client say what is to happen."""
    try:
        step = parse_step(line)
    except ValueError as error:
        await stage.say(f"{error}. ")
    else:
        await step.play(stage)


@verb
async def raw(stage: Stage, payload: Text = "") -> None:
    """Send these characters as a binary frame, whatever they are; nothing for an empty frame."""
    await stage.session.outbox.send_payload(payload.encode(errors="surrogatepass"))


@verb
async def raw_hex(stage: Stage, payload: Hex) -> None:
    """Send these bytes (hexadecimal) as a binary frame."""
    await stage.session.outbox.send_payload(payload)


@verb
async def raw_text(stage: Stage, payload: Text) -> None:
    """Send these characters as a text frame."""
    await stage.session.outbox.send_payload(payload)
