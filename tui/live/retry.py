"""When to dial again: a policy, without a clock and without a socket."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from tui.wire.causes import Retry


@dataclass(frozen=True, slots=True)
class Backoff:
    """Seconds before each try. `attempts`: how many in a row at most, None for no limit.

    calm: the age from which a connection is changed as planned without a wait; a service that announces
    the end of each connection at once is not dialled in a hot loop.
    stays: where no try is left it stays down until asked to dial, in place of ending: a person is there.
    """

    first: float = 0.5
    factor: float = 2.0
    longest: float = 30.0
    later: float = 15.0
    calm: float = 5.0
    attempts: int | None = None
    stays: bool = False
    draw: Callable[[], float] = random.random

    def delay(self, attempt: int, retry: Retry = Retry.RESUME) -> float | None:
        """Seconds before try number `attempt`, from 1; None to give up.

        Half of the delay is drawn by lot, so that many clients do not come back at one moment.
        """
        if retry is Retry.NO or (self.attempts is not None and attempt > self.attempts):
            return None
        full = min(self.longest, self.first * self.factor ** min(attempt - 1, 30))
        if retry is Retry.LATER:
            full = max(full, self.later)
        return full * (0.5 + 0.5 * self.draw())
