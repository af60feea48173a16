"""A terminal: pyte, with what it lacks of a modern one. Used to see what a user would see."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from typing import Any, NamedTuple

import pyte

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

    def __init__(self, columns: int, lines: int, *, erases_in_colour: bool) -> None:
        self.erases_in_colour = erases_in_colour
        super().__init__(columns, lines)

    def reset(self) -> None:
        super().reset()
        self.cursor.attrs = self.default_char

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
        fill = Attributes(" ", bg=before.bg) if self.erases_in_colour else Attributes(" ")
        self.cursor.attrs = fill
        erase(argument)
        self.cursor.attrs = before


class _Stream(pyte.ByteStream):
    """With the sequences that tmux sends and pyte does not know."""

    csi = {  # noqa: RUF012
        **pyte.ByteStream.csi,
        "S": "scroll_up",
        "T": "scroll_down",
        "b": "repeat",
    }


class Emulator:
    """Feed it bytes; ask what is seen. It never answers: the relay does."""

    def __init__(self, columns: int, lines: int, *, erases_in_colour: bool = True) -> None:
        self.screen = _Screen(columns, lines, erases_in_colour=erases_in_colour)
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
