"""A child process that plays or hears, and what it says."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from subprocess import DEVNULL, PIPE
from threading import Lock
from typing import IO, Any, Self

from tui.environment import for_child
from tui.errors import AudioError
from tui.text import clean_line

LONGEST_LINE = 4096
"""Bytes of a complaint that are kept."""


class Process:
    """One child, in a session of its own: ^C in the terminal is not for it. Lives on one event loop.

    stdout: what it says, where it was asked to.
    """

    def __init__(self, child: subprocess.Popen[bytes], stdout: asyncio.StreamReader) -> None:
        self.stdout = stdout
        self._child = child
        self._complaining = asyncio.create_task(self._hear_complaint())

    @classmethod
    async def start(
        cls, name: str, argv: Sequence[str], env: Mapping[str, str], *, stdin: int = DEVNULL, talks: bool
    ) -> Self:
        """Start it, with `env` on top of our own. Raises AudioError where it cannot be."""

        def start() -> subprocess.Popen[bytes]:
            return subprocess.Popen(
                argv,
                bufsize=0,
                stdin=stdin,
                stdout=PIPE if talks else DEVNULL,
                stderr=PIPE,  # libasound writes there from C, and ours is what the screen is drawn on
                env={**for_child(), **env},
                start_new_session=True,
            )

        birth = _Birth(start)
        try:
            # On a thread: these are many calls, and at each of them the loop would have to wait its turn.
            child = await asyncio.to_thread(birth.give)
            return cls(child, await _reader(child.stdout))
        except OSError as error:
            raise AudioError(f"{name} cannot be started: {error.strerror}") from error
        except asyncio.CancelledError:
            birth.forget()
            raise

    @property
    def is_alive(self) -> bool:
        """Whether it runs."""
        return self._child.poll() is None

    def kill(self) -> None:
        """End it and what it started, now."""
        _kill(self._child)

    async def wait(self) -> tuple[int, str]:
        """Wait for its end; its exit code, and the last line it complained of."""
        complaint = await self._complaining
        return await asyncio.to_thread(self._child.wait), complaint

    async def _hear_complaint(self) -> str:
        reader, last = await _reader(self._child.stderr), b""
        while block := await reader.read(LONGEST_LINE):
            last = (last + block)[-LONGEST_LINE:]
        lines = last.decode("utf-8", "replace").strip().splitlines()
        return clean_line(lines[-1]) if lines else ""


class _Birth:
    """A child that is started on one thread for another, which may have no use for it any more by then."""

    def __init__(self, start: Callable[[], subprocess.Popen[bytes]]) -> None:
        self._start = start
        self._lock = Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._is_wanted = True

    def give(self) -> subprocess.Popen[bytes]:
        """Start it. Raises OSError."""
        child = self._start()
        with self._lock:
            self._child = child
            if not self._is_wanted:
                _bury(child)
        return child

    def forget(self) -> None:
        """Nobody will take it: it ends, if need be as soon as it is there."""
        with self._lock:
            self._is_wanted = False
            if self._child is not None:
                _bury(self._child)


def _kill(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)


def _bury(child: subprocess.Popen[bytes]) -> None:
    _kill(child)
    with child:
        pass  # closes its pipes and waits for it


async def _reader(file: IO[Any] | None) -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    if file is None:
        reader.feed_eof()
    else:
        protocol = asyncio.StreamReaderProtocol(reader)
        await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, file)
    return reader
