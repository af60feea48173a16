"""A terminal: pyte, with what it lacks of a modern one. Used to see what a user would see."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from collections import deque
from collections.abc import Iterator
from typing import Any, NamedTuple

import pyte
from wcwidth import wcwidth

_DECLRMM = 69
_LINK = re.compile("\x1b]8;[^;]*;([^\x1b]*)\x1b\\\\")
_UNFINISHED = re.compile("\x1b(?:\\[[0-?]*[ -/]*|\\][^\x07\x1b]*\x1b?|[()])?$")
_PRIVATE = re.compile(r"\x1b\[[>=<?][\d;]*(?:\$p|u)")


class Attributes(NamedTuple):
    """pyte's Char, with the link it belongs to."""

    data: str
    fg: str = "default"
    bg: str = "default"
    bold: bool = False
    italics: bool = False
    underscore: bool = False
    strikethrough: bool = False
    reverse: bool = False
    blink: bool = False
    link: str = ""


class Seen(NamedTuple):
    """What one column looks like; the colour of what has none is left out."""

    text: str
    foreground: str
    background: str
    style: tuple[bool, ...]
    link: str


_Base: Any = pyte.Screen


class _Screen(_Base):  # type: ignore[misc]
    """`erases_in_colour` as terminfo's `bce`: what erasing and inserted lines are filled with."""

    def __init__(self, columns: int, lines: int, *, erases_in_colour: bool, has_margins: bool) -> None:
        self.erases_in_colour, self.has_margins = erases_in_colour, has_margins
        self.reports: deque[tuple[int, int]] = deque()
        super().__init__(columns, lines)

    def reset(self) -> None:
        super().reset()
        self.cursor.attrs = self.default_char
        self.between: tuple[int, int] | None = None

    def resize(self, lines: int | None = None, columns: int | None = None) -> None:
        super().resize(lines, columns)
        self.between = None

    def report_device_status(self, mode: int, **_: Any) -> None:
        """DSR: where the cursor is, row and column from 1, for whoever answers."""
        if mode == 6:
            self.reports.append((self.cursor.y + 1, self.cursor.x + 1))

    def reset_mode(self, *modes: int, **options: Any) -> None:
        super().reset_mode(*modes, **options)
        if options.get("private") and _DECLRMM in modes:
            self.between = None

    def set_columns(self, left: int = 1, right: int | None = None, **_: Any) -> None:
        """DECSLRM, where DECLRMM is set."""
        if self.has_margins and _DECLRMM << 5 in self.mode:
            self.between = (left or 1) - 1, right or self.columns
            self.cursor_position()

    def carriage_return(self) -> None:
        left = self.between[0] if self.between else 0
        self.cursor.x = left if self.cursor.x >= left else 0

    def delete_lines(self, count: int | None = None) -> None:
        self._move_lines(count or 1)

    def insert_lines(self, count: int | None = None) -> None:
        self._move_lines(-(count or 1))

    def _move_lines(self, up: int) -> None:
        first, (_, bottom) = self.cursor.y, self.margins or (0, self.lines - 1)
        left, right = self.between or (0, self.columns)
        if not left <= self.cursor.x < right or not (self.margins or (0, 0))[0] <= first <= bottom:
            return
        blank = [self._fill] * (right - left)
        band = [[self.buffer[y][x] for x in range(left, right)] for y in range(first, bottom + 1)]
        for y in range(first, bottom + 1):
            cells = band[y + up - first] if first <= y + up <= bottom else blank
            self.buffer[y].update(zip(range(left, right), cells, strict=True))
            for edge in (left, right):
                self._cut(self.buffer[y], edge)
        self.carriage_return()

    def _cut(self, row: Any, edge: int) -> None:
        """A wide character of which a margin left one half is gone."""
        if 0 < edge < self.columns and (wcwidth(row[edge - 1].data[:1]) == 2) != (row[edge].data == ""):
            side = edge if row[edge].data == "" else edge - 1
            row[side] = row[side]._replace(data=" ")

    @property
    def _fill(self) -> Attributes:
        return Attributes(" ", bg=self.cursor.attrs.bg) if self.erases_in_colour else Attributes(" ")

    @property
    def default_char(self) -> Attributes:
        return Attributes(" ")

    def select_graphic_rendition(self, *attributes: int, **_: Any) -> None:
        link = self.cursor.attrs.link
        super().select_graphic_rendition(*attributes)
        self.cursor.attrs = self.cursor.attrs._replace(link=link)

    def erase_characters(self, count: int | None = None) -> None:
        self._filled(super().erase_characters, count)

    def erase_in_line(self, how: int = 0, private: bool = False) -> None:
        self._filled(super().erase_in_line, how)

    def erase_in_display(self, how: int = 0, *_: Any, **__: Any) -> None:
        self._filled(super().erase_in_display, how)

    def scroll_up(self, count: int | None = None) -> None:
        """SU."""
        self._scroll(self.delete_lines, count)

    def scroll_down(self, count: int | None = None) -> None:
        """SD."""
        self._scroll(self.insert_lines, count)

    def _scroll(self, deed: Any, count: int | None) -> None:
        at, top = self.cursor.y, self.margins.top if self.margins else 0
        self.cursor.y = top
        deed(count)
        self.cursor.y = at

    def repeat(self, count: int | None = None) -> None:
        """REP."""
        self.draw(self.buffer[self.cursor.y][self.cursor.x - 1].data * (count or 1))

    def _filled(self, erase: Any, argument: Any) -> None:
        before = self.cursor.attrs
        self.cursor.attrs = self._fill
        erase(argument)
        self.cursor.attrs = before


class _Stream(pyte.ByteStream):
    """With the sequences that tmux sends and pyte does not know."""

    csi = {  # noqa: RUF012
        **pyte.ByteStream.csi,
        "S": "scroll_up",
        "T": "scroll_down",
        "b": "repeat",
        "s": "set_columns",
    }


class Emulator:
    """Feed it bytes; ask what is seen. It never answers: the relay does.

    `has_margins`: it can scroll between a left and a right margin (DECLRMM).
    """

    def __init__(
        self, columns: int, lines: int, *, erases_in_colour: bool = True, has_margins: bool = False
    ) -> None:
        self.screen = _Screen(columns, lines, erases_in_colour=erases_in_colour, has_margins=has_margins)
        self.stream = _Stream(self.screen)
        self._decoder = getincrementaldecoder("utf-8")("replace")
        self._held = ""

    def feed(self, data: str | bytes) -> None:
        """Take what a program wrote."""
        text = self._held + (data if isinstance(data, str) else self._decoder.decode(data))
        unfinished = _UNFINISHED.search(text)
        end = unfinished.start() if unfinished else len(text)
        text, self._held = _PRIVATE.sub("", text[:end]), text[end:]
        start = 0
        for match in _LINK.finditer(text):
            self.stream.feed(text[start : match.start()].encode())
            self.screen.cursor.attrs = self.screen.cursor.attrs._replace(link=match[1])
            start = match.end()
        self.stream.feed(text[start:].encode())

    def resize(self, columns: int, lines: int) -> None:
        """Another size; content is cut or left, as terminals do."""
        self.screen.resize(lines, columns)

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and row."""
        return min(self.screen.cursor.x, self.screen.columns - 1), self.screen.cursor.y

    @property
    def text(self) -> list[str]:
        """The rows' text."""
        return ["".join(cell.text for cell in row) for row in self.seen]

    @property
    def seen(self) -> list[list[Seen]]:
        """Every column of every row as it looks."""
        return [list(self._row(y)) for y in range(self.screen.lines)]

    def _row(self, y: int) -> Iterator[Seen]:
        row = self.screen.buffer[y]
        for x in range(self.screen.columns):
            cell = row[x]
            inked = cell.data.strip() or cell.underscore or cell.strikethrough or cell.reverse
            style = tuple(cell[3:9]) if inked else (False,) * 6
            yield Seen(cell.data, cell.fg if inked else "", cell.bg, style, cell.link)
