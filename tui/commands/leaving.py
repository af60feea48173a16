"""Ways out of a program without a screen: signals, and a terminal that is gone, end it as a command does."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

HANG_UP_SECONDS = 5.0
"""How long whoever leaves waits for the socket to close."""

_ORDERS = [getattr(signal, name) for name in ("SIGHUP", "SIGTERM", "SIGINT") if hasattr(signal, name)]
"""A line that dropped, a polite kill, and Ctrl+C."""


class Left(BaseException):
    """Whoever was here is gone, or told us to go: by a signal of this number, or 0."""

    def __init__(self, number: int = 0) -> None:
        super().__init__()
        self.number = number


def until_left(work: Callable[[], None], leave: Callable[[], None]) -> int:
    """Work until it ends or an order comes, whose number this gives, else 0; then leave, undisturbed.

    Ctrl+C is KeyboardInterrupt within `work`. An order that was ignored from the start stays so: by nohup, or
    a shell for what runs in its background. Raises what `work` and `leave` raise. In the main thread only.
    """
    heeded = [number for number in _ORDERS if signal.getsignal(number) is not signal.SIG_IGN]
    with _handling(heeded, signal.SIG_IGN):
        try:
            with _handling(heeded, _take_order):
                work()
        except (Left, KeyboardInterrupt) as order:
            _drop_output()
            return order.number if isinstance(order, Left) else signal.SIGINT
        finally:
            leave()
    return 0


def _take_order(number: int, _: object) -> None:
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    for other in _ORDERS:  # a line that drops ends the input too: on the way out nothing may come between
        signal.signal(other, signal.SIG_IGN)
    raise Left(number)


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


def _drop_output() -> None:
    """Nobody reads stdout any more: what waits to be written there would fail, or block, at the very end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
