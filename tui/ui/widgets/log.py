"""The wire log: every frame that crossed the socket, and a line that counts them."""

from __future__ import annotations

from typing import Self

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tui.store.journal import Journal
from tui.ui.widgets.lines import LineView
from tui.ui.widgets.log_tally import Tally
from tui.ui.widgets.log_view import LogView


class LogPane(Vertical):
    """The log of one journal.

    `flush` takes in what is new: call it when the journal grew, at most ten times a second.
    """

    DEFAULT_CSS = """
    LogPane {
        & > .log-footer { height: 1; width: 1fr; color: $text-muted; padding: 0 1; }
    }
    """

    class FrameOpened(Message):
        """Enter on a frame: show it whole."""

        def __init__(self, frame: int) -> None:
            super().__init__()
            self.frame = frame
            """Its number in the journal (`journal[frame]`)."""

    class FrameSelected(FrameOpened):
        """The cursor stands on another frame."""

    def __init__(self, journal: Journal | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.view = LogView(journal)
        self.footer = Static(classes="log-footer", markup=False)
        self.tally = Tally()
        self._unseen = 0

    @property
    def journal(self) -> Journal | None:
        """The journal that is shown."""
        return self.view.journal

    def compose(self) -> ComposeResult:
        """The rows, and the line under them."""
        yield self.view
        yield self.footer

    def on_mount(self) -> None:
        """Show what is there already."""
        self.flush()

    def focus(self, scroll_visible: bool = True) -> Self:
        """The keys go to the rows."""
        self.view.focus(scroll_visible)
        return self

    def show(self, journal: Journal) -> None:
        """Another journal."""
        self.tally = Tally()
        self.view.show(journal)
        self.flush()

    def flush(self) -> None:
        """Take in the frames that arrived since the last time."""
        before = self.view.rows.seen
        self.view.flush()
        if self.journal is not None:
            self.tally.take(self.journal)
        self._unseen = 0 if self.view.following else self._unseen + self.view.rows.seen - before
        self._refresh_footer()

    def _refresh_footer(self) -> None:
        """Only where the words changed: an unchanged line costs the terminal nothing."""
        new = f" · +{self._unseen:,} new" if self._unseen else ""
        line = f"{self.tally}{new}"
        if str(self.footer.content) != line:
            self.footer.update(Content(line))

    def show_frame(self, seq: int) -> None:
        """The cursor to the frame with this `seq`, and the keys to the log."""
        if self.journal is not None and (n := self.journal.find(seq)) is not None:
            self.view.go_to_frame(n)
            self.focus()

    def on_log_view_selected(self, event: LogView.Selected) -> None:
        """Tell the house which frame the reader is at."""
        event.stop()
        if self.view.following:
            self._unseen = 0
            self._refresh_footer()
        self.post_message(self.FrameSelected(event.frame))

    def on_line_view_opened(self, event: LineView.Opened) -> None:
        """Enter opens a run to its frames, and a frame to its JSON."""
        event.stop()
        if self.view.rows.count(event.row) > 1:
            self.view.action_unfold()
        else:
            self.post_message(self.FrameOpened(self.view.rows.first(event.row)))
