"""A model's Markdown as lines of segments: what a terminal can show of it, and nothing it could do."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style

from tui.ui.widgets.wrap import Line, Run, fold


@dataclass(frozen=True, slots=True)
class Ink:
    """The styles prose is set in; a theme decides them."""

    text: Style = field(default_factory=Style.null)
    code: Style = field(default_factory=Style.null)
    heading: Style = field(default_factory=Style.null)
    faint: Style = field(default_factory=Style.null)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


_MARKS = {"strong": Style(bold=True), "em": Style(italic=True), "s": Style(strike=True), "link": Style()}


@dataclass(slots=True)
class Typesetter:
    """Walks the tokens of one document; `lines` is the result."""

    width: int
    ink: Ink
    lines: list[Line] = field(default_factory=list)
    _lists: list[int | None] = field(default_factory=list)
    _bullet: str = ""
    _heading: bool = False
    _quotes: int = 0
    _rows: list[list[str]] = field(default_factory=list)

    def set(self, source: str) -> list[Line]:
        """Every line of a Markdown source; none for an empty one."""
        for token in _parser().parse(source):
            handler = getattr(self, f"_{token.type}", None)
            if handler is not None:
                handler(token)
        while self.lines and not self.lines[-1]:
            self.lines.pop()
        return self.lines

    def _gap(self) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append([])

    def _paragraph_open(self, _: Token) -> None:
        if not self._lists:
            self._gap()

    def _heading_open(self, _: Token) -> None:
        self._gap()
        self._heading = True

    def _heading_close(self, _: Token) -> None:
        self._heading = False
        self.lines.append([])

    def _blockquote_open(self, _: Token) -> None:
        self._gap()
        self._quotes += 1

    def _blockquote_close(self, _: Token) -> None:
        self._quotes -= 1

    def _bullet_list_open(self, _: Token) -> None:
        self._open_list(None)

    def _ordered_list_open(self, token: Token) -> None:
        self._open_list(int(token.attrs.get("start", 1)))

    def _open_list(self, start: int | None) -> None:
        if not self._lists:
            self._gap()
        self._lists.append(start)

    def _bullet_list_close(self, _: Token) -> None:
        self._lists.pop()
        if not self._lists:
            self.lines.append([])

    _ordered_list_close = _bullet_list_close

    def _list_item_open(self, _: Token) -> None:
        number = self._lists[-1]
        if number is None:
            self._bullet = "• "
        else:
            self._bullet = f"{number}. "
            self._lists[-1] = number + 1

    def _inline(self, token: Token) -> None:
        if self._rows:
            self._rows[-1].append(token.content)
            return
        indent = "│ " * self._quotes + "  " * max(0, len(self._lists) - 1)
        first, rest = indent + self._bullet, indent + " " * cell_len(self._bullet)
        if self._lists and not self._bullet:
            first = rest = indent + "  "
        self._bullet = ""
        faint = self.ink.faint
        self.lines += fold(self._runs(token), self.width, first=(first, faint), rest=(rest, faint))

    def _runs(self, token: Token) -> list[Run]:
        base = self.ink.heading if self._heading else self.ink.text
        styles, runs = [base], list[Run]()
        for child in token.children or ():
            mark = child.type.rpartition("_")[0]
            if mark in _MARKS:
                styles = [*styles, styles[-1] + _MARKS[mark]] if child.nesting > 0 else styles[:-1]
            elif child.type == "code_inline":
                runs.append((child.content, self.ink.code))
            elif child.type == "softbreak":
                runs.append((" ", styles[-1]))
            elif child.type == "hardbreak":
                runs.append(("\n", styles[-1]))
            elif child.content:
                runs.append((child.content, styles[-1]))
        return runs

    def _fence(self, token: Token) -> None:
        self._gap()
        room = max(2, self.width - 2)
        for text in token.content.rstrip("\n").split("\n"):
            for line in fold([(text.expandtabs(4).replace(" ", "\u00a0"), self.ink.code)], room):
                self.lines.append([Segment("▏ ", self.ink.faint), *line])
        self.lines.append([])

    _code_block = _fence

    def _hr(self, _: Token) -> None:
        self._gap()
        self.lines += [[Segment("─" * self.width, self.ink.faint)], []]

    def _html_block(self, token: Token) -> None:
        self._gap()
        self.lines += fold([(token.content.rstrip("\n"), self.ink.text)], self.width)

    def _tr_open(self, _: Token) -> None:
        self._rows.append([])

    def _table_close(self, _: Token) -> None:
        rows, self._rows = self._rows, []
        columns = max(map(len, rows))
        widths = [max(cell_len(row[n]) if n < len(row) else 0 for row in rows) for n in range(columns)]
        self._gap()
        for number, row in enumerate(rows):
            cells = (set_cell_size(cell, size) for cell, size in zip(row, widths, strict=False))
            style = self.ink.heading if number == 0 else self.ink.text
            self.lines.append([Segment(set_cell_size(" │ ".join(cells), self.width).rstrip(), style)])
        self.lines.append([])


def typeset(source: str, width: int, ink: Ink) -> list[Line]:
    """Cleaned Markdown as lines of at most `width` cells."""
    return Typesetter(width, ink).set(source)
