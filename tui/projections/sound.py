"""Sound in frames, sized without decoding it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tui.wire.frame import Direction, Frame
from tui.wire.kinds import Kind
from tui.wire.pcm import SAMPLE, rate_of
from tui.wire.spelling import pick, pick_list, pick_map, pick_text

AUDIO = Kind.AUDIO.bit | Kind.REALTIME_AUDIO.bit
_RATE = re.compile(r"rate=(\d{1,6})")


@dataclass(frozen=True, slots=True)
class Clip:
    """Audio of one frame: base64 as it stood on the wire, and the mime type that came with it."""

    mime: str
    data: str
    default_rate: int

    @property
    def rate(self) -> int | None:
        """The sample rate the mime type names, Hz."""
        return _rate(self.mime)

    @property
    def size(self) -> int:
        """Bytes once decoded."""
        padding = self.data.endswith("=") + self.data.endswith("==")
        return (len(self.data) - padding) * 3 // 4

    @property
    def is_pcm(self) -> bool:
        """Whether it is raw 16-bit mono, the only kind with a length in seconds."""
        return _is_pcm(self.mime)

    @property
    def seconds(self) -> float:
        """How long it sounds; the service's usual rate stands in where the mime type names none."""
        return self.size / (SAMPLE * (self.rate or self.default_rate)) if self.is_pcm else 0.0


@lru_cache(64)
def _rate(mime: str) -> int | None:
    found = _RATE.search(mime)
    return int(found[1]) or None if found else None


@lru_cache(64)
def _is_pcm(mime: str) -> bool:
    return mime.partition(";")[0].strip() == "audio/pcm"


def clips(frame: Frame) -> Iterator[Clip]:
    """The audio a frame carries, either way."""
    if not frame.kinds & AUDIO:
        return
    usual = rate_of("", frame.direction)
    if frame.direction is Direction.SEND:
        realtime = pick_map(frame.message, "realtimeInput")
        for blob in (pick(realtime, "audio"), *pick_list(realtime, "mediaChunks")):
            yield from _clip(blob, usual)
    else:
        turn = pick_map(pick_map(frame.message, "serverContent"), "modelTurn")
        for part in pick_list(turn, "parts"):
            yield from _clip(pick(part, "inlineData"), usual)


def seconds_of(frame: Frame) -> float:
    """How long the audio of a frame sounds."""
    return sum(clip.seconds for clip in clips(frame))


def _clip(blob: object, default_rate: int) -> Iterator[Clip]:
    mime, data = pick_text(blob, "mimeType"), pick_text(blob, "data")
    if mime.startswith("audio/") and data:
        yield Clip(mime, data, default_rate)
