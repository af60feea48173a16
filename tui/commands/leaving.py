"""Ways out of a program without a screen: signals, and a terminal that is gone, end it as a command does."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

ORDERS = [getattr(signal, name) for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)]
"""A line that dropped, and a polite kill."""
_ALL = [*ORDERS, signal.SIGINT]


class Left(BaseException):
    """Whoever was here is gone, or told us to go."""


@contextmanager
def undisturbed() -> Iterator[None]:
    """Within, no signal has a say: what is being saved is saved once, and wholly."""
    with _handling(_ALL, signal.SIG_IGN):
        yield


@contextmanager
def leaving_on_signals() -> Iterator[None]:
    """Within, an order to end raises Left in the main thread, once; Ctrl+C is KeyboardInterrupt."""
    with _handling(ORDERS, _leave), _handling([signal.SIGINT], signal.default_int_handler):
        yield


def drop_output() -> None:
    """Nobody reads stdout any more: what is still to be written there would fail again at the very end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _leave(number: int, _: object) -> None:
    for other in _ALL:  # a line that drops ends the input too: on the way out nothing may come between
        signal.signal(other, signal.SIG_IGN)
    raise Left(signal.strsignal(number))


@contextmanager
def _handling(
    numbers: Iterable[int], handler: Callable[[int, Any], None] | signal.Handlers
) -> Iterator[None]:
    before = {number: signal.signal(number, handler) for number in numbers}
    try:
        yield
    finally:
        for number, was in before.items():
            signal.signal(number, was)
