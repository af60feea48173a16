"""From what a terminal shows to what it should show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tui.ui.quiet.cells import blank, is_wide, reach, settled
from tui.ui.quiet.grid import Grid, Row
from tui.ui.quiet.writer import Writer

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
                writer.cells(start, y, [cell for cell in new[start:end] if cell is not None], wanted.width)
                old[start:end] = new[start:end]


def spans(old: Row, new: Row) -> Iterator[tuple[int, int]]:
    """The stretches of columns to write, left to right: whole wide cells, small gaps bridged."""
    changed = _overdrawn(
        new, [x for x, (a, b) in enumerate(zip(old, new, strict=True)) if a is not b and a != b]
    )
    start = end = -1
    for x in changed:
        if new[x] is None:
            continue
        if start >= 0 and x - end <= _GAP and _bridges(new, end, x):
            end = x + 1
        else:
            if start >= 0:
                yield _whole(new, start, end)
            start, end = x, x + 1
    if start >= 0:
        yield _whole(new, start, end)


def _bridges(row: Row, start: int, end: int) -> bool:
    """Whether the cells between can be written without a change of pen or a doubtful width."""
    before = row[start - 1]
    if before is None:
        return False
    space = blank(before.pen)
    return all(
        cell is not None and (cell == space or cell.pen == before.pen) and settled(cell.text)
        for cell in row[start:end]
    )


def _whole(row: Row, start: int, end: int) -> tuple[int, int]:
    """Widened so that no wide cell is cut."""
    first, last = row[start], row[end - 1]
    start -= bool(start and first is not None and not first.text)
    end += bool(end < len(row) and last is not None and is_wide(last.text))
    return start, end


def _overdrawn(row: Row, changed: list[int]) -> list[int]:
    """Add the cells that a terminal with other ideas of width may draw over while it draws a changed one."""
    extra = {
        column
        for x in changed
        if (cell := row[x]) is not None and not settled(cell.text)
        for column in range(x, min(x + reach(cell.text), len(row)))
    }
    return sorted(extra.union(changed)) if extra else changed
