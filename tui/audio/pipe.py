"""One running sink: a child process with PCM on its stdin."""

from __future__ import annotations

import array
import asyncio
import contextlib
import fcntl
import os
import termios
import time
from collections.abc import Callable
from typing import Self

from tui.audio.pcm import seconds, size_of
from tui.audio.process import Process
from tui.audio.sink import Sink
from tui.text import clean_line

LOOK = 0.01
"""Seconds between two looks at whether a sink that says nothing has begun."""

START_LIMIT = 3.0
"""Seconds after its first sound in which a sink must have begun, or it is lost (a dead tunnel hangs)."""

END_LIMIT = 5.0
"""Seconds after its last sound in which a sink must have ended, or the next turn would never be heard."""


class Pipe:
    """A sink's process. Everything but `open` and `wait` is a plain call that never blocks.

    started: when its first sample was given to the device (monotonic seconds), None until then; of a sink
    that says nothing, when it began to take what it was given, within `LOOK`.
    silence: seconds of it before the first sample. gap: seconds that had to be put in because nothing had
    come; `on_gap` hears of each.
    """

    def __init__(self, sink: Sink, process: Process, stdin: asyncio.WriteTransport, read_end: int) -> None:
        self.sink = sink
        self.started: float | None = None
        self.silence = 0.0
        self.gap = 0.0
        self.on_gap: Callable[[float], None] = lambda gap: None
        self._process = process
        self._stdin = stdin
        self._read_end: int | None = read_end
        self._begun = False
        self._written = 0
        self._lost = ""
        self._heard = asyncio.Event()
        self._ending = asyncio.create_task(self._watch())

    @classmethod
    async def open(cls, sink: Sink) -> Self:
        """Start the process. Raises AudioError where it cannot be."""
        with contextlib.ExitStack() as undone:
            read_end, write_end = os.pipe()  # not a socket, as asyncio's own may be: `_unread` asks the pipe
            undone.callback(os.close, read_end)
            loop, file = asyncio.get_running_loop(), os.fdopen(write_end, "wb", buffering=0)
            stdin, _ = await loop.connect_write_pipe(asyncio.BaseProtocol, file)
            undone.callback(stdin.abort)
            process = await Process.start(sink.name, sink.argv, sink.env, stdin=read_end, talks=sink.talks)
            undone.pop_all()
        return cls(sink, process, stdin, read_end)

    @property
    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self._process.is_alive

    @property
    def is_flowing(self) -> bool:
        """Whether sound has been handed over."""
        return self._written > 0

    @property
    def has_begun(self) -> bool:
        """Whether the sink does what it is there for: it says so, or has taken its first read-ahead."""
        if not self._begun and self._read_end is not None:
            self._begun = self.started is not None if self.sink.talks else self._has_taken_some()
        return self._begun

    def _has_taken_some(self) -> bool:
        first = min(self._written, size_of(self.sink.lead))
        return self._written - self._unread() >= first > 0

    def _unread(self) -> int:
        """Bytes that were written and not yet taken by the process."""
        assert self._read_end is not None
        count = array.array("i", [0])
        fcntl.ioctl(self._read_end, termios.FIONREAD, count)
        return count[0] + self._stdin.get_write_buffer_size()

    def lead_in(self, duration: float) -> None:
        """Hand silence over, before the first sample."""
        self.silence = duration
        if duration:
            self.write(bytes(size_of(duration)))

    def write(self, pcm: bytes) -> None:
        """Hand PCM over; what the pipe cannot take yet waits here."""
        is_first = not self.is_flowing
        if not self.sink.talks:
            self._reckon()
        self._written += len(pcm)
        if not self._stdin.is_closing():
            self._stdin.write(pcm)
        if is_first:
            asyncio.get_running_loop().call_later(START_LIMIT, self._expect_begun)
            if not self.sink.talks:
                self._look(time.monotonic())

    def _look(self, before: float) -> None:
        if self._read_end is not None and self._unread() < self._written:
            self.started = before
        elif self.is_alive:
            asyncio.get_running_loop().call_later(LOOK, self._look, time.monotonic())

    def _expect_begun(self) -> None:
        if self.is_alive and not self.has_begun:
            self._lost = f"it did not start within {START_LIMIT:.0f} s"
            self.kill()

    def _reckon(self) -> None:
        """For a sink that says nothing: it starves when the clock is ahead of what it was given."""
        if self.started is None:
            return
        late = time.monotonic() - self.started - self.gap - seconds(self._written)
        if late > 0:
            self._starved(late)

    def _starved(self, gap: float) -> None:
        self.gap += gap
        self.on_gap(gap)

    def end(self) -> None:
        """No more will come: play to the end."""
        if not self._stdin.is_closing():
            asyncio.get_running_loop().call_later(self._remaining() + END_LIMIT, self._expect_ended)
        self._stdin.close()

    def _remaining(self) -> float:
        began = time.monotonic() if self.started is None else self.started
        return max(0.0, began + self.gap + seconds(self._written) - time.monotonic())

    def _expect_ended(self) -> None:
        if self.is_alive:
            self._lost = f"it did not end within {END_LIMIT:.0f} s of its last sound"
            self.kill()

    def kill(self) -> None:
        """Silence, now. What waits is dropped."""
        self._process.kill()
        self._drop()

    def _drop(self) -> None:
        if not self._stdin.is_closing() or self._stdin.get_write_buffer_size():
            self._stdin.abort()  # a second abort would be an error

    async def wait(self) -> str:
        """Wait until all was heard, or the process has ended. Empty if it played to the end, else why not."""
        heard = asyncio.create_task(self._heard.wait())
        await asyncio.wait({heard, self._ending}, return_when=asyncio.FIRST_COMPLETED)
        heard.cancel()
        return "" if self._heard.is_set() else self._ending.result()

    async def gone(self) -> None:
        """Wait until nothing of the process is left."""
        await asyncio.wait({self._ending})

    async def _watch(self) -> str:
        await self._listen()
        code, complaint = await self._process.wait()
        self._close_pipe()
        return "" if code == 0 else self._lost or complaint or f"exit code {code}"

    def _close_pipe(self) -> None:
        _ = self.has_begun  # asked for the last time
        self._drop()
        if self._read_end is not None:
            os.close(self._read_end)
            self._read_end = None

    async def _listen(self) -> None:
        async for line in self._process.stdout:
            word, _, rest = line.decode("utf-8", "replace").strip().partition(" ")
            if word == "start":
                self.started = float(rest)
            elif word == "gap":
                self._starved(float(rest))
            elif word == "drained":
                self._heard.set()
            elif word == "lost":
                self._lost = clean_line(rest)
