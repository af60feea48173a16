"""Who holds the line: opens a conversation, gives its engine a thread, hands requests on, hangs up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from textual.screen import Screen
from textual.worker import Worker, WorkerCancelled, WorkerFailed

from tui.errors import TuiError
from tui.live.requests import Reconnect, Request, SendText, Stop
from tui.projections.link import State
from tui.ui.attempt import Attempt, put_away
from tui.ui.background import run_thread
from tui.ui.conversation import Conversation, Host, Opening
from tui.ui.feed import Feed
from tui.ui.status import WAYS_ON

HANG_UP_SECONDS = 5.0


class Switchboard:
    """The conversation of one screen, and the feed of its journal; none before one is opened, none after
    `hang_up`. `attempt` is the one that is being opened.

    on_flush is called on the screen's thread when the feed has taken in what is new, on_progress when more of
    what is being opened was read.
    """

    def __init__(
        self,
        screen: Screen[None],
        host: Host,
        on_flush: Callable[[], None],
        on_progress: Callable[[], None],
        *,
        rate: int,
    ) -> None:
        self.host = host
        self.attempt: Attempt | None = None
        self.conversation: Conversation | None = None
        self.feed: Feed | None = None
        self.engine: Worker[None] | None = None
        self._screen = screen
        self._on_flush = on_flush
        self._on_progress = on_progress
        self._rate = rate

    def open(self, opening: Opening) -> Attempt:
        """Begin to open a conversation; one that was on its way is given up."""
        self.give_up()
        self.attempt = Attempt(self.host, opening, self._on_progress, rate=self._rate)
        return self.attempt

    async def dial(self, attempt: Attempt) -> Feed | None:
        """Hold the conversation as soon as it is there: the feed of what there is of it; None where it was
        given up. Raises TuiError.
        """
        try:
            conversation = await attempt.conversation()
        finally:
            if self.attempt is attempt:
                self.attempt = None
        if conversation is None:
            return None
        self.conversation = conversation
        feed = self.rewind(conversation)
        self._run(conversation)
        for request in attempt.requests:
            conversation.request(request)
        return feed

    def give_up(self) -> bool:
        """Open nothing after all; whether anything was being opened."""
        if self.attempt is None:
            return False
        self.attempt.give_up()
        return True

    def _run(self, conversation: Conversation) -> None:
        self.engine = run_thread(self._screen, conversation.run, group="engine", what="The conversation")

    def rewind(self, conversation: Conversation) -> Feed:
        """Look at a conversation's journal from its start."""
        self.feed = Feed(self._screen, conversation.session.journal, self._on_flush, rate=self._rate)
        return self.feed

    def ask(self, request: Request) -> None:
        """Hand a request to the engine, or keep it for the one to come; one that has failed is started again
        to dial. Raises TuiError where there is none."""
        if self.attempt is not None and not self.attempt.is_given_up:
            self.attempt.requests.append(request)
        elif self.conversation is None:
            raise TuiError("nothing is connected", hint="Press ctrl+n for a new session")
        elif self.engine is None or not self.engine.is_finished:
            self.conversation.request(request)
        elif isinstance(request, Reconnect):
            self._run(self.conversation)
        else:
            raise TuiError(f"closed: {WAYS_ON}")

    def can_redial(self, session: str) -> bool:
        """Whether it is the session that is held here, and its connection is down."""
        if self.conversation is None or self.feed is None or self.conversation.session.id != session:
            return False
        is_down = self.feed.views.link.state in (State.CLOSED, State.RETRYING)
        return self.conversation.session.writable and is_down

    def is_opening(self, session: str) -> bool:
        """Whether it is the session that is being opened."""
        attempt = self.attempt
        return attempt is not None and not attempt.is_given_up and attempt.opening.resume == session

    def let_go(self) -> None:
        """Have the socket closed, and wait for nothing: the screen is about to be gone."""
        self.give_up()
        if self.conversation is not None:
            self.conversation.request(Stop())

    async def hang_up(self) -> str:
        """End the conversation: the socket closes, all is saved. The session's id, or empty.

        What is being opened is given up. A session in which nothing was said is not kept.
        """
        if self.attempt is not None:
            self.attempt.give_up()
            await self.attempt.ended(HANG_UP_SECONDS)
        conversation, feed, engine = self.conversation, self.feed, self.engine
        if conversation is None:
            return ""
        self.conversation = self.feed = self.engine = None
        conversation.request(Stop())
        if engine is not None:
            with suppress(TimeoutError, WorkerFailed, WorkerCancelled):
                await asyncio.wait_for(engine.wait(), HANG_UP_SECONDS)
        if feed is not None:
            feed.close()
        put_away(self.host, conversation)
        return conversation.session.id


class Script:
    """Turns written beforehand: each is sent when the one before has ended."""

    def __init__(self, turns: tuple[str, ...]) -> None:
        self._turns = list(turns)
        self._asked: int | None = None

    def go_on(self, board: Switchboard) -> None:
        """Send the next turn if its time has come."""
        feed = board.feed
        if not self._turns or feed is None or feed.views.link.state is not State.READY:
            return
        turns = feed.views.transcript.turns
        if self._asked in (None, len(turns) - 1) and not any(turn.is_open for turn in turns):
            self._asked = len(turns)
            board.ask(SendText(self._turns.pop(0)))
