"""What a mime type says of the sound in a frame: 16-bit little-endian PCM, one channel.

Source: the service's audio formats; `audio/pcm` alone means 24 kHz received and 16 kHz sent.
"""

from __future__ import annotations

import base64
import binascii
import re

from tui.wire.frame import Direction, Frame
from tui.wire.spelling import pick_list, pick_map, pick_text

SAMPLE = 2
"""Bytes a sample."""

_RATE = re.compile(r"rate=(\d{3,6})\b")
_DEFAULT = {Direction.RECEIVE: 24_000, Direction.SEND: 16_000}


def rate_of(mime: str, direction: Direction) -> int:
    """Samples a second."""
    match = _RATE.search(mime)
    return (int(match[1]) if match else 0) or _DEFAULT.get(direction, 24_000)


def duration(size: int, mime: str, direction: Direction) -> float:
    """Seconds that `size` bytes of sound last."""
    return size / (SAMPLE * rate_of(mime, direction))


def sounds(frame: Frame) -> list[tuple[bytes, int]]:
    """Each (PCM, Hz) of a frame, in either alphabet of base64; what is not base64 is left out."""
    found = []
    turn = pick_map(pick_map(frame.message, "serverContent"), "modelTurn")
    sent = pick_map(frame.message, "realtimeInput")
    blobs = [pick_map(part, "inlineData") for part in pick_list(turn, "parts")]
    for blob in [*blobs, pick_map(sent, "audio"), *pick_list(sent, "mediaChunks")]:
        mime, data = pick_text(blob, "mimeType"), pick_text(blob, "data")
        if mime.startswith("audio/"):
            try:
                pcm = base64.b64decode(data.replace("-", "+").replace("_", "/"), validate=True)
            except (binascii.Error, ValueError):
                continue
            found.append((pcm, rate_of(mime, frame.direction)))
    return found
