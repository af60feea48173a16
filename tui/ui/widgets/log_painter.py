"""A frame as one line of the log: columns that give way as the pane narrows."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from tui.ui.theming import KIND_VARIABLES
from tui.wire.frame import Direction
from tui.wire.kinds import Kind, Mask, kinds_in
from tui.wire.summary import bytes_text

ARROWS = {Direction.SEND: "→", Direction.RECEIVE: "←", Direction.EVENT: "•"}


class TimeMode(Enum):
    """What the time column tells; one key goes round."""

    CLOCK = "clock"
    START = "since start"
    DELTA = "since the frame before"

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
    """What a row shows. `elapsed`: seconds since the start or the frame before, by the time mode."""

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
    if not math.isfinite(seconds):
        return "?"
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
        self._badges: dict[tuple[Mask, int], list[Segment]] = {}

    def forget(self) -> None:
        """Styles changed."""
        self._badges.clear()

    def paint(self, line: Line, mode: TimeMode, width: int) -> list[Segment]:
        """The line's segments; the text is last and may be longer than the pane."""
        columns = Columns.fit(width)
        segments = [Segment(line.gutter, self._style_of("log--gutter"))]
        if columns.time:
            segments.append(self._time(line, mode, columns.time))
        direction = self._style_of(f"log--direction-{line.direction.value}")
        segments.append(Segment(f"{ARROWS[line.direction]} ", direction))
        segments += self._badges_of(line.mask, columns.badges)
        if columns.size:
            size = bytes_text(line.size) if line.direction is not Direction.EVENT else ""
            segments.append(Segment(f"{size:>{columns.size}} ", self._style_of("log--faint")))
        segments.append(Segment(line.text, self._text_style(line.mask)))
        return segments

    def _text_style(self, mask: Mask) -> Style:
        """Of the kind that leads."""
        return self._style_of(f"log--{KIND_VARIABLES[leading(mask)]}")

    def _time(self, line: Line, mode: TimeMode, width: int) -> Segment:
        text = clock(line.t) if mode is TimeMode.CLOCK else elapsed_text(line.elapsed)
        return Segment(f"{text[-width:]:>{width}} ", self._style_of("log--faint"))

    def _badges_of(self, mask: Mask, width: int) -> list[Segment]:
        """Every kind's badge; more than the column holds push the text aside rather than be left out."""
        segments = self._badges.get((mask, width))
        if segments is None:
            names = [
                (f"{kind.badge} ", self._style_of(f"log--{KIND_VARIABLES[kind]}"))
                for kind in shown_kinds(mask)
            ]
            room = max(0, width + 1 - sum(cell_len(name) for name, _ in names))
            segments = [Segment(name, style) for name, style in names]
            segments = self._badges[mask, width] = [*segments, Segment(" " * room, self._style_of(""))]
        return segments


def shown_kinds(mask: Mask) -> list[Kind]:
    """The kinds worth a badge: a close is an event, and says so by itself."""
    kinds = kinds_in(mask)
    return kinds[1:] if kinds[:1] == [Kind.EVENT] and len(kinds) > 1 else kinds


@lru_cache(256)
def leading(mask: Mask) -> Kind:
    """The kind that gives a row's text its colour: the first, but what is odd comes before all."""
    kinds = shown_kinds(mask) or [Kind.SERVER_CONTENT]
    return next((kind for kind in kinds if kind in (Kind.UNKNOWN, Kind.NOT_JSON)), kinds[0])
