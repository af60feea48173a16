"""Plain lines that scroll: what is no JSON, and what an exception says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rich.segment import Segment

from tui.text import clean_line, shorten
from tui.ui.widgets.line_search import Order
from tui.ui.widgets.lines import LineView
from tui.ui.widgets.segments import highlighted
from tui.wire.occurrences import finder

_LONGEST = 10_000
"""Characters of a line that are drawn."""

_HEX_SHOWN = 64 * 1024
_ROW = 16


class TextLines(LineView):
    """Lines of clean text."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"text--match"}

    DEFAULT_CSS = """
    TextLines > .text--match {
        color: $match-foreground; background: $match-background; text-style: underline;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[str] = []
        self._words = ""

    def show(self, text: str) -> None:
        """Another text, from the top; it may hold anything: a line is cleaned when it is drawn."""
        self._lines = text.replace("\r\n", "\n").split("\n")
        self.viewport.grow(len(self._lines))
        self.viewport.go(0)
        self.forget()

    def row_count(self) -> int:
        """Lines there are."""
        return len(self._lines)

    def row_segments(self, row: int, width: int) -> list[Segment]:
        """The line as it is, with the words that are searched standing out."""
        line = Segment(clean_line(shorten(self._lines[row], _LONGEST)), self.style_of(""))
        return highlighted(line, self._words, self.style_of("text--match"))

    # Searching

    def occurrences(self, words: str) -> Iterator[int | None]:
        """The lines that hold words."""
        find = finder(words)
        return (row if find(line) >= 0 else None for row, line in enumerate(self._lines))

    def order_of(self, row: int) -> Order:
        """Nothing hides a line."""
        return row, False

    @property
    def place(self) -> Order:
        """The cursor's line."""
        return self.viewport.cursor, False

    def show_hit(self, row: int) -> None:
        """To a line."""
        self.go(row)

    def highlight(self, words: str) -> None:
        """Show where words stand."""
        self._words = words
        self.forget()


def text_of(payload: bytes) -> str:
    """A payload as text; where it is no UTF-8, as bytes in hexadecimal beside what can be read."""
    try:
        return payload.decode()
    except UnicodeDecodeError:
        return "\n".join(hex_lines(payload))


def hex_lines(payload: bytes) -> Iterator[str]:
    """`00000010  68 65 6c 6c 6f …  hello…`, sixteen bytes a line."""
    for at in range(0, min(len(payload), _HEX_SHOWN), _ROW):
        row = payload[at : at + _ROW]
        readable = "".join(chr(byte) if 32 <= byte < 127 else "·" for byte in row)
        yield f"{at:08x}  {row.hex(' '):<{_ROW * 3}} {readable}"
    if len(payload) > _HEX_SHOWN:
        yield f"… {len(payload) - _HEX_SHOWN:,} more bytes"
