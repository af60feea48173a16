"""From frames to sound: the playout is fed what the service says, and cut when it says so."""

from __future__ import annotations

import asyncio
import base64
import binascii
import re
from typing import Protocol

from tui.wire.frame import Frame
from tui.wire.kinds import Kind
from tui.wire.spelling import pick_list, pick_map, pick_text

_RATE = re.compile(r"rate=(\d+)")
DEFAULT_RATE = 24_000
AUDIBLE = Kind.AUDIO.bit | Kind.INTERRUPTED.bit | Kind.TURN_COMPLETE.bit | Kind.GENERATION_COMPLETE.bit
"""Kinds that playback has to do with."""


class Playout(Protocol):
    """What is heard. Called from the engine's loop only; nothing here blocks."""

    def feed(self, pcm: bytes, rate: int) -> None: ...
    def end_turn(self) -> None: ...
    def interrupt(self) -> None: ...
    async def aclose(self) -> None: ...


class Silence:
    """A playout that counts. received: bytes of PCM."""

    def __init__(self) -> None:
        self.received = 0

    def feed(self, pcm: bytes, rate: int) -> None:
        """Count."""
        self.received += len(pcm)

    def end_turn(self) -> None:
        """Nothing to drain."""

    def interrupt(self) -> None:
        """Nothing to cut."""

    async def aclose(self) -> None:
        """Nothing to close."""


def sounds(frame: Frame) -> list[tuple[bytes, int]]:
    """Each (PCM, Hz) of a frame; what is not base64 is left out."""
    parts = pick_list(pick_map(pick_map(frame.message, "serverContent"), "modelTurn"), "parts")
    found = []
    for blob in (pick_map(part, "inlineData") for part in parts):
        mime = pick_text(blob, "mimeType")
        if mime.startswith("audio/"):
            rate = _RATE.search(mime)
            try:
                pcm = base64.b64decode(pick_text(blob, "data"), validate=True)
            except (binascii.Error, ValueError):
                continue
            found.append((pcm, int(rate[1]) if rate else DEFAULT_RATE))
    return found


class Playback:
    """The task between the receive loop and the playout, so that decoding never holds up the socket."""

    def __init__(self, playout: Playout) -> None:
        self._playout = playout
        self._frames: asyncio.Queue[Frame] = asyncio.Queue()
        self._muted = False

    def take(self, frame: Frame) -> None:
        """A received frame, in order; an interruption does not wait in line."""
        if frame.kinds & Kind.INTERRUPTED.bit:
            self.interrupt()
            self._muted = False
        if frame.kinds & AUDIBLE:
            self._frames.put_nowait(frame)

    def interrupt(self) -> None:
        """Silence, and drop what is still to come of this answer."""
        self._muted = True
        while not self._frames.empty():
            self._frames.get_nowait()
        self._playout.interrupt()

    def unmute(self) -> None:
        """What comes now belongs to a new answer."""
        self._muted = False

    async def run(self) -> None:
        """Play for ever."""
        while True:
            self._play(await self._frames.get())
            await asyncio.sleep(0)

    def _play(self, frame: Frame) -> None:
        if not self._muted:
            for pcm, rate in sounds(frame):
                self._playout.feed(pcm, rate)
        if frame.kinds & (Kind.TURN_COMPLETE.bit | Kind.GENERATION_COMPLETE.bit):
            self._playout.end_turn()
            self._muted = False
