"""A driver that hears the terminal's answers where they are read, and leaves a clean terminal behind."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from threading import Condition
from time import monotonic
from typing import TYPE_CHECKING

from textual.driver import Driver
from textual.drivers._writer_thread import WriterThread
from textual.events import CursorPosition
from textual.message import Message

from tui.ui.quiet.pacing import TRIAL
from tui.ui.quiet.screen import REST

_LONGEST_DRAIN = 1.0
_WINDOWS = sys.platform == "win32"
_CONSOLE_CHUNK = 8192
"""The Windows console takes no more in one write: https://github.com/python/cpython/issues/82052"""

if TYPE_CHECKING:
    from textual.drivers.linux_driver import LinuxDriver

    _Base = LinuxDriver
else:
    _Base = object


class Listener(_Base):
    """Mixed into a driver class. Answers arrive on the driver's input thread.

    Before the terminal is given back (exit, suspend, SIGTSTP), the answers still owed are waited for:
    they would otherwise be typed into the shell or the editor that reads the terminal next.
    """

    on_open: Callable[[], None] | None = None
    on_answer: Callable[[float, int], None] | None = None
    """Called on the event loop: the monotonic time the answer was read, and the column it tells, from 0."""
    open = False

    def start_application_mode(self) -> None:
        """Take the terminal."""
        self._ear = Condition()
        self._asked = self._heard = 0
        self._taken_at = monotonic()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        thread = self._output
        self.open = thread is None or thread.is_alive()
        if self.on_open:
            self.on_open()

    def stop_application_mode(self) -> None:
        """Give the terminal back as the stock driver would."""
        if self.open:
            self.open = False
            self.write(REST)
            self._drain()
        super().stop_application_mode()

    def send(self, frame: str, *, query: str = "") -> None:
        """Write a frame, and a query whose answer will be heard."""
        with self._ear:
            self._asked += bool(query)
        text = frame + query
        step = _CONSOLE_CHUNK if _WINDOWS else len(text)
        for start in range(0, len(text), step):
            self.write(text[start : start + step])
        self.flush()

    @property
    def backlog(self) -> int:
        """Writes that the terminal has not taken yet."""
        thread = self._output
        return 0 if thread is None else thread._queue.qsize()

    @property
    def _output(self) -> WriterThread | None:
        return getattr(self, "_writer_thread", None)

    def process_message(self, message: Message) -> None:
        """Keep a cursor report that answers a query; pass on everything else."""
        if isinstance(message, CursorPosition) and self._hear(message.x):
            return
        super().process_message(message)

    def _hear(self, column: int) -> bool:
        with self._ear:
            if self._heard >= self._asked:
                return False
            self._heard += 1
            self._ear.notify_all()
        if self.on_answer:
            self._loop.call_soon_threadsafe(self.on_answer, monotonic(), column)
        return True

    def _drain(self) -> None:
        with self._ear:
            if self._heard or monotonic() - self._taken_at < TRIAL:
                self._ear.wait_for(lambda: self._heard >= self._asked, _LONGEST_DRAIN)


@cache
def listening(driver: type[Driver]) -> type[Driver]:
    """This driver class, with ears."""
    return type(f"Quiet{driver.__name__}", (Listener, driver), {})
