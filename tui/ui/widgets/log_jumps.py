"""Where to go next in a journal: the next error, unknown, gap, turn or mark. Answered from the index."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from typing import Final

from tui.store.index import Index, What
from tui.wire.kinds import Kind, Mask

GAP_SECONDS: Final = 1.0
"""Silence on the wire that counts as a gap, unless a threshold is given."""

_ERRORS = Kind.ERROR.bit | Kind.CLOSE.bit | Kind.NOT_JSON.bit
_DISTANCE = re.compile(r"gap\s*>?\s*(\d+(?:\.\d+)?)\s*(ms|s)?")


def next_class(index: Index, frame: int, step: int, wanted: Callable[[What], bool]) -> int | None:
    """The nearest frame after (`step` 1) or before (-1) one, of a wanted kind of thing."""
    if step > 0:
        found = index.classes(wanted, frame + 1).find(1)
        return frame + 1 + found if found >= 0 else None
    found = index.classes(wanted, 0, frame).rfind(1)
    return found if found >= 0 else None


def of_kind(mask: Mask) -> Callable[[What], bool]:
    """Whether something is of any of some kinds."""
    return lambda what: bool(what.mask & mask)


def next_error(index: Index, frame: int, step: int) -> int | None:
    """In-band errors, closes, and what is no JSON."""
    return next_class(index, frame, step, of_kind(_ERRORS))


def nearest(frame: int, *found: int | None) -> int | None:
    """The one of some frames that is nearest; None where there is none."""
    return min((n for n in found if n is not None), key=lambda n: abs(n - frame), default=None)


def next_unknown(index: Index, frame: int, step: int) -> int | None:
    """Frames with a kind, a member or a value that nobody knows."""
    return next_class(index, frame, step, of_kind(Kind.UNKNOWN.bit))


def next_gap(index: Index, frame: int, step: int, seconds: float = GAP_SECONDS) -> int | None:
    """The nearest frame that came more than some seconds after the one before it."""
    times = index.times
    frames = range(frame + 1, len(index)) if step > 0 else range(frame - 1, 0, -1)
    return next((n for n in frames if n and times[n] - times[n - 1] > seconds), None)


def at_time(index: Index, t: float) -> int | None:
    """The first frame at or after a time, in Unix seconds."""
    n = bisect_left(index.times, t)
    return n if n < len(index) else None


def gap_threshold(text: str) -> float | None:
    """`gap 300ms`, `gap > 2s`: seconds."""
    match = _DISTANCE.fullmatch(text.strip())
    return float(match[1]) / (1000 if match[2] == "ms" else 1) if match else None
