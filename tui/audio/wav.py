"""WAV files that are whole at every moment, whoever is killed while writing, and that can go on later.

Each write puts the samples down first and then the sizes in the header: a file cut anywhere between
holds every sample that it says it has. (`wave` of the standard library is as safe with `writeframes`, but
cannot go on with a file that exists.) A file ends at 4 GiB, 24 hours at 24 kHz.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from tui.audio.pcm import RATE, SAMPLE, Samples, seconds
from tui.errors import AudioError

_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
_LARGEST = (1 << 32) - 1 - _HEADER.size


def header(size: int, rate: int = RATE) -> bytes:
    """The 44 bytes before `size` bytes of mono s16le."""
    riff = (b"RIFF", size + _HEADER.size - 8, b"WAVE")
    form = (b"fmt ", 16, 1, 1, rate, rate * SAMPLE, SAMPLE, 8 * SAMPLE)
    return _HEADER.pack(*riff, *form, b"data", size)


class WavFile:
    """A mono s16le file (0600) that grows by chunks of any size. Raises AudioError.

    append: go on with a file of this kind and rate where there is one.
    """

    def __init__(self, path: Path, rate: int = RATE, *, append: bool = False) -> None:
        self.path = path
        self.rate = rate
        self._samples = Samples()
        self._file = self._open(append)
        try:
            self.size = self._existing() if append else 0
            self._finish_write()
        except OSError as error:
            os.close(self._file)
            raise self._failure(error) from error
        except AudioError:
            os.close(self._file)
            raise

    def _open(self, append: bool) -> int:
        flags = os.O_RDWR | os.O_CREAT | (0 if append else os.O_TRUNC) | getattr(os, "O_BINARY", 0)
        try:
            return os.open(self.path, flags | getattr(os, "O_CLOEXEC", 0), 0o600)
        except OSError as error:
            raise self._failure(error) from error

    def _existing(self) -> int:
        """The bytes of sound that are there, whatever the header says."""
        found = os.fstat(self._file).st_size
        if not found:
            return 0
        size = max(0, found - _HEADER.size)
        ours = header(0, self.rate)
        start = os.read(self._file, _HEADER.size)
        if (start[8:40], len(start)) != (ours[8:40], _HEADER.size):
            hint = "Choose a new file, or one that was written here before"
            raise AudioError(f"{self.path} is not a mono WAV of {self.rate} Hz", hint=hint)
        return size - size % SAMPLE

    def write(self, chunk: bytes) -> None:
        """Add a chunk; when this returns, the file is whole and holds it (but for half a sample)."""
        pcm = self._samples.take(chunk)[: _LARGEST - self.size]
        try:
            os.lseek(self._file, _HEADER.size + self.size, os.SEEK_SET)
            self.size += os.write(self._file, pcm)
            self._finish_write()
        except OSError as error:
            raise self._failure(error) from error

    def _finish_write(self) -> None:
        os.lseek(self._file, 0, os.SEEK_SET)
        os.write(self._file, header(self.size, self.rate))

    def _failure(self, error: OSError) -> AudioError:
        return AudioError(f"cannot write {self.path}: {error.strerror}", hint="Choose another file or disk")

    @property
    def duration(self) -> float:
        """Seconds of sound in the file."""
        return seconds(self.size, self.rate)

    def close(self) -> None:
        """Let go of the file; it has been whole all the time."""
        os.close(self._file)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def save(path: Path, chunks: Iterable[bytes], rate: int = RATE) -> float:
    """Write PCM chunks of any size as one file; return its seconds. Raises AudioError."""
    with WavFile(path, rate) as file:
        for chunk in chunks:
            file.write(chunk)
        return file.duration
