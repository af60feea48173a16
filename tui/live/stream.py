"""A file as realtime input, at the pace the service wants: sound in 40 ms chunks, pictures one by one."""

from __future__ import annotations

import asyncio
import wave
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

from tui.live.line import Line

INPUT_RATE = 16_000
CHUNK = 0.04
"""Seconds of sound a message; the service advises 20 to 40 ms."""
_PICTURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png"}


@dataclass(frozen=True, slots=True)
class Source:
    """What a file holds. medium: `audio` (`data` is s16le mono at 16 kHz) or `video` (a picture as it is)."""

    medium: str
    mime_type: str
    data: bytes

    def chunks(self) -> Iterator[bytes]:
        """Message by message."""
        size = int(INPUT_RATE * CHUNK) * 2 if self.medium == "audio" else max(1, len(self.data))
        for start in range(0, len(self.data), size):
            yield self.data[start : start + size]


def read(path: Path) -> Source:
    """A WAV, JPEG or PNG. Raises ValueError in words, OSError."""
    data = path.read_bytes()
    for magic, mime_type in _PICTURES.items():
        if data.startswith(magic):
            return Source("video", mime_type, data)
    if data[:4] == b"RIFF":
        return Source("audio", f"audio/pcm;rate={INPUT_RATE}", _read_wav(path))
    raise ValueError("neither WAV nor JPEG nor PNG")


def _read_wav(path: Path) -> bytes:
    try:
        with wave.open(str(path), "rb") as file:
            width, channels, rate = file.getsampwidth(), file.getnchannels(), file.getframerate()
            pcm = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise ValueError(f"not a PCM WAV: {error}") from error
    if width != 2:
        raise ValueError(f"{8 * width} bits a sample; 16 are needed")
    return _at_input_rate(pcm, channels, rate)


def _at_input_rate(pcm: bytes, channels: int, rate: int) -> bytes:
    import numpy
    import soxr

    samples = numpy.frombuffer(pcm[: len(pcm) - len(pcm) % (2 * channels)], dtype="<i2")
    mono = samples.reshape(-1, channels).mean(axis=1).astype("int16")
    if rate != INPUT_RATE:
        mono = soxr.resample(mono, rate, INPUT_RATE)
    out: bytes = mono.astype("<i2").tobytes()
    return out


class Streaming:
    """At most one file at a time. Events: `file` with path, progress (0..1), and why it ended early."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._task: asyncio.Task[None] | None = None

    def begin(self, path: str) -> None:
        """Stream a file; one that is under way is stopped."""
        self.cancel()
        self._task = asyncio.create_task(self._stream(Path(path).expanduser()))

    def cancel(self) -> None:
        """Stop, if there is something to stop."""
        if self._task is not None:
            self._task.cancel()

    async def _stream(self, path: Path) -> None:
        sent = 0.0
        try:
            source = await asyncio.to_thread(read, path)
            async for sent in self._send(source):
                self._tell(path, sent)
            if sent < 1.0:
                self._tell(path, sent, "the connection closed")
        except asyncio.CancelledError:
            self._tell(path, sent, "stopped")
            raise
        except (ValueError, OSError) as error:
            what = f"cannot stream {path.name}: {error}"
            self._line.event("error", message=what, hint="Give a WAV of 16 bit, a JPEG or a PNG")

    async def _send(self, source: Source) -> AsyncIterator[float]:
        """How far it is, at each tenth. Keeps to the time of the sound, whatever sending takes."""
        link = await self._line.ready()
        loop = asyncio.get_running_loop()
        began, sent, told = loop.time(), 0, 0.0
        for number, chunk in enumerate(source.chunks()):
            await asyncio.sleep(began + number * CHUNK - loop.time())
            if await link.send_blob(source.medium, chunk, source.mime_type) is None:
                return
            sent += len(chunk)
            if sent / len(source.data) >= told + 0.1 or sent == len(source.data):
                told = sent / len(source.data)
                yield told
        if source.medium == "audio":
            await link.send_audio_end()

    def _tell(self, path: Path, progress: float, why: str = "") -> None:
        self._line.event("file", path=str(path), progress=round(progress, 3), why=why)
