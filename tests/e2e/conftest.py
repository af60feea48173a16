"""The program as a person meets it: a real process on a real terminal."""

from __future__ import annotations

import fcntl
import os
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pexpect
import pyte
import pytest

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0


def program() -> list[str]:
    """The installed script of this interpreter's environment, else the module."""
    script = Path(sys.executable).with_name("gemini-tui")
    return [str(script)] if script.exists() else [sys.executable, "-m", "tui"]


def clean_environment(home: Path, **more: str) -> dict[str, str]:
    """What a fresh account has: no key, no proxy, nothing of the person who runs the tests."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    if "-m" in program():
        kept["PYTHONPATH"] = str(ROOT)
    return kept | {"HOME": str(home), "TERM": "xterm-256color", "PYTHONUTF8": "1"} | more


def eventually(condition: Callable[[], object]) -> None:
    """Wait for what happens outside the terminal. Raises AssertionError."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not come to be"
        time.sleep(0.02)


class Terminal:
    """A terminal emulator with the program in it. `raw` is all that the program wrote."""

    def __init__(self, argv: Sequence[str], env: dict[str, str], size: tuple[int, int]) -> None:
        columns, rows = size
        self.raw = b""
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        command, *rest = argv
        self.process = pexpect.spawn(command, rest, env=env, dimensions=(rows, columns), timeout=PATIENCE)

    @property
    def text(self) -> str:
        """What is on the screen."""
        return "\n".join(self.screen.display)

    def type(self, keys: str) -> None:
        """Press keys."""
        self.process.send(keys)

    @property
    def unread(self) -> int:
        """Bytes that wait for the terminal; where they are many and no more come, the program is blocked."""
        (count,) = struct.unpack("i", fcntl.ioctl(self.process.child_fd, termios.FIONREAD, b"\0" * 4))
        return int(count)

    def _read(self) -> bool:
        try:
            self._show(self.process.read_nonblocking(65536, timeout=0.2))
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        return True

    def _show(self, data: bytes) -> bytes:
        self.raw += data
        self._stream.feed(data)
        return data

    def listen(self, seconds: float) -> bytes:
        """What the program sends in so many seconds; it is on the screen then."""
        heard, deadline = b"", time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            try:
                heard += self._show(self.process.read_nonblocking(65536, timeout=left))
            except pexpect.TIMEOUT:
                break
        return heard

    def wait_for(self, text: str, times: int = 1, *, patience: float = PATIENCE) -> str:
        """Read until the text is on the screen, so many times at least; the screen then."""
        deadline = time.monotonic() + patience
        while self.text.count(text) < times:
            alive = self._read()
            late = time.monotonic() > deadline
            assert (alive or self.text.count(text) >= times) and not late, f"no {text!r} in:\n{self.text}"
        return self.text

    def wait_for_end(self) -> int:
        """Read until the program has ended; its exit code, or minus the signal that killed it."""
        while self._read():
            pass
        self.process.close()
        status: int | None = self.process.exitstatus
        return status if status is not None else -int(self.process.signalstatus or 0)

    def drop(self) -> None:
        """Hang up the line, as a lost SSH connection does, and wait until the program has ended."""
        pty = self.process.ptyproc
        pty.fileobj.close()  # whoever closed the bare descriptor would have it closed twice
        os.waitpid(self.process.pid, 0)
        pty.closed = self.process.closed = pty.terminated = self.process.terminated = True

    def modes_left_on(self) -> list[str]:
        """Terminal modes that were switched on and not off again: alt screen, mouse, paste, focus."""
        left = []
        for mode in ("1049", "1000", "1003", "1015", "1006", "1004", "2004"):
            on, off = self.raw.rfind(f"\x1b[?{mode}h".encode()), self.raw.rfind(f"\x1b[?{mode}l".encode())
            if on > off:
                left.append(mode)
        return left


class Account:
    """A home directory with nothing in it, and programs run there."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.data = home / "data"
        self.env = clean_environment(home, GEMINI_TUI_DATA_DIR=str(self.data))
        self._terminals: list[Terminal] = []

    def open(
        self,
        *arguments: str,
        env: Mapping[str, str] | None = None,
        size: tuple[int, int] = (130, 40),
        command: Sequence[str] = (),
    ) -> Terminal:
        """Start the program on a terminal of its own."""
        terminal = Terminal([*(command or program()), *arguments], self.env | dict(env or {}), size)
        self._terminals.append(terminal)
        return terminal

    def run(self, *arguments: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run the program without a terminal."""
        return subprocess.run(
            [*program(), *arguments],
            env=self.env | dict(env or {}),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
            stdin=subprocess.DEVNULL,
            cwd=self.home,
        )

    def close(self) -> None:
        """End what is still running."""
        for terminal in self._terminals:
            if terminal.process.isalive():
                terminal.process.terminate(force=True)


@pytest.fixture
def account(tmp_path: Path) -> Iterator[Account]:
    """A fresh account."""
    account = Account(tmp_path)
    yield account
    account.close()
