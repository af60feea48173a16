"""Base64 inside a frame, described instead of shown."""

from __future__ import annotations

import base64
import binascii
import re

from tui.wire.frame import Direction
from tui.wire.pcm import duration
from tui.wire.summary import SEPARATOR, base64_size, bytes_text, seconds_text

SHORTEST = 64
"""Characters below which base64 is not told from a word."""

_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{64,}={0,2}\Z")
_FIRST_BYTES = 12


def is_blob(text: str) -> bool:
    """Whether a string is base64 that nobody reads."""
    return len(text) >= SHORTEST and _BASE64.match(text) is not None


def describe_blob(text: str, mime: str, direction: Direction) -> str:
    """`audio/pcm;rate=24000 · 9.6 kB · 200 ms · 01 00 fe ff …`."""
    size = base64_size(text)
    parts = [mime, bytes_text(size)]
    if mime.startswith("audio/"):
        parts.append(seconds_text(duration(size, mime, direction)))
    return SEPARATOR.join([*(part for part in parts if part), f"{_first_bytes(text)} …"])


def _first_bytes(text: str) -> str:
    try:
        return base64.b64decode(text[: _FIRST_BYTES // 3 * 4], altchars=b"-_").hex(" ")
    except binascii.Error:
        return "not base64"
