"""The model's voice as WAV: each turn, and the whole."""

from __future__ import annotations

import wave
from collections.abc import Iterable
from contextlib import ExitStack
from itertools import chain, count
from pathlib import Path
from typing import Any, Self

from tui.projections.transcript import Transcript
from tui.store.export.draft import draft
from tui.store.journal import Journal
from tui.wire.frame import Frame
from tui.wire.kinds import Kind
from tui.wire.pcm import SAMPLE, sounds


def write_wavs(frames: Iterable[Frame], directory: Path, stem: str) -> list[Path]:
    """`STEM.wav` with all there is and `STEM-turn-NN.wav` for each turn with sound; the files written.

    A file has the rate of its first frame; what comes at another rate is left out of it. frames: a whole
    session. Raises OSError.
    """
    transcript = Transcript()
    with _Writers(directory) as writers:
        for row, frame in enumerate(frames):
            transcript.feed(frame)
            if frame.kinds & Kind.AUDIO.bit:
                turn = transcript.turn_of(row)
                for pcm, rate in sounds(frame):
                    writers.add(f"{stem}.wav", pcm, rate)
                    if turn is not None:
                        writers.add(f"{stem}-turn-{turn.number:02}.wav", pcm, rate)
    return writers.written


def write_run(journal: Journal, rows: Iterable[int], path: Path) -> int:
    """The sound of some rows, sent or received, as one WAV; how many bytes of sound. Raises OSError."""
    size = 0
    with _Writers(path.parent) as writers:
        for row in rows:
            for pcm, rate in sounds(journal[row]):
                writers.add(path.name, pcm, rate)
                size += len(pcm)
    return size


def free_wav(journal: Journal, what: str) -> Path:
    """A file in the working directory for some sound of a session; none that is there already."""
    stem = f"gemini-tui-{journal.path.parent.name}-{what}"
    names = chain((f"{stem}.wav",), (f"{stem}-{n}.wav" for n in count(2)))
    return next(path for path in map(Path.cwd().joinpath, names) if not path.exists())


class _Writers:
    """WAV files by name, each opened with the rate of its first sound; all are there at the end, or none."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._files = ExitStack()
        self._open: dict[str, wave.Wave_write] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: Any) -> None:
        self._files.__exit__(*error)

    @property
    def written(self) -> list[Path]:
        return [self._directory / name for name in sorted(self._open)]

    def add(self, name: str, pcm: bytes, rate: int) -> None:
        writer = self._open.get(name) or self._begin(name, rate)
        if writer.getframerate() == rate:
            writer.writeframes(pcm[: len(pcm) // SAMPLE * SAMPLE])

    def _begin(self, name: str, rate: int) -> wave.Wave_write:
        path = self._files.enter_context(draft(self._directory / name))
        writer = self._open[name] = self._files.enter_context(wave.open(str(path), "wb"))  # noqa: SIM115
        writer.setparams((1, SAMPLE, rate, 0, "NONE", ""))
        return writer
