"""What becomes of the sound a client sends: activity, transcription, a turn."""

from __future__ import annotations

import base64
import re
from itertools import accumulate
from typing import Any

from tui.simulator import messages
from tui.simulator.floor import Floor
from tui.simulator.hearing import Activity, Hearing
from tui.simulator.refusals import INVALID, NO_MANUAL_ACTIVITY, Refused
from tui.simulator.session import Session
from tui.wire.spelling import pick, pick_text

_RATE = re.compile(r"rate=(\d+)")
_NATIVE_RATE = 16_000
_STANDARD = str.maketrans("-_", "+/")


class Ears:
    """Listens on one connection: by itself, or between the client's own `activityStart` and `activityEnd`."""

    def __init__(self, session: Session, floor: Floor) -> None:
        self._session = session
        self._floor = floor
        self._turns = 0
        self._began = 0.0
        silence = pick(session.setup.detection, "silenceDurationMs")
        self._hearing = Hearing(silence / 1000 if isinstance(silence, (int, float)) else 0.5)

    async def audio(self, blob: Any) -> None:
        """A stretch of sound. Raises Refused where it is none."""
        found = _RATE.search(pick_text(blob, "mimeType"))
        rate = int(found[1]) if found else _NATIVE_RATE
        activities = self._hearing.feed(_decode(blob), max(1000, rate))
        if self._session.setup.detects_activity:
            await self._follow(activities)

    async def stream_end(self) -> None:
        """The client switched its microphone off."""
        if self._session.setup.detects_activity:
            await self._follow(self._hearing.finish())

    async def mark(self, *, start: bool) -> None:
        """The client says itself when it speaks. Raises Refused where the server is to find out."""
        if self._session.setup.detects_activity:
            raise Refused(NO_MANUAL_ACTIVITY)
        await self._follow([Activity(start, self._hearing.seconds)])

    async def _follow(self, activities: list[Activity]) -> None:
        for activity in activities:
            await (self._speech_began if activity.start else self._speech_ended)(activity)

    async def _speech_began(self, activity: Activity) -> None:
        self._began = activity.offset
        handling = pick(pick(self._session.setup.body, "realtimeInputConfig"), "activityHandling")
        await self._mark("ACTIVITY_START", activity)
        if handling != "NO_INTERRUPTION":
            await self._floor.interrupt()

    async def _speech_ended(self, activity: Activity) -> None:
        words = self._words(activity.offset - self._began)
        if not self._session.dialect.family.answers:
            await self._transcribe(words)
            await self._mark("ACTIVITY_END", activity)
            return
        await self._mark("ACTIVITY_END", activity)
        if self._session.hears_back:
            await self._session.send(self._session.dialect.heard(words))
        await self._floor.begin(words)

    async def _transcribe(self, words: str) -> None:
        """The interim text is rewritten as more is heard; the final one stands."""
        for interim in accumulate(re.findall(r"\S+\s*", words)):
            await self._session.stream([messages.content(interimInputTranscription={"text": interim})])
        await self._session.send(messages.content(inputTranscription={"text": words}))
        await self._session.send(messages.content(generationComplete=True))
        self._session.conversation.add("user", words)

    async def _mark(self, kind: str, activity: Activity) -> None:
        if self._session.dialect.family.marks_activity:
            offset = f"{activity.offset:.3f}s"
            await self._session.send(
                messages.content() | {"voiceActivity": {"type": kind, "audioOffset": offset}}
            )

    def _words(self, seconds: float) -> str:
        """What was said: the scenario's next line, since nobody here can tell."""
        lines = self._session.service.scenario.hears
        self._turns += 1
        return lines[(self._turns - 1) % len(lines)] if lines else f"({seconds:.1f} seconds of speech)"


def _decode(blob: Any) -> bytes:
    """The bytes of a blob, from either alphabet of base64, padded or not. Raises Refused."""
    data = pick_text(blob, "data").translate(_STANDARD).rstrip("=")
    try:
        pcm = base64.b64decode(data + "=" * (-len(data) % 4), validate=True)
    except ValueError as error:
        raise Refused(INVALID) from error
    if len(pcm) % 2:
        raise Refused(INVALID)
    return pcm
