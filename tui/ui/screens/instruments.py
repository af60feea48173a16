"""Timeline, turns, tokens, handles, checks, two turns compared: one screen, one of them at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from time import monotonic
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

from tui.errors import StoreError
from tui.projections.compare import Side, side_of_turn
from tui.projections.prices import Prices
from tui.projections.views import Views
from tui.store.compared import side_of, side_so_far
from tui.store.shelf import Shelf
from tui.text import clean_line
from tui.ui.actions import bindings
from tui.ui.background import run_thread
from tui.ui.feed import Feed
from tui.ui.instruments import comparing, resuming, tokens, turns, verdicts
from tui.ui.instruments.shelf_times import ShelfTimes
from tui.ui.instruments.table import Row, Tone, words
from tui.ui.screens.choice import ChoiceScreen, Pick, lettered
from tui.ui.widgets.key_line import KeyLine
from tui.ui.widgets.ledger import Ledger
from tui.ui.widgets.lines import LineView
from tui.ui.widgets.timeline import Timeline

NAMES = ("timeline", "turns", "tokens", "handles", "checks", "compare")

_SESSIONS_OFFERED = 35
_TURNS = "turns"
_REST = 10
_ROOMY = 72


class InstrumentsScreen(Screen[int]):
    """Shows one instrument of the projections; closes with the row of a frame, or with None."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("instruments")]
    DEFAULT_CSS = """
    InstrumentsScreen > #names { height: 1; padding: 0 1; background: $panel; }
    InstrumentsScreen > #whole { height: auto; max-height: 4; padding: 0 1; color: $text-muted; }
    InstrumentsScreen > Ledger, InstrumentsScreen > Timeline { margin-top: 1; }
    """

    def __init__(
        self,
        feed: Callable[[], Feed | None],
        prices: Prices,
        now: Callable[[], float],
        shelf: Shelf,
        name: str = NAMES[0],
    ) -> None:
        super().__init__()
        self._shelf = shelf
        self._times: ShelfTimes | None = None
        self._prices = prices
        self._find_feed = feed
        self._now = now
        self.chosen = name
        self._apart = 1
        self._right = 0
        self._other: Side | None = None
        self._quiet_until = 0.0
        self._glancing: Timer | None = None

    def compose(self) -> ComposeResult:
        """The names, and the instrument."""
        yield Static(id="names", markup=False)
        yield Timeline(id="timeline")
        yield Ledger(id="ledger")
        yield Static(id="whole", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        """Show the one that was asked for."""
        self.action_choose(self.chosen)

    def action_choose(self, name: str) -> None:
        """Another instrument."""
        self.chosen = name
        timeline, ledger = self.query_one(Timeline), self.query_one(Ledger)
        timeline.display, ledger.display = name == "timeline", name != "timeline"
        ledger.begin()
        (timeline if name == "timeline" else ledger).focus()
        self.query_one("#names", Static).update(self._names())
        self.call_after_refresh(self.look)

    def action_next(self, step: int) -> None:
        """The instrument beside."""
        self.action_choose(NAMES[(NAMES.index(self.chosen) + step) % len(NAMES)])

    def glance(self) -> None:
        """Look now, or once the screen has had ten times as long for itself as the last look took."""
        if self._glancing is None:
            wait = max(0.0, self._quiet_until - monotonic())
            self._glancing = self.set_timer(wait, self._glanced) if wait else None
            if not wait:
                self._glanced()

    def _glanced(self) -> None:
        self._glancing, began = None, monotonic()
        self.look()
        self._quiet_until = monotonic() + _REST * (monotonic() - began)

    def look(self) -> None:
        """Show the projections as they are now."""
        feed = self._find_feed()
        if feed is None or not self.is_mounted:
            return
        views = feed.views
        views.checks.settle(self._now())
        if self.chosen == "timeline":
            self.query_one(Timeline).show(views)
        else:
            self.query_one(Ledger).show(list(self._rows(feed, views)))
        self._show_whole()

    def _rows(self, feed: Feed, views: Views) -> Iterable[Row]:
        match self.chosen:
            case "turns":
                return turns.rows(views, self._times)
            case "tokens":
                return tokens.rows(views, self._prices)
            case "handles":
                return resuming.rows(views, self._now())
            case "compare":
                return self._compared(feed)
            case _:
                return verdicts.rows(views.checks)

    def action_measure(self) -> None:
        """Read the timing of every saved session, on a thread of its own."""
        if self.chosen == "turns" and self._times is None:
            times = self._times = ShelfTimes(self._shelf)
            measure = partial(times.measure, self._tell_measured)
            run_thread(self, measure, group="shelf-times", what="Timing the saved sessions")
            self.look()

    def _tell_measured(self) -> None:
        self.post_message(self.Measured())

    class Measured(Message, bubble=False):
        """One more session was read."""

    @on(Measured)
    def _show_measured(self) -> None:
        self.look()

    def on_unmount(self) -> None:
        """Nobody looks any more."""
        if self._times is not None:
            self._times.stop()

    def action_compare_with(self) -> None:
        """Choose a saved session to set beside this one, or turns again."""
        if self.chosen == "compare":
            entries = self._shelf.list()[:_SESSIONS_OFFERED]
            names = [(clean_line(entry.metadata.title or entry.id), entry.id) for entry in entries]
            picks = [Pick("0", "Turns of this session", _TURNS), *lettered(names)]
            self.app.push_screen(ChoiceScreen("Compare with", picks), self._compare_with)

    def _compare_with(self, choice: str | None) -> None:
        self._other = None
        if choice and choice != _TURNS:
            read = partial(self._read_other, self._shelf.directory / choice)
            run_thread(self, read, group="compared", exclusive=True, what="Reading the other session")
        self.look()

    def _read_other(self, directory: Path) -> None:
        try:
            self._other = side_of(directory)
        except StoreError as error:
            self.app.call_from_thread(self.notify, str(error), severity="error", markup=False)
        self._tell_measured()

    def _compared(self, feed: Feed) -> Iterable[Row]:
        if self._other is not None:
            return comparing.rows(side_so_far("this session", feed.views, feed.journal), self._other)
        return self._compared_turns(feed)

    def _compared_turns(self, feed: Feed) -> Iterable[Row]:
        """The turn `_right` from the end (0: the last), and the one `_apart` before it."""
        turns_ = feed.views.transcript.turns
        if len(turns_) < 2:
            return [words("Two turns are needed: there are fewer yet", Tone.FAINT)]
        self._right = min(self._right, len(turns_) - 2)
        right = len(turns_) - 1 - self._right
        self._apart = min(self._apart, right)
        sides = [side_of_turn(feed.views, turns_[n], feed.journal.mask) for n in (right - self._apart, right)]
        return comparing.rows(*sides)

    def action_compare(self, right: int, apart: int) -> None:
        """Another pair of turns: further from the end, further apart."""
        if self.chosen == "compare":
            self._right, self._apart = max(0, self._right + right), max(1, self._apart + apart)
            self.look()

    def _names(self) -> Content:
        edge = " " if self.app.size.width >= _ROOMY else ""
        parts = [
            Content.styled(
                f"{edge}{n} {name.title()}{edge}", "reverse bold" if name == self.chosen else "$text-muted"
            )
            for n, name in enumerate(NAMES, 1)
        ]
        return Content(" ").join(parts)

    @on(Ledger.Moved)
    def _show_whole(self) -> None:
        whole = "" if self.chosen == "timeline" else self.query_one(Ledger).whole
        line = self.query_one("#whole", Static)
        line.display = bool(whole)
        line.update(Content(whole))

    @on(LineView.Opened)
    def _open_row(self) -> None:
        frame = self.query_one(Ledger).frame
        if frame is not None:
            self.dismiss(frame)

    @on(Timeline.FrameWanted)
    def _open_frame(self, event: Timeline.FrameWanted) -> None:
        self.dismiss(event.row)

    def action_close(self) -> None:
        """Back to where it was opened."""
        self.dismiss(None)
