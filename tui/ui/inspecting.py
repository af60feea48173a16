"""Frames looked at: opened whole, held, marked, copied; turns and instruments lead to theirs."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from textual import on

from tui.errors import StoreError
from tui.live.requests import Deliver
from tui.paths import prices_file
from tui.store.marks import keep_marks
from tui.ui.asking import Asking
from tui.ui.handout import Handout, setup_of, turn_quotes
from tui.ui.widgets.detail import DetailPane
from tui.ui.widgets.log import LogPane
from tui.ui.widgets.transcript import TranscriptPane
from tui.wire.quoting import LIVE_URI, quotes

if TYPE_CHECKING:
    from tui.ui.screens.instruments import InstrumentsScreen


class Inspecting(Asking, Handout):
    """A screen that has a wire log, and a pane that shows one frame of it whole.

    instruments: while they are looked at.
    """

    instruments: InstrumentsScreen | None = None

    def now(self) -> float:
        """Unix seconds, where waits and deadlines are counted from."""
        return time.time()

    @on(LogPane.FrameOpened)
    def _open_frame(self, event: LogPane.FrameOpened) -> None:
        """Show a frame whole, or the one the reader went on to."""
        detail = self.query_one(DetailPane)
        is_move = isinstance(event, LogPane.FrameSelected)
        if self.board.feed is None or (is_move and not detail.display):
            return
        detail.show(self.board.feed.journal[event.frame])
        if not is_move:
            detail.display = True
            detail.focus()

    @on(LogPane.Marked)
    def _keep_marks(self, event: LogPane.Marked) -> None:
        if self.board.conversation is None:
            return
        try:
            keep_marks(self.board.conversation.session, event.marks)
        except StoreError as error:
            self.notify(str(error), severity="warning", markup=False)

    @on(LogPane.GateTurned)
    def _deliver(self) -> None:
        feed = self.board.feed
        if feed is not None and self.board.conversation is not None:
            self.ask(Deliver(feed.gate))
            feed.flush()

    def action_lay_detail(self) -> None:
        """The frame beside the log, or below it."""
        self.query_one("#wire").toggle_class("-beside")

    @on(TranscriptPane.FramesWanted)
    def _show_frames(self, event: TranscriptPane.FramesWanted) -> None:
        if self.board.feed is not None:
            self.query_one(LogPane).show_frame(self.board.feed.journal[event.first].seq)

    @on(LogPane.TurnWanted)
    def _show_turn(self, event: LogPane.TurnWanted) -> None:
        self.go_to("transcript")
        self.query_one(TranscriptPane).show_turn(event.number)

    def action_copy_frame(self) -> None:
        """Offer the forms of the frame under the log's cursor."""
        feed, n = self.board.feed, self.query_one(LogPane).view.selected
        if feed is not None and n is not None:
            frame = feed.journal[n]
            uri = feed.views.link.uri or LIVE_URI
            self.offer(f"Copy frame {frame.seq}", quotes(frame, uri=uri, setup=setup_of(feed.journal)))

    def action_copy_turn(self) -> None:
        """Offer the forms of the turn that is chosen, or of the last one."""
        turn = self.query_one(TranscriptPane).turn
        if turn is not None:
            self.offer(f"Copy turn {turn.number}", turn_quotes(turn))

    def action_instruments(self, name: str = "timeline") -> None:
        """Timeline, turns, tokens, handles, checks; Enter there leads to a frame here."""
        from tui.projections.prices import read_prices
        from tui.ui.screens.instruments import InstrumentsScreen

        prices, problems = read_prices(prices_file())
        for problem in problems:
            self.notify(problem, severity="warning", markup=False)
        self.instruments = InstrumentsScreen(
            lambda: self.board.feed, prices, self.now, self.board.host.shelf, name
        )
        self.app.push_screen(self.instruments, self._come_back)

    def _come_back(self, row: int | None) -> None:
        self.instruments = None
        if row is not None and self.board.feed is not None:
            self.go_to("wire")
            self.query_one(LogPane).show_frame(self.board.feed.journal[row].seq)
