"""The terminal's screen as two grids: what it shows, and what it should show."""

from __future__ import annotations

from collections.abc import Iterable

from tui.ui.quiet import sgr
from tui.ui.quiet.abilities import Abilities
from tui.ui.quiet.cells import Cell, Pen
from tui.ui.quiet.diff import paint
from tui.ui.quiet.grid import Grid, Row
from tui.ui.quiet.scroll import Shift, detect, way
from tui.ui.quiet.writer import Writer

CLEAR = "\x1b[r\x0f\x1b(B\x1b[?7l\x1b[0m\x1b[2J"
"""Scroll region, character set, wrapping and pen as a frame expects them, on a cleared screen."""
REST = "\x1b[r\x1b[0m"
"""Leaves the terminal as the stock driver expects it."""


class ShadowScreen:
    """Takes what the compositor drew, gives what must be sent. Pure: no I/O, no clock."""

    def __init__(self, abilities: Abilities, width: int = 0, height: int = 0) -> None:
        self._writer = Writer(abilities)
        self._hints: dict[Shift, int] = {}
        self.margins = False
        self.resize(width, height)

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows."""
        return self._wanted.width, self._wanted.height

    def resize(self, width: int, height: int) -> None:
        """A terminal of another size: nothing is known of it, nor of what it should show."""
        self._wanted = Grid(width, height)
        self.forget()

    def forget(self) -> None:
        """What the terminal shows is unknown: the next frame clears it and paints everything."""
        self._shown = Grid(*self.size)
        self._dirty = set(range(self._wanted.height))
        self._hints.clear()
        self._writer.forget()
        self._cursor: tuple[int, int] | None = None

    def put(self, x: int, y: int, cells: list[Cell]) -> None:
        """What the screen should show from column `x` of row `y` on."""
        if self._wanted.put(x, y, cells):
            self._dirty.add(y)

    def hint(self, shift: Shift) -> None:
        """These rows were moved, the next frame may try a scroll. A wrong hint costs nothing but time."""
        place = shift._replace(up=0)
        self._hints[place] = self._hints.get(place, 0) + shift.up

    @property
    def fresh(self) -> bool:
        """Whether nothing was sent since the terminal was taken, resized or forgotten."""
        return self._cursor is None

    @property
    def complete(self) -> bool:
        """Whether all of the screen has been drawn."""
        return self._wanted.complete

    def frame(self, cursor: tuple[int, int]) -> str:
        """The bytes from what is shown to what should be, the cursor at last; empty if nothing differs."""
        shown, dirty = self._shown, self._dirty
        fresh = self.fresh
        if not dirty and cursor == self._cursor:
            return ""
        if dirty and not fresh:
            self._scroll(shown)
        paint(shown, self._wanted, sorted(self._dirty), self._writer)
        if shown is not self._shown:  # a signal handler gave the terminal away and took it back meanwhile
            self.forget()
            return ""
        self._dirty, self._cursor = set(), cursor
        self._hints.clear()
        self._writer.move(*cursor)
        text = self._writer.take()
        return CLEAR + text if fresh else text

    def _scroll(self, shown: Grid) -> None:
        for hint in self._shifts(shown):
            shift = way(shown, self._wanted, hint, margins=self.margins)
            if shift is not None:
                came = shift.rows_in(self._wanted.rows)
                fill = self._fill(came[0][shift.left : shift.right])
                self._writer.scroll(shift, shown, fill)
                shown.shift(*shift)
                if shift.right - shift.left == shown.width:
                    for row, new in zip(shift.rows_in(shown.rows), came, strict=True):
                        row[:] = self._blanked(new, fill)
                self._dirty.update(range(shift.top, shift.bottom))

    def _fill(self, row: Row) -> str:
        """The look of most of a row as far as it is blank, if a scroll can leave a row so."""
        pens = [cell.pen for cell in row if cell is not None]
        pen = max(set(pens), key=pens.count, default=Pen())
        return sgr.blank(pen.sgr) if self._writer.erasable(pen) else ""

    def _blanked(self, row: Row, fill: str) -> Row:
        """What a row wants to show, as far as a row of blanks shows it; the rest unknown."""
        pens = {cell.pen for cell in row if cell is not None}
        alike = {pen for pen in pens if self._writer.erasable(pen) and sgr.blank(pen.sgr) == fill}
        return [cell if cell is not None and cell.text == " " and cell.pen in alike else None for cell in row]

    def _shifts(self, shown: Grid) -> Iterable[Shift]:
        if self._hints:
            return [place._replace(up=up) for place, up in self._hints.items()]
        return detect(shown, self._wanted, sorted(self._dirty))
