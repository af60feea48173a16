"""Long work on the screen's own loop, in slices short enough that a key never waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from time import perf_counter

SLICE = 0.008
"""Seconds of work before the loop has its turn again."""

_BREATH = 0.001


class Slices:
    """Runs one iterator at a time to its end. `on_slice` is called after each slice that did something.

    What the work raises ends it, and is handed to `on_error`: it must not take the loop along.
    """

    def __init__(self, on_slice: Callable[[], None], on_error: Callable[[Exception], None]) -> None:
        self._on_slice = on_slice
        self._on_error = on_error
        self._steps: Iterator[object] | None = None
        self._next: asyncio.TimerHandle | None = None

    @property
    def running(self) -> bool:
        """Whether there is work left."""
        return self._steps is not None

    def start(self, steps: Iterator[object]) -> None:
        """Do the first slice now and the rest by and by; what was under way is dropped."""
        self.stop()
        self._steps = steps
        self._run()

    def stop(self) -> None:
        """Drop what is under way."""
        self._steps = None
        if self._next is not None:
            self._next.cancel()
            self._next = None

    def _run(self) -> None:
        steps = self._steps
        if steps is None:
            return
        try:
            is_done = self._did_all(steps, until=perf_counter() + SLICE)
        except Exception as error:  # whatever it is: a person asked for this work and is told
            self.stop()
            self._on_error(error)
            return
        if is_done:
            self._steps = None
        else:
            self._next = asyncio.get_running_loop().call_later(_BREATH, self._run)
        self._on_slice()

    def _did_all(self, steps: Iterator[object], *, until: float) -> bool:
        return all(perf_counter() <= until for _ in steps)
