"""A table of an instrument: lines with tones, a cursor, and a frame behind most of them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.message import Message

from tui.ui.actions import bindings
from tui.ui.instruments.table import Line, Row, Tone, draw
from tui.ui.widgets.lines import LineView


class Ledger(LineView):
    """Shows rows; Enter on one is `LineView.Opened`, and `frame` says where it leads."""

    HELP = "## Instruments\n**Enter** leads to the frame behind a row, **1** to **6** to another instrument."
    BINDINGS = bindings("ledger")
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"ledger--{tone}" for tone in Tone}
    DEFAULT_CSS = """
    Ledger {
        padding: 0 1;
        & > .ledger--head { color: $text-accent; text-style: bold; }
        & > .ledger--faint { color: $text-muted; }
        & > .ledger--good { color: $text-success; }
        & > .ledger--warn { color: $text-warning; }
        & > .ledger--bad { color: $text-error; text-style: bold; }
    }
    """

    class Moved(Message):
        """The cursor stands on another row."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: Sequence[Row] = ()
        self._lines: list[Line] = []
        self._is_new = True

    def begin(self) -> None:
        """What is shown next is read from its first row that leads to a frame: not from the heading."""
        self._is_new = True

    def show(self, rows: Sequence[Row]) -> None:
        """Other rows; only what looks different is drawn again."""
        before, self._rows, self._lines = self._lines, rows, draw(rows)
        self.changed()
        for number, line in enumerate(self._lines[: len(before)]):
            if line != before[number]:
                self.refresh_row(number)
        if len(self._lines) < len(before):
            self.refresh()
        if self._is_new and rows:
            self._is_new = False
            self.action_home()

    def action_home(self) -> None:
        """To the first row that leads to a frame."""
        self.go(next((number for number, row in enumerate(self._rows) if row.frame is not None), 0))

    @property
    def frame(self) -> int | None:
        """The frame behind the row under the cursor: its row in the journal."""
        cursor = self.viewport.cursor
        return self._rows[cursor].frame if cursor < len(self._rows) else None

    @property
    def whole(self) -> str:
        """All that the row under the cursor says, where it is too long to be seen; else empty."""
        cursor = self.viewport.cursor
        if (
            cursor >= len(self._rows)
            or sum(cell_len(text) for text, _ in self._lines[cursor]) < self.size.width
        ):
            return ""
        return "  ".join(cell.text for cell in self._rows[cursor].cells if cell.text)

    def cursor_moved(self) -> None:
        """Say which row is looked at."""
        self.post_message(self.Moved())

    def row_count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def row_key(self, row: int) -> Hashable:
        """A line looks as it says."""
        return self._lines[row]

    def row_segments(self, row: int, width: int) -> list[Segment]:
        """Its texts in their tones."""
        return [Segment(text, self.style_of(f"ledger--{tone}")) for text, tone in self._lines[row]]
