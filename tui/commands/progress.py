"""How far something long has come: one line on stderr that rewrites itself, at a terminal only."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

AFTER = 0.5
"""Seconds before anything is said."""
EVERY = 0.2
"""Seconds between two lines."""

T = TypeVar("T")


def told(items: Iterable[T], total: int, doing: str, *, after: float = AFTER) -> Iterator[T]:
    """The items; from `after` seconds on, stderr says how many of `total` have been taken.

    Nothing is written where stderr is no terminal, and nothing is left on the line in the end.
    """
    return _told(items, total, doing, time.monotonic() + after) if sys.stderr.isatty() else iter(items)


def _told(items: Iterable[T], total: int, doing: str, due: float) -> Iterator[T]:
    is_told = False
    try:
        for number, item in enumerate(items, 1):
            yield item
            if (now := time.monotonic()) >= due:
                is_told, due = True, now + EVERY
                rewrite(f"{doing} {min(number, total):,} of {total:,}")
    finally:
        if is_told:
            rewrite("")


def rewrite(text: str) -> None:
    """Put `text` where the line before stood."""
    print(f"\r{text}\x1b[K", end="", file=sys.stderr, flush=True)
