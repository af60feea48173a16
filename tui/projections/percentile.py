"""The middle and the tail of a set of measurements."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Spread:
    """How many were measured, their median and 95th percentile (nearest rank), and the largest."""

    count: int
    p50: float
    p95: float
    largest: float

    @classmethod
    def of(cls, values: Iterable[float | None]) -> Self | None:
        """The spread of those that were measured; None where nothing was."""
        known = sorted(value for value in values if value is not None)
        if not known:
            return None
        return cls(len(known), percentile(known, 50), percentile(known, 95), known[-1])


def percentile(ordered: list[float], p: float) -> float:
    """The nearest-rank percentile of values in ascending order, of which there is at least one."""
    return ordered[max(0, math.ceil(p / 100 * len(ordered)) - 1)]
