"""Plain lines that scroll: what is no JSON, and what an exception says."""

from __future__ import annotations

from collections.abc import Iterator

from rich.segment import Segment

from tui.text import clean
from tui.ui.widgets.lines import LineView

_HEX_SHOWN = 64 * 1024
_ROW = 16


class TextLines(LineView):
    """Lines of clean text."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[str] = []

    def show(self, text: str) -> None:
        """Another text, from the top; it may hold anything."""
        self._lines = clean(text).split("\n")
        self.viewport.grow(len(self._lines))
        self.viewport.go(0)
        self.forget()

    def row_count(self) -> int:
        """Lines there are."""
        return len(self._lines)

    def row_segments(self, row: int, width: int) -> list[Segment]:
        """The line as it is."""
        return [Segment(self._lines[row])]


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
