"""A driver whose thread of keys ends only when the program does, and says so if it ends before."""

from __future__ import annotations

import os
import selectors
import signal
import sys
from functools import cache
from typing import TYPE_CHECKING

from textual.driver import Driver

from tui.ui.input_parser import InputParser

if TYPE_CHECKING:
    from textual.drivers.linux_driver import LinuxDriver

    _Base = LinuxDriver
else:
    _Base = object

_LONGEST_READ = 4096
_GLANCE = 0.1
"""Seconds between two looks at whether to end, and at what nothing followed."""


class Keyboard(_Base):
    """Mixed into a driver class; all of it is on the driver's input thread."""

    def _run_input_thread(self) -> None:
        """A terminal that is gone is a line that dropped; all else is a fault, and ends the app as one."""
        try:
            self.run_input_thread()
        except (EOFError, OSError):
            signal.raise_signal(signal.SIGHUP)
        except Exception as error:
            self._app.call_later(self._app._handle_exception, error)

    def run_input_thread(self) -> None:
        """Read until told to end. Raises EOFError, and OSError, where the terminal is gone."""
        parser = InputParser(self._debug)
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(_GLANCE):
                    for message in parser.hear(self._read()):
                        self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)

    def _read(self) -> bytes:
        data = os.read(self.fileno, _LONGEST_READ)
        if not data:
            raise EOFError
        return data


@cache
def robust(driver: type[Driver]) -> type[Driver]:
    """This driver class, reading so."""
    if sys.platform == "win32":
        from textual.drivers import win32

        win32.XTermParser = InputParser  # type: ignore[misc]
        return driver
    from textual.drivers.linux_driver import LinuxDriver

    is_terminal = issubclass(driver, LinuxDriver)
    return type(f"Robust{driver.__name__}", (Keyboard, driver), {}) if is_terminal else driver
