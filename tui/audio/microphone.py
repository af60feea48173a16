"""sounddevice as a child process that hears: s16le mono at `MIC_RATE` on stdout, until it is killed."""

from __future__ import annotations

import os

from tui.audio import child
from tui.audio.pcm import MIC_RATE

BLOCK = 640
"""Samples at a time: 40 ms."""


def record() -> int:
    """Hear until nobody reads any more."""
    import sounddevice

    with sounddevice.RawInputStream(MIC_RATE, channels=1, dtype="int16") as stream:
        while not child.is_orphan():
            block, _overflowed = stream.read(BLOCK)
            os.write(1, bytes(block))
    return 0


if __name__ == "__main__":
    raise SystemExit(record())
