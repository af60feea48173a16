"""The rows of the wire log: one line a frame, or a run of them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.message import Message

from tui.store.journal import Journal
from tui.text import clean_line
from tui.ui.actions import bindings
from tui.ui.widgets.lines import LineView
from tui.ui.widgets.log_painter import Line, Painter, TimeMode
from tui.ui.widgets.log_rows import Rows
from tui.wire.frame import Frame
from tui.wire.kinds import Kind, Mask
from tui.wire.summary import bytes_text, seconds_text, summarize

TOO_LONG_TO_SUM_UP = 1_000_000
"""Bytes beyond which a row does not parse its frame: that is done when it is opened."""

_FOLDS: dict[Mask, int] = {Kind.AUDIO.bit: 1, Kind.REALTIME_AUDIO.bit: 2}


class LogView(LineView):
    """The journal's frames as rows. `flush` takes in what is new."""

    BINDINGS = bindings("log")

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "log--gutter",
        "log--time",
        "log--size",
        "log--badge",
        "log--alarm",
        "log--send",
        "log--receive",
        "log--event",
        "log--send-text",
        "log--receive-text",
        "log--event-text",
        "log--run",
    }

    DEFAULT_CSS = """
    LogView {
        & > .log--gutter { color: $warning; }
        & > .log--time, & > .log--size { color: $text-muted; }
        & > .log--badge { color: $text-accent; }
        & > .log--alarm { color: $text-error; text-style: bold; }
        & > .log--send { color: $text-primary; text-style: bold; }
        & > .log--receive { color: $text-success; text-style: bold; }
        & > .log--event { color: $text-warning; }
        & > .log--event-text, & > .log--run { color: $text-muted; }
    }
    """

    class Selected(Message):
        """The cursor stands on another frame."""

        def __init__(self, frame: int) -> None:
            super().__init__()
            self.frame = frame

    def __init__(self, journal: Journal | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.journal = journal
        self.rows = Rows(self._groups)
        self.following = True
        self.time_mode = TimeMode.CLOCK
        self._painter = Painter(self.style_of)

    def show(self, journal: Journal) -> None:
        """Another journal, from its end."""
        self.journal = journal
        self.rows = Rows(self._groups)
        self.viewport.go(0)
        self.following = True
        self.forget()
        self.flush()

    def _groups(self, frames: Sequence[int]) -> bytes:
        journal = self.journal
        assert journal is not None
        return bytes(_FOLDS.get(journal.mask(frame), 0) for frame in frames)

    def flush(self) -> None:
        """Take in the frames that arrived since the last time."""
        if self.journal is None or self.rows.seen == len(self.journal):
            return
        tail = len(self.rows) - 1
        self.rows.extend(len(self.journal))
        self.changed()
        self.refresh_row(tail)
        if self.following:
            self.action_end()

    # Rows

    def row_count(self) -> int:
        """Rows there are now."""
        return len(self.rows)

    def row_key(self, row: int) -> Hashable:
        """A frame looks the same for ever; a run grows; under deltas a row depends on the one before."""
        delta = self.rows.first(row - 1) if row and self.time_mode is TimeMode.DELTA else -1
        return self.rows.first(row), self.rows.count(row), self.time_mode, delta

    def row_segments(self, row: int, width: int) -> list[Segment]:
        """The row as the painter draws it."""
        return self._painter.paint(self._line(row), self.time_mode, width)

    def _line(self, row: int) -> Line:
        frames = self.rows.frames(row)
        assert self.journal is not None
        first = frames[0]
        frame = self.journal[first]
        if len(frames) > 1:
            text, size = self._run_text(frames), sum(self.journal.index.sizes[n] for n in frames)
        else:
            text, size = _summary(frame), len(frame.payload)
        mask = self.journal.mask(first)
        gutter = "▸" if len(frames) > 1 else " "
        return Line(frame.t, self._elapsed(row), frame.direction, mask, size, text, gutter)

    def _elapsed(self, row: int) -> float:
        assert self.journal is not None
        times = self.journal.index.times
        if self.time_mode is TimeMode.START or not row:
            return times[self.rows.first(row)] - times[0]
        return times[self.rows.first(row)] - times[self.rows.first(row - 1)]

    def _run_text(self, frames: Sequence[int]) -> str:
        assert self.journal is not None
        sizes, times = self.journal.index.sizes, self.journal.index.times
        total = sum(sizes[n] for n in frames)
        lasts = times[frames[-1]] - times[frames[0]]
        return f"audio ×{len(frames)} · {bytes_text(total)} · {seconds_text(lasts)}"

    # The reader's place

    @property
    def selected(self) -> int | None:
        """The number of the frame under the cursor."""
        return self.rows.first(self.viewport.cursor) if len(self.rows) else None

    def cursor_moved(self) -> None:
        """Following stops when the reader goes up, and starts again at the end."""
        self.following = self.viewport.at_end
        if (frame := self.selected) is not None:
            self.post_message(self.Selected(frame))

    def go_to_frame(self, frame: int) -> None:
        """The cursor to a frame's row."""
        self.go(self.rows.row_of(frame))

    def action_unfold(self) -> None:
        """Open the run under the cursor."""
        if self.rows.open(self.viewport.cursor):
            self._refold(self.viewport.cursor)

    def action_fold(self) -> None:
        """Fold the run the cursor is in."""
        frame = self.selected
        if frame is not None and self.rows.close(self.viewport.cursor):
            self._refold(self.rows.row_of(frame))

    def _refold(self, row: int) -> None:
        line = self.viewport.line
        self.viewport.count = len(self.rows)
        self.viewport.hold(row, line)
        self.refresh()
        self.cursor_moved()

    def action_cycle_time(self) -> None:
        """Clock, since the start, since the row before."""
        self.time_mode = self.time_mode.next
        self.forget()


def _summary(frame: Frame) -> str:
    if len(frame.payload) > TOO_LONG_TO_SUM_UP:
        head = clean_line(frame.payload[:80].decode(errors="replace"))
        return f"{bytes_text(len(frame.payload))}, Enter opens it: {head}"
    return summarize(frame)
