"""The rows of the wire log: one line a frame, or a run of them."""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar

from rich.segment import Segment
from textual.message import Message

from tui.projections.filters import Filter
from tui.store.journal import Journal
from tui.ui.theming import VARIABLES
from tui.ui.widgets.lines import LineView
from tui.ui.widgets.log_intake import Intake
from tui.ui.widgets.log_lines import Lines
from tui.ui.widgets.log_margin import Margin
from tui.ui.widgets.log_painter import Painter, TimeMode
from tui.ui.widgets.log_reader import Reader, Standing
from tui.ui.widgets.log_rows import Rows
from tui.ui.widgets.log_sieve import Sieve
from tui.ui.widgets.log_turns import Turns
from tui.ui.widgets.segments import highlighted

_COLOURED = [name for name in VARIABLES if name.startswith(("kind-", "direction-"))]


class LogView(LineView):
    """The journal's frames as rows. `flush` takes in what is new, in slices of the loop's time.

    The reader's place is a frame and the line it stands on; both survive appends, folds and filters.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "log--gutter",
        "log--faint",
        "log--match",
        *(f"log--{name}" for name in _COLOURED),
    }

    DEFAULT_CSS = (
        """
    LogView {
        & > .log--gutter { color: $warning; text-style: bold; }
        & > .log--faint { color: $text-muted; }
        & > .log--match { color: $match-foreground; background: $match-background; text-style: underline; }
    """
        + "".join(f"& > .log--{name} {{ color: ${name}; }}\n" for name in _COLOURED)
        + "}"
    )

    class Selected(Message):
        """The cursor stands on another frame."""

        def __init__(self, frame: int) -> None:
            super().__init__()
            self.frame = frame

    class Settled(Message):
        """Rows were added: a slice of a filter's work, or frames that arrived."""

    class Failed(Message):
        """Looking at the frames went wrong: a filter is given up; without one the rows stay as they are."""

        def __init__(self, error: Exception) -> None:
            super().__init__()
            self.error = error

    def __init__(self, journal: Journal | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.time_mode = TimeMode.CLOCK
        self.marks: dict[int, str] = {}
        self.words = ""
        self.margin = Margin()
        self.turns = Turns()
        self._judged = 0
        self._painter = Painter(self.style_of)
        self._generation = 0
        self.intake = Intake(self._settle, self._fail)
        self._take(journal)

    def _take(self, journal: Journal | None) -> None:
        self.intake.take(journal)
        self.reader = Reader(self.rows, self.viewport)
        self.lines = Lines(journal, self.rows) if journal is not None else None

    def on_unmount(self) -> None:
        """Nobody looks any more."""
        self.intake.stop()

    def show(self, journal: Journal) -> None:
        """Another journal, from its end; the filter is left behind."""
        self._take(journal)
        self._renew()

    def notify_style_update(self) -> None:
        """Badges are styled too."""
        super().notify_style_update()
        self._painter.forget()

    @property
    def journal(self) -> Journal | None:
        """The journal that is shown."""
        return self.intake.journal

    @property
    def rows(self) -> Rows:
        """Which frames are shown, and in which rows."""
        return self.intake.rows

    # Taking in frames

    def flush(self) -> None:
        """Take in the frames that arrived since the last time."""
        if self._judged != self.margin.revision:
            self._judged = self.margin.revision
            self.refresh()
        if self.intake.outdated:
            self._renew()
        else:
            self.intake.go_on()

    @property
    def busy(self) -> bool:
        """Whether frames are being looked at."""
        return self.intake.running

    @property
    def paused(self) -> bool:
        """Whether the rows are those of the frames there were at some moment."""
        return self.intake.bound is not None

    def action_pause(self) -> None:
        """Freeze the rows, or take in what has come meanwhile."""
        if self.paused:
            self.intake.resume()
        else:
            self.intake.pause(len(self.journal) if self.journal is not None else 0)

    def _fail(self, error: Exception) -> None:
        if self.intake.sieve is not None:
            self.apply(None)
        else:
            self.intake.pause(self.rows.seen)
        self.post_message(self.Failed(error))

    def _settle(self) -> None:
        before, tail = self.reader.frame, self.viewport.count - 1
        place = self.viewport.top, self.viewport.count
        self.reader.grew(more=self.busy)
        self.redraw_growth(*place)
        self.refresh_row(tail)
        if self.reader.frame != before:
            self._tell()
        self.post_message(self.Settled())

    def apply(self, asked: Filter | None) -> None:
        """Show what passes a filter; None shows everything. The reader's place is kept."""
        journal = self.journal
        self.intake.sieve = Sieve(journal, asked, self.turns, self.marks) if asked and journal else None
        self._renew()

    def remark(self, frame: int) -> None:
        """A frame was marked, or its mark taken away: it may pass the filter now, or no more."""
        self.forget()
        sieve = self.intake.sieve
        if sieve is not None and sieve.minds_mark(frame):
            self.apply(sieve.asked)

    def highlight(self, words: str) -> None:
        """Show where words stand in the rows."""
        if words != self.words:
            self.words = words
            self.forget()

    def _renew(self) -> None:
        """Make the rows anew."""
        self.intake.renew()
        self.reader.renew()
        self._generation += 1
        self.lines = Lines(self.journal, self.rows) if self.journal is not None else None
        self.forget()
        self.intake.go_on()

    # Rows

    def row_count(self) -> int:
        """Rows there are now."""
        return len(self.rows)

    def row_key(self, row: int) -> Hashable:
        """A frame looks the same for ever; a run grows, a handle ages, a delta depends on the row before."""
        before = self.rows.last(row - 1) if row and self.time_mode is TimeMode.DELTA else -1
        frames, verdict = (self.rows.first(row), self.rows.count(row)), self.margin.of(self.rows.frames(row))
        age = self.lines.age(row) if self.lines is not None else ""
        return self._generation, frames, self.time_mode, before, verdict, age

    def row_segments(self, row: int, width: int) -> list[Segment]:
        """The row as the painter draws it."""
        assert self.lines is not None
        verdict = self.margin.of(self.rows.frames(row))
        line = self.lines.line(row, self.time_mode, self.marks, verdict)
        segments = self._painter.paint(line, self.time_mode, width)
        return [*segments[:-1], *highlighted(segments[-1], self.words, self.style_of("log--match"))]

    # The reader's place

    @property
    def selected(self) -> int | None:
        """The number of the frame under the cursor."""
        return self.reader.frame

    @property
    def following(self) -> bool:
        """Whether new rows scroll the log."""
        return self.reader.following

    @property
    def cursor_stands_out(self) -> bool:
        """Not while it only runs along with the newest row: that would draw two rows for each that comes."""
        return self.has_focus or not self.following

    def cursor_moved(self) -> None:
        """The reader went somewhere."""
        self.reader.chose()
        self._tell()

    def resized(self, height: int) -> None:
        """Another height keeps the reader's line."""
        self.reader.resize(height)

    def _tell(self) -> None:
        if (frame := self.selected) is not None:
            self.post_message(self.Selected(frame))

    def go_to_frame(self, frame: int) -> bool:
        """The cursor to a frame, out of its fold; False where the filter hides it (the nearest then)."""
        if self.rows.holds(frame):
            row = self.rows.row_of(frame)
            if self.rows.count(row) > 1 and self.rows.first(row) != frame:
                self.rows.open(row)
                self.viewport.grow(len(self.rows))
        self.reader.go_to(frame)
        self.refresh()
        return self.reader.seeking or self.rows.holds(frame)

    def go_back(self, standing: Standing) -> None:
        """The cursor to where it stood."""
        self.reader.go_back(standing)
        self.refresh()
        self._tell()

    def action_unfold(self) -> None:
        """Open the run under the cursor."""
        frame = self.selected
        if frame is not None and self.rows.open(self.viewport.cursor):
            self._refold(frame)

    def action_fold(self) -> None:
        """Fold the run the cursor is in."""
        frame = self.selected
        if frame is not None and self.rows.close(self.viewport.cursor):
            self._refold(frame)

    def action_toggle_folding(self) -> None:
        """Fold runs of audio, or give each frame its row."""
        self.rows.folding = not self.rows.folding
        self._renew()

    def _refold(self, frame: int) -> None:
        self.reader.refolded(frame)
        self.refresh()
        self._tell()

    def action_cycle_time(self) -> None:
        """Clock, since the start, since the frame before."""
        self.time_mode = self.time_mode.next
        self.forget()
