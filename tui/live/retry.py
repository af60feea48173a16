"""When to dial again: a policy, without a clock and without a socket."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from tui.wire.causes import Retry


@dataclass(frozen=True, slots=True)
class Backoff:
    """Seconds before each try. `attempts`: how many in a row at most, None for no limit.

    longest: a wait at most, until it has failed for so long that `patience` of that time is longer; `rarest`
    then. Ten minutes of an outage are tried through as before, a night of it is not.

    calm: the age from which a connection is changed as planned without a wait; a service that announces
    the end of each connection at once is not dialled in a hot loop.
    stays: where no try is left it stays down until asked to dial, in place of ending: a person is there.
    """

    first: float = 0.5
    factor: float = 2.0
    longest: float = 30.0
    rarest: float = 300.0
    patience: float = 0.05
    later: float = 15.0
    calm: float = 5.0
    attempts: int | None = None
    stays: bool = False
    draw: Callable[[], float] = random.random

    def delay(self, attempt: int, retry: Retry = Retry.RESUME, *, failing: float = 0.0) -> float | None:
        """Seconds before try number `attempt`, from 1; None to give up.

        failing: seconds since a connection was last ready, or since the first try where none was.
        Half of the delay is drawn by lot, so that many clients do not come back at one moment.
        """
        if retry is Retry.NO or (self.attempts is not None and attempt > self.attempts):
            return None
        longest = max(self.longest, min(self.rarest, failing * self.patience))
        full = min(longest, self.first * self.factor ** min(attempt - 1, 30))
        if retry is Retry.LATER:
            full = max(full, self.later)
        return full * (0.5 + 0.5 * self.draw())
