"""What the user says aloud, as realtime input."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from tui.audio.listening import Listening
from tui.audio.pcm import MIC_RATE
from tui.audio.sources import Source
from tui.errors import AudioError
from tui.live.line import Line
from tui.live.link import Link

MIME = f"audio/pcm;rate={MIC_RATE}"


class Talking:
    """The microphone, open or closed. Events: `mic` with open (true, false) and source.

    marks: the service was told not to find out by itself when the user speaks, so what is said between
    opening and closing is marked as activity: push to talk.
    """

    def __init__(self, line: Line, sources: Sequence[Source], *, marks: bool) -> None:
        self._line = line
        self._sources = sources
        self._marks = marks
        self._task: asyncio.Task[None] | None = None

    def toggle(self) -> None:
        """Open the microphone, or close it."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._talk())
        else:
            self.cancel()

    def cancel(self) -> None:
        """Close it, if it is open."""
        if self._task is not None and not self._task.cancelling():
            self._task.cancel()

    async def aclose(self) -> None:
        """Close it, and wait until nothing of it is left."""
        self.cancel()
        if self._task is not None:
            await asyncio.wait([self._task])

    async def _talk(self) -> None:
        try:
            listening = await Listening.open(self._sources)
        except AudioError as error:
            self._line.event("error", message=error.message, hint=error.hint)
            return
        try:
            link = await self._line.ready()
            self._line.event("mic", open=True, source=listening.source.name)
            await self._send(link, listening)
        finally:
            await listening.aclose()
            self._line.event("mic", open=False, source=listening.source.name)

    async def _send(self, link: Link, listening: Listening) -> None:
        if self._marks:
            await link.send_activity(start=True)
        try:
            async for chunk in listening.chunks():
                if await link.send_blob("audio", chunk, MIME) is None:
                    return
        finally:
            await self._end(link)

    async def _end(self, link: Link) -> None:
        if self._marks:
            await link.send_activity(start=False)
        else:
            await link.send_audio_end()
