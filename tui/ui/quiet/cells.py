"""Strips of text made into cells: one cluster of characters, and the pen it is written with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len, split_graphemes
from rich.color import ColorSystem
from rich.style import Style
from textual.strip import Strip

_STRIPS = 512
_LIMIT = 16384
_UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNSAFE_IN_URL = re.compile("[^\x21-\x7e]+")


class Pen(NamedTuple):
    """What is in force while a character is written: SGR parameters and the URL of an OSC 8 link."""

    sgr: str = ""
    link: str = ""


class Cell(NamedTuple):
    """One column. A wide cluster is followed by a cell whose text is empty: its second half."""

    text: str
    pen: Pen


class _Glyphs(dict[str, Cell]):
    """The cells of one pen, each made once, so that equal cells are nearly always the same object."""

    def __init__(self, pen: Pen) -> None:
        self.pen = pen

    def __missing__(self, text: str) -> Cell:
        cell = self[text] = Cell(text, self.pen)
        return cell


class Ink:
    """Turns strips into cells for one colour system.

    Control characters are dropped (a terminal gives them no column, and content must never steer it),
    lone surrogates become U+FFFD.
    """

    def __init__(self, colours: ColorSystem = ColorSystem.TRUECOLOR, *, links: bool = True) -> None:
        self.colours = colours
        self.links = links
        self._by_strip: dict[int, tuple[Strip, list[Cell]]] = {}
        self._by_style: dict[Style | None, _Glyphs] = {}
        self._by_pen: dict[Pen, _Glyphs] = {}

    def cells(self, strip: Strip) -> list[Cell]:
        """The strip's columns, exactly `strip.cell_length` of them: what overflows its place is cut.

        A widget that keeps its strips hands in the same object again; it gets the same list, for reading.
        """
        kept = self._by_strip.get(id(strip))
        if kept is not None and kept[0] is strip:
            return kept[1]
        if len(self._by_strip) >= _STRIPS:
            self._by_strip.clear()
        row = self._made(strip)
        self._by_strip[id(strip)] = strip, row
        return row

    def _made(self, strip: Strip) -> list[Cell]:
        row: list[Cell] = []
        for text, style, control in strip:
            if not control:
                glyphs = self._by_style.get(style) or self._glyphs(style)
                if text.isascii() and text.isprintable():
                    row.extend(map(glyphs.__getitem__, text))
                else:
                    _extend(row, text, glyphs)
        spare = len(row) - strip.cell_length
        if spare:
            row[strip.cell_length :] = [Cell(" ", Pen())] * -spare
        return row

    def _glyphs(self, style: Style | None) -> _Glyphs:
        if len(self._by_pen) >= _LIMIT:
            self._by_pen.clear()
        if len(self._by_style) >= _LIMIT or not self._by_pen:
            self._by_style.clear()
        pen = self._pen(style)
        glyphs = self._by_pen.get(pen) or self._by_pen.setdefault(pen, _Glyphs(pen))
        self._by_style[style] = glyphs
        return glyphs

    def _pen(self, style: Style | None) -> Pen:
        if style is None:
            return Pen()
        link = _UNSAFE_IN_URL.sub("", style.link or "") if self.links else ""
        return Pen(Strip.render_ansi(style, self.colours), link)


def _extend(row: list[Cell], text: str, glyphs: _Glyphs) -> None:
    """Add the columns of any text. What joins the character before it joins the last cell of the row."""
    joining, columns = _columns(text)
    if joining and row:
        at = len(row) - 1 - (not row[-1].text)
        row[at] = Cell(row[at].text + joining, row[at].pen)
    row.extend(map(glyphs.__getitem__, columns))


@lru_cache(4096)
def _columns(text: str) -> tuple[str, tuple[str, ...]]:
    """What joins the character before the text, and the text of each of its columns."""
    text = _SURROGATE.sub("\ufffd", _UNSHOWABLE.sub("", text))
    joining, columns = "", []
    for start, end, width in split_graphemes(text)[0]:
        if width:
            columns.append(text[start:end])
            columns.extend([""] * (width - 1))
        else:
            joining += text[start:end]
    return joining, tuple(columns)


def text_of(cells: Iterable[Cell | None]) -> str:
    """What a row of cells reads; unknown cells as `?`."""
    return "".join("?" if cell is None else cell.text for cell in cells)


_NARROW = (
    "[\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u0482\u048a-\u052f\u2010-\u2027"
    "\u2030-\u205e\u2070-\u209c\u20a0-\u20bf\u2100-\u2319\u2400-\u2426\u2460-\u24ff\u2500-\u25fc\u2800-\u28ff]"
)
_WIDE = (
    "[\u3001-\u3029\u3041-\u3096\u309b-\u30ff\u3105-\u312f\u3131-\u318e\u3190-\u31e3\u3400-\u4dbf"
    "\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60]"
)
_narrow = re.compile(_NARROW).fullmatch
_all_narrow = re.compile(f"{_NARROW}*").fullmatch
_all_settled = re.compile(f"(?:{_NARROW}|{_WIDE})*").fullmatch


def is_plain(text: str) -> bool:
    """Whether every terminal gives each character of it one column, and joins none."""
    return text.isascii() or bool(_all_narrow(text))


@lru_cache(8192)
def settled(text: str) -> bool:
    """Whether every terminal gives this cluster the width the layout gives it.

    Emoji, joined and combining sequences and characters of ambiguous width are not: terminals differ by
    version and setting. The empty string (a second half) is settled.
    """
    return len(text) < 2 and bool(_all_settled(text))


def is_wide(text: str) -> bool:
    """Whether the layout gives this cluster two columns."""
    return not text.isascii() and cell_len(text) > 1


@lru_cache(8192)
def reach(text: str) -> int:
    """The most columns a terminal may spend on a cluster: two for every character that is not plain."""
    return sum(1 if _narrow(character) else 2 for character in text)
