"""A program in a pty, and the line between it and a terminal: a rate, a delay, a terminal that answers."""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType

from tests.bench.emulator import Emulator
from tui.ui.quiet.abilities import MARGINS_PROBE
from tui.ui.quiet.pacing import QUERY

_PROBE, _, _AFTER = MARGINS_PROBE.partition(QUERY)
_QUERY = re.compile(rb"(?:%s)?\x1b\[(?:6n|\?2026\$p)" % re.escape(_PROBE.encode()))
_PROBED = 3
_TAKE_TERMINAL = (
    "import fcntl,os,sys,termios;fcntl.ioctl(0,termios.TIOCSCTTY,0);os.execvp(sys.argv[1],sys.argv[1:])"
)
_PIECE = 1024
_BUFFER = 1 << 20
"""What sshd and TCP hold for a slow line before the program feels it, in bytes."""

_OF_ANOTHER_TERMINAL = {"COLUMNS", "LINES", "NO_COLOR"}


def _own_environment() -> dict[str, str]:
    """Ours, less what it says of the terminal we are in ourselves."""
    return {name: value for name, value in os.environ.items() if name not in _OF_ANOTHER_TERMINAL}


class Relay:
    """Runs `argv`. `rate` is in bytes a second (None: no limit), `delay` one way in seconds.

    What arrives is recorded as (monotonic time, bytes) and, with an emulator, shown. A terminal with
    `answers=False` never answers; without an emulator, `margins` is what is said to be there.
    """

    def __init__(
        self,
        argv: Sequence[str],
        *,
        columns: int = 80,
        lines: int = 24,
        rate: float | None = None,
        delay: float = 0.0,
        answers: bool = True,
        synchronized: bool = True,
        margins: bool = False,
        emulator: Emulator | None = None,
        env: Mapping[str, str] | None = None,
        pass_fds: Sequence[int] = (),
    ) -> None:
        self.emulator = emulator
        self.received: list[tuple[float, bytes]] = []
        self._rate, self._delay, self._answers, self._synchronized = rate, delay, answers, synchronized
        self._margins = margins
        self.answered = 0
        self._underway: deque[tuple[float, float, bytes]] = deque()
        self._typed: deque[tuple[float, bytes]] = deque()
        self._free_at = 0.0
        self._tail = b""
        self._master, slave = os.openpty()
        self._size(columns, lines)
        self.process = subprocess.Popen(
            [sys.executable, "-c", _TAKE_TERMINAL, *argv],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            env={**_own_environment(), "TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})},
            pass_fds=pass_fds,
        )
        os.close(slave)
        os.set_blocking(self._master, False)

    def __enter__(self) -> Relay:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the program, hard if it must be."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    @property
    def underway(self) -> bool:
        """Whether anything is still on the line."""
        return bool(self._underway)

    def type(self, text: str) -> None:
        """Press keys."""
        self._typed.append((time.monotonic() + self._delay, text.encode()))

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size."""
        if self.emulator:
            self.emulator.resize(columns, lines)
        self._size(columns, lines)

    def _size(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def wait(self, condition: Callable[[], bool], seconds: float = 10.0) -> bool:
        """Carry bytes until the condition holds. Returns whether it did in time."""
        until = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > until:
                return False
            self.carry(0.02)
        return True

    def run(self, seconds: float) -> None:
        """Carry bytes for so long, or until the program ends."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and self.process.poll() is None:
            self.carry(min(left, 0.02))

    def carry(self, seconds: float) -> None:
        """One turn of the relay, at most so long."""
        now = time.monotonic()
        readers = [self._master] if self._held() < _BUFFER else []
        if self._underway:
            seconds = min(seconds, max(0.0, self._underway[0][1] - now))
        if self._typed:
            seconds = min(seconds, max(0.0, self._typed[0][0] - now))
        if select.select(readers, [], [], seconds)[0]:
            self._read()
        self._deliver(time.monotonic())

    def _held(self) -> int:
        now = time.monotonic()
        return sum(len(data) for sent_at, _, data in self._underway if sent_at > now)

    def _read(self) -> None:
        try:
            data = os.read(self._master, 65536)
        except (BlockingIOError, OSError):
            return
        now = time.monotonic()
        for start in range(0, len(data), _PIECE):
            piece = data[start : start + _PIECE]
            self._free_at = max(now, self._free_at) + (len(piece) / self._rate if self._rate else 0.0)
            self._underway.append((self._free_at, self._free_at + self._delay, piece))

    def _deliver(self, now: float) -> None:
        while self._underway and self._underway[0][1] <= now:
            _, at, data = self._underway.popleft()
            self.received.append((at, data))
            if self.emulator:
                self.emulator.feed(data)
            self._answer(data, at)
        while self._typed and self._typed[0][0] <= now:
            typed = self._typed.popleft()[1]
            self.answered += typed.endswith(b"R")
            os.write(self._master, typed)

    def _answer(self, data: bytes, at: float) -> None:
        text = self._tail + data
        end = 0
        for match in _QUERY.finditer(text) if self._answers else ():
            end = match.end()
            if match[0].endswith(b"n"):
                self._typed.append((at + self._delay, b"\x1b[%d;%dR" % self._position(match[0])))
            elif self._synchronized:
                self._typed.append((at + self._delay, b"\x1b[?2026;2$y"))
        self._tail = text[max(end, len(text) - len(MARGINS_PROBE)) :]

    def _position(self, query: bytes) -> tuple[int, int]:
        if self.emulator:
            return self.emulator.screen.reports.popleft()
        return (1, _PROBED) if self._margins and query != QUERY.encode() else (1, 1)
