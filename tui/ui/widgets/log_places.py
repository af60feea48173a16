"""Places in a log as a person names them: `120`, `#120`, `turn 3`, `10:32:04`, `2026-11-22 10:32`, `+5m`."""

from __future__ import annotations

import re
from datetime import datetime

from tui.projections.moments import EXAMPLES as TIMES
from tui.projections.moments import Moment, Span, read_moment
from tui.store.index import Index
from tui.store.journal import Journal
from tui.ui.widgets import log_jumps as jumps
from tui.ui.widgets.log_turns import Turns

EXAMPLES = f"#120 (a seq), turn 3, {TIMES}, gap 300ms"

_SEQ = re.compile(r"#?\s*(\d+)")
_TURN = re.compile(r"turn[\s:]*(\d+)", re.IGNORECASE)


class NoPlace(ValueError):
    """A text names no place, or none that is in the journal; in words."""


def find_place(text: str, journal: Journal, turns: Turns, frame: int) -> int:
    """The frame that a text names, for who stands at a frame. Raises NoPlace."""
    text = text.strip()
    if match := _SEQ.fullmatch(text):
        return _found(journal.find(int(match[1])), f"there is no frame {match[1]}")
    if match := _TURN.fullmatch(text):
        return _found(turns.first(int(match[1])), f"there is no turn {match[1]}")
    moment = read_moment(text)
    if moment is None:
        raise NoPlace(f"a place is {EXAMPLES}")
    return _find_moment(moment, journal.index, frame)


def _found(frame: int | None, otherwise: str) -> int:
    if frame is None:
        raise NoPlace(otherwise)
    return frame


def _find_moment(moment: Moment, index: Index, frame: int) -> int:
    span = Span.of(index.times)
    if span is None:
        raise NoPlace("there is no frame yet")
    t = moment.within(span, index.times[frame])
    late = f"no frame is of {date_and_time(t)} or later: the last is of {date_and_time(span.last)}"
    return _found(jumps.at_time(index, t), late)


def date_and_time(t: float) -> str:
    """`2026-11-22 10:32:04`; words for a time no calendar has."""
    try:
        return datetime.fromtimestamp(t).isoformat(" ", "seconds")
    except (ValueError, OverflowError, OSError):
        return "no day of any calendar"


def day_told(index: Index, before: int, frame: int) -> str:
    """When a frame is of, where that is another day than that of the frame before; else empty."""
    old, new = (date_and_time(index.times[n]) for n in (before, frame))
    return f"this is {new}" if old[:10] != new[:10] else ""
