"""When moving rows is cheaper than writing them again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import is_not

from tui.ui.quiet.grid import Grid, Row

_WORTH = 30
"""What a scroll must save; it costs about as many bytes itself."""
_SEEK = 5
"""What it costs to come to a row and begin there."""
_FEWEST = 3
"""Rows that must have moved together before they are taken for a scroll."""


@dataclass(frozen=True)
class Shift:
    """Rows `top` to `bottom` (exclusive) moved up by `up` rows; down where it is negative."""

    top: int
    bottom: int
    up: int

    def within(self, height: int) -> bool:
        """Whether it moves anything on a screen of this height and leaves something to keep."""
        return 0 <= self.top < self.bottom <= height and 0 < abs(self.up) < self.bottom - self.top


def pays(shown: Grid, wanted: Grid, shift: Shift) -> bool:
    """Whether it saves bytes to scroll the whole rows first."""
    rows = range(shift.top, shift.bottom)
    pairs = [(shown.rows[y + shift.up] if y + shift.up in rows else None, wanted.rows[y]) for y in rows]
    in_place = sum(moved == new for moved, new in pairs) - sum(shown.rows[y] == wanted.rows[y] for y in rows)
    if abs(in_place) >= _FEWEST:
        return in_place > 0
    stay = sum(_cost(shown.rows[y], wanted.rows[y]) for y in rows)
    return stay - sum(_cost(moved, new) for moved, new in pairs) > _WORTH


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


def _cost(old: Row | None, new: Row) -> int:
    """About how many bytes it takes to make a row of another, or of nothing known."""
    if old is None:
        return len("".join([cell.text for cell in new if cell is not None]).rstrip()) + _SEEK
    unlike = sum(map(is_not, old, new))
    return unlike + _SEEK if unlike else 0
