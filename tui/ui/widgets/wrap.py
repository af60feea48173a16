"""Styled text folded to a width: runs in, lines of segments out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from rich.cells import cell_len, chop_cells
from rich.segment import Segment
from rich.style import Style

Run = tuple[str, Style]
Line = list[Segment]

NOTHING: Run = ("", Style.null())
_WORD = re.compile(r"\n|[^\S\n]+|\S+")


@dataclass(slots=True)
class Folder:
    """Greedy word wrap. `first` begins the first line, `rest` every other: a bullet and its indent."""

    width: int
    first: Run = NOTHING
    rest: Run = NOTHING
    lines: list[Line] = field(default_factory=list)
    _line: Line = field(default_factory=list)
    _used: int = 0
    _indent: int = 0

    def fold(self, runs: Iterable[Run]) -> list[Line]:
        """The lines of all runs, at least one."""
        self._start(self.first)
        for text, style in runs:
            for word in _WORD.findall(text):
                self._place(word, style)
        self.lines.append(self._line)
        return self.lines

    def _start(self, prefix: Run) -> None:
        text, style = prefix
        self._line = [Segment(text, style)] if text else []
        self._used = self._indent = cell_len(text)

    def _break(self) -> None:
        self.lines.append(self._line)
        self._start(self.rest)

    def _place(self, word: str, style: Style) -> None:
        if word == "\n":
            self._break()
            return
        size = cell_len(word)
        if self._used + size > self.width:
            if word.isspace():
                return
            if self._used > self._indent:
                self._break()
        if self._used + size <= self.width:
            self._put(word, size, style)
        else:
            self._chop(word, style)

    def _put(self, word: str, size: int, style: Style) -> None:
        self._line.append(Segment(word, style))
        self._used += size

    def _chop(self, word: str, style: Style) -> None:
        """A word longer than a line: cut at cells, never inside a wide character."""
        pieces = chop_cells(word, max(2, self.width - self._indent))
        for number, piece in enumerate(pieces):
            if number:
                self._break()
            self._put(piece, cell_len(piece), style)


def fold(runs: Iterable[Run], width: int, *, first: Run = NOTHING, rest: Run = NOTHING) -> list[Line]:
    """`runs` folded to lines of at most `width` cells (2 at least)."""
    return Folder(max(2, width), first, rest).fold(runs)
