"""Writes cells in as few bytes as it can, knowing where the terminal's cursor and pen stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import compress, count, islice, pairwise
from operator import is_not
from zlib import crc32

from tui.ui.quiet import sgr
from tui.ui.quiet.abilities import Abilities
from tui.ui.quiet.cells import Cell, Pen, is_plain, is_wide, settled
from tui.ui.quiet.grid import Grid
from tui.ui.quiet.scroll import Shift

_ERASE_FROM = 7
"""Shorter runs of blanks are written out: `ESC [ n X` and a move cost as much."""
_BLANKS = " " * _ERASE_FROM
_LONG_BLANK = re.compile(f" {{{_ERASE_FROM},}}")

Columns = str | tuple[str, ...]
"""The text of each column: one string where every column holds one plain character, as nearly always."""


class Writer:
    """One terminal's cursor, pen and pending output. Positions are (column, row) from 0."""

    def __init__(self, abilities: Abilities) -> None:
        self.abilities = abilities
        self.forget()

    def forget(self) -> None:
        """The terminal's state is unknown; what was pending is void."""
        self._out: list[str] = []
        self._at: tuple[int, int] | None = None
        self._sgr: str | None = None
        self._link: str | None = None

    def take(self) -> str:
        """What was written since the last call. Links never stay open between two frames."""
        if self._link:
            self._open("")
        text = "".join(self._out)
        self._out.clear()
        return text

    def move(self, x: int, y: int) -> None:
        """Put the cursor at column `x` of row `y`."""
        if self._at != (x, y):
            self._out.append(_move(self._at, x, y))
            self._at = (x, y)

    def cells(self, x: int, y: int, cells: Sequence[Cell], width: int) -> None:
        """Write cells from column `x` of row `y` of a screen `width` wide; only whole wide cells."""
        texts, pens = zip(*cells)  # noqa: B905 (a cell is a pair)
        breaks = compress(count(1), map(is_not, pens, islice(pens, 1, None)))
        text = "".join(texts)
        columns: Columns = text if len(text) == len(texts) and is_plain(text) else texts
        for start, end in pairwise((0, *breaks, len(cells))):
            self._run(x + start, y, columns[start:end], pens[start], width)

    def scroll(self, shift: Shift, screen: Grid, fill: str) -> None:
        """Scroll a part of the screen; what moves in is blank, of the look `fill` if erases are coloured."""
        if not self._shows_blank(Pen(fill)):
            self._turn(Pen(fill))
        rows = (shift.top, shift.bottom) != (0, screen.height)
        columns = (shift.left, shift.right) != (0, screen.width)
        self._out.append(f"\x1b[?69h\x1b[{shift.left + 1};{shift.right}s" if columns else "")
        self._out.append(f"\x1b[{shift.top + 1};{shift.bottom}r" if rows else "")
        if rows or columns:
            self._at = (
                None if columns and (shift.left or shift.top) else (0, 0)
            )  # margins send the cursor home
        self.move(shift.left, shift.top)
        self._out.append(f"\x1b[{_count(shift.up)}M" if shift.up > 0 else f"\x1b[{_count(-shift.up)}L")
        self._out.append("\x1b[r" if rows else "")
        self._out.append("\x1b[?69l" if columns else "")
        self._at = None

    def erasable(self, pen: Pen) -> bool:
        """Whether a blank written with this pen looks as an erased one."""
        look = sgr.parse(sgr.blank(pen.sgr))
        plain = not pen.link and not look.attributes
        return plain and (self.abilities.erases_in_colour or not look.background)

    def _erase(self, x: int, y: int, count: int, width: int, pen: Pen) -> None:
        self.move(x, y)
        if not self._shows_blank(pen):
            self._turn(pen)
        self._out.append("\x1b[K" if x + count >= width else f"\x1b[{count}X")

    def _run(self, x: int, y: int, columns: Columns, pen: Pen, width: int) -> None:
        """Columns of one pen."""
        text = columns if isinstance(columns, str) else _one_character_each(columns)
        start = 0
        if _BLANKS in text and self.erasable(pen):
            for match in _LONG_BLANK.finditer(text):
                self._print(x + start, y, columns[start : match.start()], pen, width)
                self._erase(x + match.start(), y, match.end() - match.start(), width, pen)
                start = match.end()
        self._print(x + start, y, columns[start:], pen, width)

    def _print(self, x: int, y: int, columns: Columns, pen: Pen, width: int) -> None:
        if not columns:
            return
        if isinstance(columns, str) or all(map(settled, set(columns))):
            text = columns if isinstance(columns, str) else "".join(columns)
            self._put(x, y, text, pen, (x + len(columns)) % width)
        else:
            self._put_unsettled(x, y, columns, pen, width)

    def _put(self, x: int, y: int, text: str, pen: Pen, after: int) -> None:
        """Write text; `after` is the column behind it, 0 at the end of the row, where terminals differ."""
        self.move(x, y)
        if not (text.isspace() and self._shows_blank(pen)):
            self._turn(pen)
        self._out.append(text)
        self._at = (after, y) if after else None

    def _put_unsettled(self, x: int, y: int, texts: tuple[str, ...], pen: Pen, width: int) -> None:
        for column, text in enumerate(texts, x):
            after = column + 1 + is_wide(text)
            if text and settled(text):
                self._put(column, y, text, pen, after if after < width else 0)
            elif text:
                self._put_cluster(column, y, text, pen)

    def _put_cluster(self, x: int, y: int, text: str, pen: Pen) -> None:
        """Blank the columns first, as the terminal may use fewer, and do not trust the cursor afterwards."""
        self._turn(pen)
        if is_wide(text):
            self.move(x, y)
            self._out.append("  ")
            self._at = None
        self.move(x, y)
        self._out.append(text)
        self._at = None

    def _shows_blank(self, pen: Pen) -> bool:
        """Whether a space written now, with the pen as it stands, looks as one written with `pen`."""
        return self._sgr is not None and self._link == pen.link and sgr.blank(self._sgr) == sgr.blank(pen.sgr)

    def _turn(self, pen: Pen) -> None:
        if pen.sgr != self._sgr:
            self._out.append(sgr.delta(self._sgr, pen.sgr))
            self._sgr = pen.sgr
        if pen.link != self._link:
            self._open(pen.link)

    def _open(self, link: str) -> None:
        if self.abilities.links:
            name = f"id={crc32(link.encode()):x}" if link else ""
            self._out.append(f"\x1b]8;{name};{link}\x1b\\")
        self._link = link


def _one_character_each(columns: tuple[str, ...]) -> str:
    return "".join([text if len(text) == 1 else "x" for text in columns])


def _move(at: tuple[int, int] | None, x: int, y: int) -> str:
    """The shortest sequence that brings the cursor to column `x` of row `y`."""
    there = f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H" if y else "\x1b[H"
    if at is None:
        return there
    was_x, was_y = at
    across = _across(was_x, x)
    if was_y == y:
        return min(there, across, key=len)
    down = f"\x1b[{_count(abs(y - was_y))}{'B' if y > was_y else 'A'}"
    return min(there, (across if was_x != x else "") + down, key=len)


def _across(was: int, x: int) -> str:
    if x == 0:
        return "\r"
    step = f"\x1b[{_count(abs(x - was))}{'C' if x > was else 'D'}"
    return min(step, f"\x1b[{x + 1}G", key=len)


def _count(n: int) -> str:
    return "" if n == 1 else str(n)
