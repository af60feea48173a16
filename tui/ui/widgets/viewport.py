"""Which rows of a long list are seen, and which one is the reader's. Arithmetic, no drawing."""

from __future__ import annotations


class Viewport:
    """`height` rows are seen from `top`; the cursor is always among them.

    The reader's place is the cursor and the line it stands on: `hold` moves both to a new row number
    without moving the line.
    """

    def __init__(self) -> None:
        self.count = 0
        self.height = 1
        self.top = 0
        self.cursor = 0

    @property
    def last_top(self) -> int:
        """The highest row that can stand on the first line."""
        return max(0, self.count - self.height)

    @property
    def line(self) -> int:
        """The line the cursor stands on."""
        return self.cursor - self.top

    def line_of(self, row: int, otherwise: int) -> int:
        """The line a row stands on; another where it is not in view."""
        line = row - self.top
        return line if 0 <= line < self.height else otherwise

    @property
    def at_end(self) -> bool:
        """Whether the cursor is on the last row."""
        return self.cursor >= self.count - 1

    def resize(self, height: int) -> None:
        """Another number of lines; the cursor keeps its line where it can."""
        self.height = max(1, height)
        self._settle()

    def grow(self, count: int) -> None:
        """Another number of rows, at the end: nothing seen moves."""
        self.count = count
        self._settle()

    def move(self, rows: int) -> None:
        """The cursor by some rows; the list scrolls only as far as it must."""
        self.go(self.cursor + rows)

    def go(self, row: int) -> None:
        """The cursor to a row."""
        self.cursor = row
        self._settle()

    def page(self, pages: float) -> None:
        """By pages, whole or half, the cursor keeping its line."""
        step = round(pages * max(1, self.height - 1)) or (1 if pages > 0 else -1)
        self.hold(self.cursor + step, self.line)

    def scroll(self, lines: int) -> None:
        """The list by some lines; the cursor stays on its row until it would leave the screen."""
        self.top = min(max(0, self.top + lines), self.last_top)
        self.cursor = min(max(self.cursor, self.top), self.top + self.height - 1)
        self._settle()

    def hold(self, row: int, line: int) -> None:
        """The cursor to a row, on a given line where the ends of the list allow it."""
        self.cursor = min(max(0, row), max(0, self.count - 1))
        self.top = min(max(0, self.cursor - line), self.last_top)
        self._settle()

    def _settle(self) -> None:
        self.cursor = min(max(0, self.cursor), max(0, self.count - 1))
        self.top = min(self.top, self.cursor, self.last_top)
        self.top = max(self.top, self.cursor - self.height + 1, 0)

    def thumb(self, count: int | None = None) -> tuple[int, int]:
        """Where a scrollbar's thumb starts and how long it is, in lines; length 0 where all is seen.

        count: as it would be with another number of rows.
        """
        count = self.count if count is None else count
        if count <= self.height:
            return 0, 0
        length = max(1, self.height * self.height // count)
        return (self.height - length) * self.top // (count - self.height), length

    def row_at(self, line: int) -> int:
        """The row a point of the scrollbar stands for."""
        return self.last_top * line // max(1, self.height - 1)
