"""The frames of a journal as rows, over a line that counts them: the log without its questions."""

from __future__ import annotations

from typing import Self

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from tui.projections.views import Views
from tui.store.journal import Journal
from tui.ui.background import say
from tui.ui.widgets.lines import LineView
from tui.ui.widgets.log_footer import TERSEST, LogFooter
from tui.ui.widgets.log_margin import Margin
from tui.ui.widgets.log_prompt import LogPrompt
from tui.ui.widgets.log_tally import Tally
from tui.ui.widgets.log_turns import Turns
from tui.ui.widgets.log_view import LogView


class FramesPane(Vertical):
    """The log of one journal.

    `flush` takes in what is new: call it when the journal grew, at most ten times a second.
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
        self.prompt = LogPrompt()
        self.footer = LogFooter()
        self.tally = Tally()
        self._seen = 0
        self._notice = ""
        self._noticed_at: int | None = None

    @property
    def journal(self) -> Journal | None:
        """The journal that is shown."""
        return self.view.journal

    @property
    def marks(self) -> dict[int, str]:
        """Notes by `seq`."""
        return self.view.marks

    def compose(self) -> ComposeResult:
        """The rows, the line that asks, the line that counts."""
        yield self.view
        yield self.prompt
        yield self.footer

    def on_mount(self) -> None:
        """Show what is there already."""
        self.flush()

    def focus(self, scroll_visible: bool = True) -> Self:
        """The keys go to the rows."""
        self.view.focus(scroll_visible)
        return self

    def show(self, journal: Journal, marks: dict[int, str] | None = None, views: Views | None = None) -> None:
        """Another journal, whole. views: what is made of its frames elsewhere, for turns and checks."""
        self.tally = Tally()
        self._seen = 0
        self.view.marks = dict(marks or {})
        self.view.turns = Turns(views)
        self.view.margin = Margin(views.checks if views is not None else None)
        self.view.show(journal)
        self.flush()

    def flush(self) -> None:
        """Take in the frames that arrived since the last time."""
        self.view.flush()
        if self.journal is not None:
            self.tally.take(self.journal)
        self.refresh_footer()

    # Links

    def show_frame(self, seq: int) -> None:
        """The cursor to the frame with this `seq`, and the keys to the log."""
        if self.journal is not None and (n := self.journal.find(seq)) is not None:
            self.go_to(n)
            self.focus()

    def go_to(self, frame: int) -> None:
        """The cursor to a frame of the journal; said where the filter hides it, or a pause."""
        self._notice = ""
        is_shown = self.view.go_to_frame(frame)
        if frame >= self.view.intake.limit:
            self.say("that frame came after the pause: p goes on to it")
        elif not is_shown:
            self.say(self._hidden(frame))
        self.refresh_footer()
        self.post_message(self.FrameSelected(frame))

    def _hidden(self, frame: int) -> str:
        here = self.view.selected
        if here is None:
            return "the filter hides it, as it does all others"
        return f"hidden by the filter: this is the nearest {'before' if here < frame else 'after'} it"

    # What the footer says

    def say(self, notice: str) -> None:
        """A word in the footer, until the cursor moves."""
        self._notice, self._noticed_at = notice, self.view.selected
        self.refresh_footer()

    def refresh_footer(self) -> None:
        """Say what is so now."""
        self.footer.tell([self.held(), self._notice], self.counts)

    def counts(self, terse: int) -> list[str]:
        """What the footer counts, in words as few as `terse` (0 to `TERSEST`) says, the most needed first."""
        view, intake = self.view, self.view.intake
        return [
            *self.questions(terse),
            f"+{unseen:,} new" if (unseen := self._unseen) else "",
            self._pause(terse),
            f"looking {100 * view.rows.seen // max(1, intake.limit)} %" if intake.behind else "",
            self.tally.brief if terse else str(self.tally),
        ]

    def _pause(self, terse: int) -> str:
        if not self.view.paused:
            return ""
        return f"paused at {self.view.intake.limit:,}" if terse < TERSEST else "paused"

    def held(self) -> str:
        """Why the other panes wait, where they do."""
        return ""

    def questions(self, terse: int) -> list[str]:
        """What is being asked of the rows, for the footer; terse: as of `counts`."""
        return []

    def on_resize(self) -> None:
        """More room for words, or less."""
        self.refresh_footer()

    def on_log_view_settled(self, event: LogView.Settled) -> None:
        """Rows came."""
        event.stop()
        self._note_seen()
        self.refresh_footer()

    def _note_seen(self) -> None:
        if self.view.following:
            self._seen = max(self._seen, self.view.rows.seen)

    @property
    def _unseen(self) -> int:
        """How many frames that are shown have come since the reader left the end."""
        return self.view.rows.shown_from(self._seen)

    def on_log_view_failed(self, event: LogView.Failed) -> None:
        """What is not looked at is said, not passed over."""
        event.stop()
        say(self.app, "Looking at the frames", event.error)
        self.refresh_footer()

    def on_log_view_selected(self, event: LogView.Selected) -> None:
        """Tell the house which frame the reader is at."""
        event.stop()
        if event.frame != self._noticed_at:
            self._notice = ""
        self._note_seen()
        self.refresh_footer()
        self.post_message(self.FrameSelected(event.frame))

    def on_line_view_opened(self, event: LineView.Opened) -> None:
        """Enter opens a run to its frames, and a frame to its JSON."""
        event.stop()
        if self.view.rows.count(event.row) > 1:
            self.view.action_unfold()
        else:
            self.post_message(self.FrameOpened(self.view.rows.first(event.row)))
