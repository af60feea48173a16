"""From what a terminal shows to what it should show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import compress
from operator import is_not, itemgetter
from typing import Any, cast

from tui.ui.quiet.cells import Cell, is_plain, is_wide, reach, settled
from tui.ui.quiet.grid import Grid, Row
from tui.ui.quiet.writer import Writer

_text: Any = itemgetter(0)
_GAP = 4
"""Unchanged cells between two changes that are cheaper to write again than to step over."""


def paint(shown: Grid, wanted: Grid, rows: Iterable[int], writer: Writer) -> None:
    """Write what differs in these rows, and make `shown` equal `wanted` there.

    Cells unknown in `wanted` are left alone. Both grids are of one size.
    """
    for y in rows:
        old, new = shown.rows[y], wanted.rows[y]
        if old != new:
            for start, end in spans(old, new):
                writer.cells(start, y, cast("list[Cell]", new[start:end]), wanted.width)
                old[start:end] = new[start:end]


def spans(old: Row, new: Row) -> Iterator[tuple[int, int]]:
    """The stretches of columns to write, left to right: whole wide cells, small gaps bridged.

    Cells are compared by identity: `Ink` gives equal cells as one object, and an equal cell written again
    is only a waste.
    """
    changed = list(compress(range(len(new)), map(is_not, old, new)))
    if not changed:
        return
    start, end = changed[0], changed[-1] + 1
    if 2 * len(changed) > end - start and _is_settled(new[start:end]):
        yield _whole(new, start, end)
        return
    known = [x for x in changed if new[x] is not None]
    if known:
        yield from _stretches(new, _overdrawn(new, known))


def _is_settled(cells: Row) -> bool:
    """Whether all of it is known and of a width all terminals share."""
    try:
        text = "".join(map(_text, cells))
    except TypeError:  # None: rare, and looking for it first costs as much again
        return False
    return is_plain(text) or all(map(settled, set(text)))


def _stretches(row: Row, changed: list[int]) -> Iterator[tuple[int, int]]:
    start, end = changed[0], changed[0] + 1
    for x in changed:
        if x > end and (x - end > _GAP or not _bridges(row, end, x)):
            yield _whole(row, start, end)
            start = x
        end = x + 1
    yield _whole(row, start, end)


def _bridges(row: Row, start: int, end: int) -> bool:
    """Whether the cells between can be written without a change of pen or a doubtful width."""
    before = row[start - 1]
    return before is not None and all(
        cell is not None and cell.pen == before.pen and settled(cell.text) for cell in row[start:end]
    )


def _whole(row: Row, start: int, end: int) -> tuple[int, int]:
    """Widened so that no wide cell is cut."""
    first, last = row[start], row[end - 1]
    start -= bool(start and first is not None and not first.text)
    end += bool(end < len(row) and last is not None and is_wide(last.text))
    return start, end


def _overdrawn(row: Row, changed: list[int]) -> list[int]:
    """Add the cells that a terminal with other ideas of width may draw over while it draws a changed one."""
    if all(map(settled, [cell.text for x in changed if (cell := row[x]) is not None])):
        return changed
    extra = {
        column
        for x in changed
        if (cell := row[x]) is not None and not settled(cell.text)
        for column in range(x, min(x + reach(cell.text), len(row)))
        if row[column] is not None
    }
    return sorted(extra.union(changed)) if extra else changed
