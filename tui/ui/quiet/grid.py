"""A grid of cells: what a terminal shows, or should show."""

from __future__ import annotations

from collections.abc import Sequence

from tui.ui.quiet.cells import Cell, is_wide

Row = list[Cell | None]


class Grid:
    """Rows of cells; None where nobody knows. A wide cell and its second half stay together."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self.rows: list[Row] = [[None] * width for _ in range(height)]

    def put(self, x: int, y: int, cells: Sequence[Cell]) -> bool:
        """Write cells from column `x` of row `y`, clipped to the grid. Returns whether anything changed."""
        start, end = max(x, 0), min(x + len(cells), self.width)
        if not 0 <= y < self.height or start >= end:
            return False
        row, new = self.rows[y], cells[start - x : end - x]
        if row[start:end] == new:
            return False
        row[start:end] = new
        for edge in (start, end):
            self._mend(row, edge)
        return True

    def _mend(self, row: Row, edge: int) -> None:
        """Blank a half of a wide cell that was cut from its other half before column `edge`."""
        left = row[edge - 1] if edge else None
        right = row[edge] if edge < self.width else None
        wide = left is not None and is_wide(left.text)
        second_half = right is not None and not right.text
        if left is not None and wide and not second_half:
            row[edge - 1] = Cell(" ", left.pen)
        if right is not None and second_half and not wide:
            row[edge] = Cell(" ", right.pen)

    def shift(self, top: int, bottom: int, up: int, left: int, right: int) -> None:
        """Move columns `left` to `right` of rows `top` to `bottom` (ends exclusive) up, down if negative.

        Of the rows moved in, nothing is known between these columns.
        """
        band = [row[left:right] for row in self.rows[top:bottom]]
        unknown: list[Row] = [[None] * (right - left) for _ in range(abs(up))]
        moved = band[up:] + unknown if up > 0 else unknown + band[:up]
        for row, cells in zip(self.rows[top:bottom], moved, strict=True):
            row[left:right] = cells

    @property
    def complete(self) -> bool:
        """Whether every cell is known."""
        return not any(None in row for row in self.rows)
