"""A frame as one line of the log: columns that give way as the pane narrows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style

from tui.wire.frame import Direction
from tui.wire.kinds import Kind, Mask, kinds_in
from tui.wire.summary import bytes_text

ARROWS = {Direction.SEND: "→", Direction.RECEIVE: "←", Direction.EVENT: "•"}

ALARMS = Kind.UNKNOWN.bit | Kind.NOT_JSON.bit | Kind.ERROR.bit | Kind.CLOSE.bit
"""Kinds whose badge is drawn so that the eye falls on it."""


class TimeMode(Enum):
    """What the time column tells; one key goes round."""

    CLOCK = "clock"
    START = "since start"
    DELTA = "since the row before"

    @property
    def next(self) -> TimeMode:
        """The mode that follows."""
        modes = list(TimeMode)
        return modes[(modes.index(self) + 1) % len(modes)]


@dataclass(frozen=True, slots=True)
class Columns:
    """Widths in cells; 0 leaves a column out."""

    time: int
    badges: int
    size: int

    @classmethod
    def fit(cls, width: int) -> Columns:
        """What there is room for: first the size goes, then the hours, then the time."""
        if width >= 72:
            return cls(12, 11, 7)
        if width >= 56:
            return cls(12, 9, 0)
        if width >= 40:
            return cls(9, 6, 0)
        return cls(0, 6, 0)


@dataclass(frozen=True, slots=True)
class Line:
    """What a row shows. `elapsed`: seconds since the start or the row before, by the time mode."""

    t: float
    elapsed: float
    direction: Direction
    mask: Mask
    size: int
    text: str
    gutter: str = " "


def clock(t: float) -> str:
    """Local time with milliseconds; dashes for a time no calendar has."""
    try:
        return datetime.fromtimestamp(t).strftime("%H:%M:%S.%f")[:12]
    except (ValueError, OverflowError, OSError):
        return "--:--:--.---"


def elapsed_text(seconds: float) -> str:
    """`+0.012`, `+3:07.250`, `+1:02:07.250`."""
    sign = "-" if seconds < 0 else "+"
    minutes, rest = divmod(abs(seconds), 60)
    hours, minutes = divmod(int(minutes), 60)
    if hours:
        return f"{sign}{hours}:{minutes:02}:{rest:06.3f}"
    return f"{sign}{minutes}:{rest:06.3f}" if minutes else f"{sign}{rest:.3f}"


class Painter:
    """Makes the segments of a line. `style_of` gives the style of a component class."""

    def __init__(self, style_of: Callable[[str], Style]) -> None:
        self._style_of = style_of

    def paint(self, line: Line, mode: TimeMode, width: int) -> list[Segment]:
        """The line's segments; the text is last and may be longer than the pane."""
        columns = Columns.fit(width)
        segments = [Segment(line.gutter, self._style_of("log--gutter"))]
        if columns.time:
            segments.append(self._time(line, mode, columns.time))
        segments.append(Segment(f"{ARROWS[line.direction]} ", self._style_of(f"log--{line.direction.value}")))
        segments += self._badges(line.mask, columns.badges)
        if columns.size:
            size = bytes_text(line.size) if line.direction is not Direction.EVENT else ""
            segments.append(Segment(f"{size:>{columns.size}} ", self._style_of("log--size")))
        segments.append(Segment(line.text, self._style_of(f"log--{line.direction.value}-text")))
        return segments

    def _time(self, line: Line, mode: TimeMode, width: int) -> Segment:
        text = clock(line.t) if mode is TimeMode.CLOCK else elapsed_text(line.elapsed)
        return Segment(f"{text[-width:]:>{width}} ", self._style_of("log--time"))

    def _badges(self, mask: Mask, width: int) -> list[Segment]:
        """Every kind's badge; more than the column holds push the text aside rather than be left out."""
        segments: list[Segment] = []
        used = 0
        for kind in kinds_in(mask if mask & ~Kind.EVENT.bit else mask | Kind.EVENT.bit):
            if kind is Kind.EVENT and mask != Kind.EVENT.bit:
                continue
            style = self._style_of("log--alarm" if kind.bit & ALARMS else "log--badge")
            segments.append(Segment(f"{kind.badge} ", style))
            used += cell_len(kind.badge) + 1
        segments.append(Segment(" " * max(0, width + 1 - used)))
        return segments


def fit(text: str, width: int) -> str:
    """Text cut or padded to a width in cells."""
    return set_cell_size(text, width)
