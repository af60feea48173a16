"""Lanes of time in text: what went on, when, beside what. Draws lines, knows no Textual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.projections.lanes import Lane, Lanes, Span
from tui.projections.turn import Turn

LABEL = 8
"""Cells that the names of the lanes take."""
CLOSEST, WIDEST = 0.02, 3600.0
"""Seconds a cell, at most and at least zoomed."""
_MARKS = {Lane.INPUT: "▲", Lane.CUT: "✕", Lane.LINK: "◆"}
_DENSITY = " ░▒▓█"


@dataclass(frozen=True, slots=True)
class Window:
    """The stretch of time that is seen: Unix seconds at the left edge, seconds a cell, cells."""

    start: float
    scale: float
    width: int

    @property
    def end(self) -> float:
        """Unix seconds at the right edge."""
        return self.start + self.scale * self.width

    def cell(self, t: float) -> int:
        """The cell of a moment; outside 0..width-1 where it is not seen."""
        return int((t - self.start) // self.scale)

    def time(self, cell: int) -> float:
        """The moment at a cell's left edge."""
        return self.start + cell * self.scale

    def zoomed(self, factor: float, cell: int) -> Window:
        """Seconds a cell times `factor`; the moment at `cell` stays where it is."""
        scale = min(max(self.scale * factor, CLOSEST), WIDEST)
        return Window(self.time(cell) - cell * scale, scale, self.width)

    def moved(self, cells: int) -> Window:
        """Seen from further right, or left."""
        return Window(self.start + cells * self.scale, self.scale, self.width)


def whole(lanes: Lanes, width: int) -> Window:
    """All there is, in so many cells."""
    start = lanes.start or 0.0
    lasts = max(lanes.end - start, 1.0)
    return Window(start, max(CLOSEST, lasts * 1.02 / max(1, width)), max(1, width))


def lane_text(lanes: Lanes, lane: Lane, window: Window) -> str:
    """A lane's cells: how much of each is taken, or a mark where something happened in no time."""
    spans = lanes.between(lane, window.start, window.end)
    mark = _MARKS.get(lane)
    covered = [0.0] * window.width
    marked = set()
    for span in spans:
        _cover(covered, span, window)
        if mark is not None and 0 <= (cell := window.cell(span.start)) < window.width:
            marked.add(cell)
    return "".join(mark if mark and n in marked else _shade(share) for n, share in enumerate(covered))


def _cover(covered: list[float], span: Span, window: Window) -> None:
    first = max(0, window.cell(span.start))
    last = min(window.width - 1, window.cell(span.end))
    for cell in range(first, last + 1):
        left = window.time(cell)
        taken = min(span.end, left + window.scale) - max(span.start, left)
        covered[cell] += max(taken / window.scale, 0.01)


def _shade(share: float) -> str:
    return _DENSITY[0 if not share else min(len(_DENSITY) - 1, 1 + int(share * (len(_DENSITY) - 1)))]


def turns_text(turns: Sequence[Turn], window: Window) -> str:
    """The numbers of the turns, each where it begins, as many as have room."""
    cells = [" "] * window.width
    free = 0
    for turn in turns:
        cell, name = window.cell(turn.t), f"╵{turn.number}"
        if free <= cell and cell >= 0 and cell + len(name) <= window.width:
            cells[cell : cell + len(name)] = name
            free = cell + len(name) + 1
    return "".join(cells)


def axis_text(window: Window, origin: float) -> str:
    """Seconds since `origin`, at round intervals."""
    step = _round_step(window.scale * 12)
    cells = [" "] * window.width
    first = int((window.start - origin) // step)
    for tick in range(first, int((window.end - origin) // step) + 1):
        cell, name = window.cell(origin + tick * step + window.scale * 1e-6), _tick(tick * step)
        if tick >= 0 and cell >= 0 and cell + len(name) <= window.width:
            cells[cell : cell + len(name)] = name
    return "".join(cells)


def _round_step(least: float) -> float:
    step = 0.1
    while step < least:
        for factor in (2.0, 2.5, 2.0):
            step *= factor
            if step >= least:
                break
    return step


def _tick(seconds: float) -> str:
    if seconds < 60:
        return f"┆{seconds:g}s"
    minutes, rest = divmod(round(seconds), 60)
    return f"┆{minutes}:{rest:02}"


def span_at(lanes: Lanes, lane: Lane, window: Window, cell: int) -> Span | None:
    """The span under a cell: of several, the one that begins last."""
    spans = lanes.between(lane, window.time(cell), window.time(cell + 1) - 1e-9)
    return spans[-1] if spans else None


def in_words(lane: Lane, span: Span | None, origin: float) -> str:
    """What a span is."""
    if span is None:
        return f"{lane}: nothing here"
    lasted = span.end - span.start
    frames = f"#{span.first}" if span.first == span.last else f"#{span.first} to #{span.last}"
    return f"{lane}: from {span.start - origin:.2f} s for {lasted:.2f} s · {frames}"
