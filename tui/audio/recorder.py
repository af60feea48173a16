"""A WAV file as a sink, a child process: written at the pace of the ear, so it holds what would be heard.

What was interrupted is not in the file, what came late leaves its silence, and the next turn follows on.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tui.audio import child
from tui.audio.pcm import Samples, seconds, size_of
from tui.audio.wav import WavFile

STEP = 0.01
"""Seconds written at a time: as exactly is an interruption seen."""


class Tape:
    """A file and the moment (monotonic seconds) up to which it has been heard."""

    def __init__(self, file: WavFile) -> None:
        self._file = file
        self._heard_until: float | None = None

    def play(self, pcm: bytes) -> None:
        """Write at the pace of the ear; return when all of it was heard."""
        self._catch_up()
        step = size_of(STEP)
        for start in range(0, len(pcm), step):
            piece = pcm[start : start + step]
            self._file.write(piece)
            self._wait(seconds(len(piece)))

    def _catch_up(self) -> None:
        now = time.monotonic()
        if self._heard_until is None:
            self._heard_until = now
            child.say("start", now)
        elif (gap := now - self._heard_until) > STEP:
            self._file.write(bytes(size_of(gap)))
            self._heard_until = now
            child.say("gap", round(gap, 4))

    def _wait(self, duration: float) -> None:
        assert self._heard_until is not None
        self._heard_until += duration
        time.sleep(max(0.0, self._heard_until - time.monotonic()))


def play() -> int:
    """Record stdin into the file named by the first argument."""
    samples = Samples()
    chunk = child.hear()
    if not chunk:
        return 0
    with WavFile(Path(sys.argv[1]), append=True) as file:
        tape = Tape(file)
        while chunk and not child.is_orphan():
            tape.play(samples.take(chunk))
            chunk = child.hear()
    child.say("drained")
    return 0


if __name__ == "__main__":
    child.run(play)
