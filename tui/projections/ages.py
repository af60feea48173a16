"""How old connections were when they closed, and whether there is a pattern in it.

A service that closes every connection at 150 s, at 10 minutes or at 58:00 shows only over many of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median

from tui.text import clean_line
from tui.wire.frame import Frame

FEWEST = 3
"""Closes that make a pattern."""
WIDTH = 0.02
"""How much of its age a group may be apart; a second at least."""


@dataclass(frozen=True, slots=True)
class Closed:
    """A connection's end, as its `close` event tells it. age in seconds."""

    age: float
    kind: str
    code: int
    by: str
    cause: str

    @classmethod
    def of(cls, frame: Frame) -> Closed | None:
        """None for what is no `close` event, or one of a connection that was not ready."""
        fields = frame.message
        age, code = fields.get("age"), fields.get("code")
        if frame.event != "close" or not isinstance(age, int | float) or fields.get("ready") is not True:
            return None
        words = (clean_line(str(fields.get(name, ""))) for name in ("kind", "by", "cause"))
        kind, by, cause = words
        return cls(float(age), kind, code if isinstance(code, int) else 0, by, cause)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Closes of one kind at one age. of: how many of this kind there are."""

    kind: str
    age: float
    count: int
    of: int


def patterns(closes: Iterable[Closed]) -> list[Pattern]:
    """The largest group of each kind that somebody else closed, most frequent first."""
    ages: dict[str, list[float]] = defaultdict(list)
    for closed in closes:
        if closed.by != "client":
            ages[closed.kind].append(closed.age)
    found = [pattern for kind, of_kind in ages.items() for pattern in _largest(kind, sorted(of_kind))]
    return sorted(found, key=lambda pattern: -pattern.count)


def _largest(kind: str, ages: list[float]) -> Iterator[Pattern]:
    """A window slides over the sorted ages."""
    best: list[float] = []
    start = 0
    for end, age in enumerate(ages):
        while age - ages[start] > max(1.0, WIDTH * age):
            start += 1
        if end + 1 - start > len(best):
            best = ages[start : end + 1]
    if len(best) >= FEWEST:
        yield Pattern(kind, median(best), len(best), len(ages))
