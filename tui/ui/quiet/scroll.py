"""When moving rows is cheaper than writing them again."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from operator import is_not
from typing import NamedTuple

from tui.ui.quiet.grid import Grid, Row

_WORTH = 30
"""What a scroll must save; it costs about as many bytes itself."""
_SEEK = 5
"""What it costs to come to a row and begin there."""
_FEWEST = 3
"""Rows that must have moved together before they are taken for a scroll."""


class Shift(NamedTuple):
    """Columns `left` to `right` of rows `top` to `bottom` (ends exclusive) moved up by `up`, or down."""

    top: int
    bottom: int
    up: int
    left: int = 0
    right: int = sys.maxsize

    def on(self, grid: Grid) -> Shift | None:
        """The part that is on a screen; None where nothing would move or nothing be kept."""
        left, right = max(0, self.left), min(self.right, grid.width)
        fits = 0 <= self.top < self.bottom <= grid.height and left < right
        return Shift(self.top, self.bottom, self.up, left, right) if fits and self._keeps else None

    @property
    def _keeps(self) -> bool:
        return 0 < abs(self.up) < self.bottom - self.top

    def rows_in(self, rows: list[Row]) -> list[Row]:
        """The rows that are moved in."""
        first = self.bottom - self.up if self.up > 0 else self.top
        return rows[first : first + abs(self.up)]

    def pairs(self, shown: Grid, wanted: Grid, part: slice) -> Iterator[tuple[Row, Row]]:
        """In these columns, what would stand in a row and what should; not of the rows moved in."""
        for y in range(max(self.top, self.top - self.up), min(self.bottom, self.bottom - self.up)):
            yield shown.rows[y + self.up][part], wanted.rows[y][part]


def way(shown: Grid, wanted: Grid, hint: Shift, *, margins: bool) -> Shift | None:
    """Whole rows, or between margins where the columns beside them stay; None where nothing is won."""
    shift = hint.on(shown)
    if shift is None:
        return None
    beside = slice(0, shift.left), slice(shift.right, None)
    moves = all(old == new for part in beside for old, new in shift.pairs(shown, wanted, part))
    if moves or not margins or _cuts(shown, shift):
        shift = shift._replace(left=0, right=shown.width)
    return shift if pays(shown, wanted, shift) else None


def _cuts(grid: Grid, shift: Shift) -> bool:
    """Whether a margin would cut a wide cell in two."""
    edges = [edge for edge in (shift.left, shift.right) if edge < grid.width]
    cells = [row[edge] for row in grid.rows[shift.top : shift.bottom] for edge in edges]
    return any(cell is None or not cell.text for cell in cells)


def pays(shown: Grid, wanted: Grid, shift: Shift) -> bool:
    """Whether it saves bytes to scroll first."""
    part = slice(shift.left, shift.right)
    moved = list(shift.pairs(shown, wanted, part))
    stayed = [(shown.rows[y][part], wanted.rows[y][part]) for y in range(shift.top, shift.bottom)]
    in_place = sum(old == new for old, new in moved) - sum(old == new for old, new in stayed)
    if abs(in_place) >= _FEWEST:
        return in_place > 0
    kept = sum(_cost(old, new) for old, new in stayed) - sum(_cost(old, new) for old, new in moved)
    came = shift.rows_in(wanted.rows)
    return kept - sum(_cost_of_all(row[part]) for row in came) > _WORTH


def detect(shown: Grid, wanted: Grid, dirty: Iterable[int]) -> Iterator[Shift]:
    """Shifts that would explain the changed rows: neighbours that all stand elsewhere by one distance."""
    changed = [y for y in dirty if shown.rows[y] != wanted.rows[y]]
    if len(changed) < _FEWEST:
        return
    places = {_mark(shown.rows[y]): y for y in range(min(changed), max(changed) + 1)}
    band: list[int] = []
    up = 0
    for y in changed:
        if band and y == band[-1] + 1 and _stands(shown, wanted, y, up):
            band.append(y)
            continue
        yield from _shift(band, up)
        source = places.get(_mark(wanted.rows[y]), y)
        band, up = ([y], source - y) if source != y else ([], 0)
    yield from _shift(band, up)


def _stands(shown: Grid, wanted: Grid, y: int, up: int) -> bool:
    return 0 <= y + up < shown.height and shown.rows[y + up] == wanted.rows[y]


def _shift(band: list[int], up: int) -> Iterator[Shift]:
    if len(band) >= _FEWEST:
        yield Shift(min(band[0], band[0] + up), max(band[-1], band[-1] + up) + 1, up)


def _mark(row: Row) -> tuple[int, ...]:
    """Different for nearly all different rows. It reads a part; the rest of a band is compared in full."""
    return tuple(map(id, row[::3]))


def _cost(old: Row, new: Row) -> int:
    """About how many bytes it takes to make a row of another."""
    unlike = sum(map(is_not, old, new))
    return unlike + _SEEK if unlike else 0


def _cost_of_all(row: Row) -> int:
    return len("".join([cell.text for cell in row if cell is not None]).rstrip()) + _SEEK
