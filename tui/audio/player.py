"""simpleaudio as a child process: one `play_buffer` a turn, on a zeroed buffer filled while it plays.

simpleaudio reads its buffer in place, some time ahead of the ear, and reads zeros (silence) where nothing
has been written yet. So the turn has one playback, and no gap that the network did not make.
"""

from __future__ import annotations

import mmap
import os
import sys
import threading
import time
from importlib import import_module
from typing import Any

from tui.audio import child
from tui.audio.pcm import RATE, Samples, seconds, size_of

LONGEST = 1800.0
"""Seconds a turn can last. Pages of zeros cost nothing until they are written."""
LEAD = 0.1
"""Seconds that simpleaudio reads ahead: the buffer it asks ALSA for. PulseAudio can be asked for more."""
BLOCK = 0.015
"""Seconds beyond the read-ahead in which a device may take its next block (measured: 10 to 15 ms)."""
FIRST = 0.1
"""Seconds beyond the read-ahead that ALSA's plugin for PulseAudio takes when it starts."""
MARGIN = 0.04
"""Seconds beyond the read-ahead at which sound goes on after an underrun."""
TAIL = 0.05
"""Seconds after which the last sample has been heard, but for a device that is late."""
LATE = 1.0
"""Seconds a device may be late by starting late and by starving; the end waits for it, or it would be cut."""
DRAIN_LIMIT = 1.0
"""Seconds for ALSA to drain; over a long line (160 ms round trip) it never does, and all has been read."""


class LiveBuffer:
    """Memory that is played while it is written. lead: seconds that are read ahead of the ear."""

    def __init__(self, longest: float = LONGEST) -> None:
        self.memory = mmap.mmap(-1, size_of(longest))
        self.lead = max(LEAD, float(os.environ.get("PULSE_LATENCY_MSEC") or 0) / 1000)
        self.written = 0
        self.started: float | None = None

    def write(self, pcm: bytes) -> float:
        """Put whole samples after the last; return the seconds of silence left before them."""
        start = self._place()
        self.memory[start : start + len(pcm)] = pcm
        gap, self.written = seconds(start - self.written), start + len(pcm)
        return gap

    def _place(self) -> int:
        if self.started is None:
            return self.written
        cursor = time.monotonic() - self.started
        taken = max(self.lead + FIRST, cursor + self.lead + BLOCK)
        if seconds(self.written) >= taken:
            return self.written
        return max(self.written, size_of(max(taken, cursor + self.lead + MARGIN)))

    def remaining(self) -> float:
        """Seconds until the last sample is heard; negative when it was."""
        return (self.started or 0.0) + seconds(self.written) - time.monotonic()


class Feed(threading.Thread):
    """Moves stdin into the buffer. simpleaudio's own thread plays it meanwhile."""

    def __init__(self, buffer: LiveBuffer) -> None:
        super().__init__(daemon=True)
        self.buffer = buffer
        self.begun = threading.Event()
        self.ended = False

    def run(self) -> None:
        samples = Samples()
        while chunk := child.hear():
            try:
                gap = self.buffer.write(samples.take(chunk))
            except IndexError:
                child.give_up(f"a turn of more than {LONGEST / 60:.0f} minutes", code=6)
            if gap:
                child.say("gap", round(gap, 4))
            self.begun.set()
        self.ended = True
        self.begun.set()


def play() -> int:
    """Play stdin with the module named by the first argument, simpleaudio or a fork of it.

    Returns 0 when the device is done; leaves with 5 when it went away.
    """
    if os.environ.get("PYTHONMALLOC") != "malloc":
        raise RuntimeError("simpleaudio needs PYTHONMALLOC=malloc")
    simpleaudio = import_module(sys.argv[1])

    buffer = LiveBuffer()
    feed = Feed(buffer)
    feed.start()
    feed.begun.wait()
    if not buffer.written:
        return 0
    playing = simpleaudio.play_buffer(buffer.memory, 1, 2, RATE)
    buffer.started = time.monotonic()
    child.say("start", buffer.started)
    return _finish(playing, feed)


def _finish(playing: Any, feed: Feed) -> int:
    _play_until(feed, -TAIL, playing)
    child.say("drained")
    _play_until(feed, -LATE, playing)
    playing.stop()
    drained_by = time.monotonic() + DRAIN_LIMIT
    while playing.is_playing() and time.monotonic() < drained_by:
        time.sleep(0.005)
    return 0


def _play_until(feed: Feed, remaining: float, playing: Any) -> None:
    """Wait until all has come, and no more than so many seconds of it are left."""
    while not (feed.ended and feed.buffer.remaining() <= remaining):
        if child.is_orphan():
            os._exit(1)
        if not playing.is_playing():
            child.give_up("the device stopped playing", code=5)
        time.sleep(0.02)


if __name__ == "__main__":
    child.run(play)
