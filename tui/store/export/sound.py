"""The model's voice as WAV: each turn, and the whole."""

from __future__ import annotations

import base64
import binascii
import wave
from collections.abc import Iterable, Iterator
from pathlib import Path

from tui.projections.transcript import Transcript
from tui.store.journal import Journal
from tui.wire.frame import Frame
from tui.wire.kinds import Kind
from tui.wire.pcm import SAMPLE, rate_of
from tui.wire.spelling import pick_list, pick_map, pick_text


def write_wavs(journal: Journal, directory: Path, stem: str) -> list[Path]:
    """`STEM.wav` with all there is and `STEM-turn-NN.wav` for each turn with sound; the files written.

    A file has the rate of its first frame; what comes at another rate is left out of it. Raises OSError.
    """
    transcript, writers = Transcript(), _Writers(directory)
    for row, frame in enumerate(journal.frames()):
        transcript.feed(frame)
        if frame.kinds & Kind.AUDIO.bit:
            turn = transcript.turn_of(row)
            for pcm, rate in _sounds(frame):
                writers.add(f"{stem}.wav", pcm, rate)
                if turn is not None:
                    writers.add(f"{stem}-turn-{turn.number:02}.wav", pcm, rate)
    return writers.close()


def write_run(journal: Journal, rows: Iterable[int], path: Path) -> int:
    """The sound of some rows, sent or received, as one WAV; how many bytes of sound. Raises OSError."""
    writers, size = _Writers(path.parent), 0
    for row in rows:
        for pcm, rate in _sounds(journal[row]):
            writers.add(path.name, pcm, rate)
            size += len(pcm)
    writers.close()
    return size


class _Writers:
    """WAV files by name, each opened with the rate of its first sound."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._open: dict[str, wave.Wave_write] = {}

    def add(self, name: str, pcm: bytes, rate: int) -> None:
        writer = self._open.get(name)
        if writer is None:
            writer = self._open[name] = wave.open(str(self._directory / name), "wb")  # noqa: SIM115
            writer.setparams((1, SAMPLE, rate, 0, "NONE", ""))
        if writer.getframerate() == rate:
            writer.writeframes(pcm[: len(pcm) // SAMPLE * SAMPLE])

    def close(self) -> list[Path]:
        for writer in self._open.values():
            writer.close()
        return [self._directory / name for name in sorted(self._open)]


def _sounds(frame: Frame) -> Iterator[tuple[bytes, int]]:
    """Each (PCM, Hz) of a frame, in either alphabet of base64; what is not base64 is left out."""
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
            yield pcm, rate_of(mime, frame.direction)
