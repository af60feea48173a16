"""The main screen: transcript, wire log, saved sessions, a prompt and a strip, over one conversation."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.timer import Timer

from tui.errors import TuiError
from tui.live.requests import Interrupt, Reconnect
from tui.paths import cache_dir
from tui.store.draft import Draft
from tui.store.marks import marks_of
from tui.store.saved_filters import SavedFilters
from tui.ui import offers, resuming
from tui.ui.actions import bindings
from tui.ui.attempt import Attempt
from tui.ui.background import run_task, say
from tui.ui.conversation import Host, Opening
from tui.ui.feed import Feed, JournalGrew
from tui.ui.inspecting import Inspecting
from tui.ui.quiet import LineGauge
from tui.ui.status import idle_parts, opening_parts, strip_parts
from tui.ui.switchboard import Script, Switchboard
from tui.ui.terminal import Terminal
from tui.ui.ticking import next_look
from tui.ui.voicing import Voicing
from tui.ui.widgets.detail import DetailPane
from tui.ui.widgets.key_line import KeyLine
from tui.ui.widgets.log import LogPane
from tui.ui.widgets.panes import Panes
from tui.ui.widgets.prompt import Prompt
from tui.ui.widgets.shelf import ShelfPane
from tui.ui.widgets.strip import StatusStrip
from tui.ui.widgets.transcript import TranscriptPane


class MainScreen(Voicing, Inspecting):
    """Shows one conversation and hands what a person asks for to its engine.

    anew: a new session, as it is begun in this run: with the demo, or with a key that was typed.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("main")]

    def __init__(
        self, host: Host, opening: Opening, *, say: tuple[str, ...] = (), terminal: Terminal | None = None
    ) -> None:
        super().__init__()
        self._terminal = terminal or Terminal()
        rate = self._terminal.flushes_per_second
        self.board = Switchboard(self, host, self._refresh_panes, self._tell, rate=rate)
        self._opening = opening
        self.anew = Opening(demo=opening.demo, key=opening.key)
        self._left = False
        self._script = Script(say)
        self._ticker: Timer | None = None
        self.filters = SavedFilters()

    def compose(self) -> ComposeResult:
        """Panes, prompt, strip, footer."""
        with Panes(id="panes", remember=cache_dir(self.board.host.shelf.data_dir) / "layout.toml"):
            yield TranscriptPane(id="transcript", classes="pane", by_line=self._terminal.slow)
            with Vertical(id="wire", classes="pane"):
                yield LogPane(id="log")
                yield DetailPane(id="detail")
            yield ShelfPane(self.board.host.shelf)
        yield Prompt(id="prompt")
        yield StatusStrip()
        yield LineGauge()
        yield KeyLine()

    def on_mount(self) -> None:
        """Borders are there at once; dialling starts after the first paint."""
        self.query_one("#transcript").border_title = "Transcript"
        self.query_one("#wire").border_title = "Wire log"
        prompt = self.query_one(Prompt)
        prompt.focus()
        if prompt.display:
            prompt.take_up(Draft(self.board.host.shelf.data_dir))
        self.query_one(StatusStrip).show(*(idle_parts() if self._opening.browse else opening_parts()))
        if not self._opening.browse:
            self.call_after_refresh(self.dial, self._opening)

    # -- one conversation --------------------------------------------------------------------------

    def dial(self, opening: Opening) -> None:
        """Open a conversation on a thread and show it; not after a person has left."""
        if not self._left:
            attempt = self.board.open(opening)
            self._tell()
            run_task(self, self._await(attempt), group="opening", what="Opening a session")

    async def _await(self, attempt: Attempt) -> None:
        feed, why = None, ""
        try:
            feed = await self.board.dial(attempt)
        except TuiError as error:
            why = str(error)
            if asking := offers.after(self, error, attempt.opening):
                self._undertake("Going on another way", asking)
            else:
                self.notify(why, severity="error", timeout=30, markup=False)
        except Exception as error:
            say(self.app, "Opening a session", error)
        self.query_one(Prompt).settle(*attempt.lines, taken=feed is not None)
        if feed is None:
            self._stand_alone(why)
            return
        self.show(feed)
        if attempt.opening.resume and not attempt.opening.browse:
            offer = resuming.offer_unsent(self, feed.journal)
            run_task(self, offer, group="unsent", what="Looking for what was not sent", exclusive=True)

    def _stand_alone(self, why: str) -> None:
        """Nothing came of it, and why: no session is held here, unless another is on its way."""
        if self._left:
            return
        self.query_one(ShelfPane).attend(None)
        if self.board.attempt is None:
            self.query_one(StatusStrip).show(*idle_parts(why))

    def show(self, feed: Feed) -> None:
        """Show another journal in every pane."""
        self.query_one(TranscriptPane).show(feed.views.transcript)
        log = self.query_one(LogPane)
        log.filtering.saved, log.gate = self.filters, feed.gate
        conversation = self.board.conversation
        marks = marks_of(conversation.session) if conversation is not None else None
        log.show(feed.journal, marks, feed.views)
        if conversation is not None:
            self.query_one(DetailPane).vertexai = conversation.session.metadata.backend == "vertex"
            self.query_one(ShelfPane).attend(conversation.session)
        self._tell()

    @on(JournalGrew)
    def _pull(self) -> None:
        if self.board.feed is not None:
            self.board.feed.pull()

    def _refresh_panes(self) -> None:
        self.query_one(TranscriptPane).flush()
        self.query_one(LogPane).flush()
        self._tell()
        if self.instruments is not None:
            self.instruments.glance()
        self._script.go_on(self.board)

    def _tell(self) -> None:
        feed, conversation = self.board.feed, self.board.conversation
        if self.board.attempt is not None:
            self.query_one(StatusStrip).show(*opening_parts(self.board.attempt))
        if feed is None or conversation is None:
            return
        sound, still, slow = conversation.sound, self._terminal.still, self._terminal.slow
        parts = strip_parts(
            feed.views,
            conversation.session,
            sound,
            gate=feed.gate,
            demo=conversation.demo,
            still=still,
            slow=slow,
            now=self.now(),
        )
        self.query_one(StatusStrip).show(*parts)
        turns = feed.views.transcript.turns
        self.query_one(ShelfPane).keep_up(len(turns) - bool(turns and turns[-1].is_open))
        wait = next_look(feed.views, sound, still=still, slow=slow)
        if wait is not None and self._ticker is None:
            self._ticker = self.set_timer(wait, self._tick)

    def _tick(self) -> None:
        self._ticker = None
        self._tell()

    # -- from pane to pane -------------------------------------------------------------------------

    @on(ShelfPane.Wanted)
    def _go_on_with(self, event: ShelfPane.Wanted) -> None:
        if event.what == "resume" and self.board.can_redial(event.entry.id):
            self.ask(Reconnect())
            return
        if event.what == "resume" and self.board.is_opening(event.entry.id):
            return
        going_on = resuming.go_on(
            self, self.board.host, self.switch, event, self.anew.key, may_leave=self._may_leave
        )
        self._undertake("Going on with a session", going_on)

    async def _may_leave(self) -> bool:
        """While an answer is under way a person is asked first."""
        return not self._answering or await resuming.wants_to_hang_up(self)

    def action_take_offer(self) -> None:
        """Do what would help after the latest close."""
        self._undertake("Taking the offer", offers.take(self))

    action_change = action_take_offer  # what /change asks for

    def _undertake(self, description: str, way_on: Coroutine[None, None, None]) -> None:
        run_task(self, way_on, group="resuming", exclusive=True, what=description)

    @property
    def _answering(self) -> bool:
        """Whether an answer is under way, and not silenced."""
        current = self.board.feed.views.transcript.current if self.board.feed is not None else None
        return current is not None and current.is_open and current.cut is None

    def action_close_detail(self) -> None:
        """Give up what is being opened; else close the frame, and in the log the search; else silence the
        answer, but from the log only go to the prompt.
        """
        detail = self.query_one(DetailPane)
        if self.board.give_up():
            self._tell()
        elif detail.display:
            detail.display = False
            self.query_one(LogPane).focus()
        elif (log := self.query_one(LogPane)).has_focus_within and log.put_away():
            pass
        elif self._answering and not log.has_focus_within:
            self.ask(Interrupt())
        else:
            self.action_focus_pane("prompt")

    # -- what a person asks for --------------------------------------------------------------------

    @on(Prompt.Sent)
    def _send(self, event: Prompt.Sent) -> None:
        self.query_one(TranscriptPane).action_end()
        attempt, taken = self.board.attempt, self.take(event.text)
        if attempt is not None and taken:
            attempt.lines.append(event.text)
            self.query_one(Prompt).keep()
            self._tell()
        else:
            self.query_one(Prompt).settle(event.text, taken=taken)

    def action_focus_pane(self, name: str) -> None:
        """Bring up a pane and put the keys on it."""
        self.go_to(name)

    def go_to(self, name: str) -> None:
        """Bring up a pane and put the keys on it."""
        if name == "prompt":
            self.query_one(Prompt).focus()
        elif self.query(f"#{name}"):
            self.query_one(Panes).reveal(name).focus()

    def action_arrange(self, how: str) -> None:
        """Zoom, hide, stack, widen or narrow the pane that was looked at last."""
        self.query_one(Panes).rearrange(how)

    async def action_new_session(self) -> None:
        """Hang up and start a new session; what is typed ahead is for that one, unless something is asked."""
        if self._answering:
            self._undertake("A new session", self._begin_anew())
        else:
            await self._begin_anew()

    async def _begin_anew(self) -> None:
        if await self._may_leave():
            await self.switch(self.anew)

    async def switch(self, opening: Opening) -> None:
        """Hang up, then hold another conversation."""
        self.query_one(StatusStrip).show(*opening_parts())
        try:
            await self.hang_up()
        except TuiError as error:
            self.notify(str(error), severity="error", timeout=30, markup=False)
        self.dial(opening)

    async def leave(self) -> tuple[str, list[TuiError]]:
        """Hang up for good: a dial that was about to happen no longer does. The session's id, or empty; and
        each thing that could not be saved."""
        self._left = True
        session, lost = "", list[TuiError]()
        try:
            session = await self.hang_up()
        except TuiError as error:
            lost.append(error)
        finally:
            lost += filter(None, (prompt.leave_draft() for prompt in self.query(Prompt)))
        return session, lost

    async def hang_up(self) -> str:
        """End the conversation, to its end whoever stops waiting; the session's id, or empty."""
        return await asyncio.shield(self.board.hang_up())
