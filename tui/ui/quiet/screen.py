"""The terminal's screen as two grids: what it shows, and what it should show."""

from __future__ import annotations

from collections.abc import Iterable

from tui.ui.quiet.abilities import Abilities
from tui.ui.quiet.cells import Cell
from tui.ui.quiet.diff import paint
from tui.ui.quiet.grid import Grid
from tui.ui.quiet.scroll import Shift, detect, pays
from tui.ui.quiet.writer import Writer

CLEAR = "\x1b[r\x0f\x1b(B\x1b[?7l\x1b[0m\x1b[2J"
"""Scroll region, character set, wrapping and pen as a frame expects them, on a cleared screen."""
REST = "\x1b[r\x1b[0m"
"""Leaves the terminal as the stock driver expects it."""


class ShadowScreen:
    """Takes what the compositor drew, gives what must be sent. Pure: no I/O, no clock."""

    def __init__(self, abilities: Abilities, width: int = 0, height: int = 0) -> None:
        self._writer = Writer(abilities)
        self._hints: dict[tuple[int, int], int] = {}
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
        rows = shift.top, shift.bottom
        self._hints[rows] = self._hints.get(rows, 0) + shift.up

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
        for shift in self._shifts(shown):
            if shift.within(shown.height) and pays(shown, self._wanted, shift):
                self._writer.scroll(shift.top, shift.bottom, shift.up, shown.height)
                shown.shift(shift.top, shift.bottom, shift.up)
                self._dirty.update(range(shift.top, shift.bottom))

    def _shifts(self, shown: Grid) -> Iterable[Shift]:
        if self._hints:
            return [Shift(*rows, up) for rows, up in self._hints.items()]
        return detect(shown, self._wanted, sorted(self._dirty))
