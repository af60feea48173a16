"""A terminal that vanishes while it stalls must not take the program with it.

Textual's writer thread dies of the first failed write; the queue before it is then full for good, the event
loop waits for room in it, and no signal is ever handled: a process that cannot end, and holds its session.
"""

from __future__ import annotations

from functools import cache
from typing import IO, TYPE_CHECKING, Any

from textual.driver import Driver

if TYPE_CHECKING:
    from textual.app import App

    _Base = App[Any]
else:
    _Base = object


class Outlet:
    """Where a driver writes: what a terminal that is gone does not take is dropped."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self.is_gone = False

    def write(self, text: str) -> None:
        """Write, as long as there is a terminal."""
        self._attempt(self._file.write, text)

    def flush(self) -> None:
        """Flush, as long as there is a terminal."""
        self._attempt(self._file.flush)

    def _attempt(self, deed: Any, *arguments: str) -> None:
        if not self.is_gone:
            try:
                deed(*arguments)
            except (OSError, ValueError):  # EIO of a pty without its other end; a closed file
                self.is_gone = True

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


@cache
def outlasting(driver: type[Driver]) -> type[Driver]:
    """This driver class, writing to an Outlet."""

    def __init__(self: Any, *arguments: Any, **options: Any) -> None:
        driver.__init__(self, *arguments, **options)
        if hasattr(self, "_file"):
            self._file = Outlet(self._file)

    return type(f"Outlasting{driver.__name__}", (driver,), {"__init__": __init__})


class Outlasting(_Base):
    """Mixed into an App that is to outlast its terminal."""

    def get_driver_class(self) -> type[Driver]:
        """The platform's driver, writing to an Outlet."""
        return outlasting(super().get_driver_class())
