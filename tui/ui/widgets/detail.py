"""One frame, whole: what it is, and its payload as formatted JSON."""

from __future__ import annotations

import json
from typing import Self

from rich.segment import Segment
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tui.text import clean
from tui.ui.widgets.lines import LineView
from tui.ui.widgets.log_painter import ARROWS, clock
from tui.wire.frame import NOT_JSON, Frame
from tui.wire.kinds import kinds_in
from tui.wire.summary import bytes_text


class TextLines(LineView):
    """Lines of clean text."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[str] = []

    def show(self, lines: list[str]) -> None:
        """Other lines, from the top."""
        self._lines = lines
        self.viewport.grow(len(lines))
        self.viewport.go(0)
        self.forget()

    def row_count(self) -> int:
        """Lines there are."""
        return len(self._lines)

    def row_segments(self, row: int, width: int) -> list[Segment]:
        """The line as it is."""
        return [Segment(self._lines[row])]


class DetailPane(Vertical):
    """The frame under the reader's hand."""

    DEFAULT_CSS = """
    DetailPane {
        & > .detail-title { height: 1; width: 1fr; color: $text-muted; padding: 0 1; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.title = Static(classes="detail-title", markup=False)
        self.lines = TextLines()
        self.frame: Frame | None = None

    def compose(self) -> ComposeResult:
        """The title over the payload."""
        yield self.title
        yield self.lines

    def focus(self, scroll_visible: bool = True) -> Self:
        """The keys go to the payload."""
        self.lines.focus(scroll_visible)
        return self

    def show(self, frame: Frame) -> None:
        """Another frame."""
        self.frame = frame
        self.title.update(Content(title_of(frame)))
        self.lines.show(clean(pretty(frame)).split("\n"))


def title_of(frame: Frame) -> str:
    """`#12 ← 11:32:04.123 · turnComplete usageMetadata · 214 B`."""
    kinds = " ".join(kind.wire_name for kind in kinds_in(frame.kinds))
    size = bytes_text(len(frame.payload))
    return f"#{frame.seq} {ARROWS[frame.direction]} {clock(frame.t)} · {kinds} · {size}"


def pretty(frame: Frame) -> str:
    """The payload as formatted JSON; as text where it is none."""
    if frame.value is NOT_JSON:
        return frame.payload.decode(errors="replace")
    return json.dumps(frame.value, indent=2, ensure_ascii=False)
