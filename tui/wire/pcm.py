"""What a mime type says of the sound in a frame: 16-bit little-endian PCM, one channel.

Source: the service's audio formats; `audio/pcm` alone means 24 kHz received and 16 kHz sent.
"""

from __future__ import annotations

import re

from tui.wire.frame import Direction

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
