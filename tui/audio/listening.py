"""One running source: a child process whose stdout is what the user says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Self

from tui.audio.pcm import MIC_RATE, Samples, size_of
from tui.audio.process import Process
from tui.audio.sources import INSTALL, Source
from tui.errors import AudioError

CHUNK = 0.04
"""Seconds of sound in a chunk, at most; the service advises 20 to 40 ms."""
START_LIMIT = 3.0
"""Seconds in which a source must give its first sound."""


class Listening:
    """What a source hears, chunk by chunk."""

    def __init__(self, source: Source, process: Process, first: bytes) -> None:
        self.source = source
        self._process = process
        self._first = first

    @classmethod
    async def open(cls, sources: Sequence[Source]) -> Self:
        """The first source that gives any sound. Raises AudioError with the reason of the last."""
        trouble = AudioError("there is no microphone", hint=f"{INSTALL}, or --mic command:CMD")
        for source in sources:
            try:
                return await cls._try(source)
            except AudioError as error:
                trouble = error
        raise trouble

    @classmethod
    async def _try(cls, source: Source) -> Self:
        process = await Process.start(source.name, source.argv, source.env, talks=True)
        first, why = b"", ""
        try:
            async with asyncio.timeout(START_LIMIT):
                first = await process.stdout.read(size_of(CHUNK, MIC_RATE))
        except TimeoutError:
            why = f"nothing within {START_LIMIT:.0f} s"
        finally:
            if not first:
                why = await _end(process) or why or "it ended"
        if not first:
            raise AudioError(f"{source.name} gives no sound: {why}", hint="Try another --mic")
        return cls(source, process, first)

    async def chunks(self) -> AsyncIterator[bytes]:
        """Whole samples, `CHUNK` seconds at most, until the source ends or `aclose` is called."""
        samples, chunk = Samples(), self._first
        while chunk:
            if whole := samples.take(chunk):
                yield whole
            chunk = await self._process.stdout.read(size_of(CHUNK, MIC_RATE))

    async def aclose(self) -> None:
        """Hear no more."""
        await _end(self._process)


async def _end(process: Process) -> str:
    """Kill it; return the last thing it complained of."""
    process.kill()
    await process.stdout.read()
    _, complaint = await process.wait()
    return complaint
