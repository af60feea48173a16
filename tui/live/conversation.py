"""One conversation over as many connections as it takes: dial, receive, explain the close, dial again."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from tui.audio.sources import Source
from tui.errors import TuiError
from tui.live import precheck
from tui.live.account import account
from tui.live.failures import SetupTimeout, as_error, judge
from tui.live.handover import Handover
from tui.live.line import Held, Line
from tui.live.link import Link, Timeouts, connect
from tui.live.models import lookup
from tui.live.outbox import Outbox, Sendable
from tui.live.playback import Playback
from tui.live.redial import Redial
from tui.live.requests import AllowCommands, CancelStream, Noted, PlayTurn, Request, StreamFile, Talk
from tui.live.retry import Backoff
from tui.live.seeding import seeds
from tui.live.sender import Sender
from tui.live.setup import Endpoint, Setup
from tui.live.stream import Streaming
from tui.live.talking import Talking
from tui.live.tools import Tools
from tui.live.turnwatch import TurnWatch
from tui.live.watch import Patience, Watch
from tui.store.journal import Journal
from tui.store.leftovers import left_behind
from tui.wire.closes import By, Circumstances, Closing, explain
from tui.wire.frame import Frame
from tui.wire.kinds import Kind

CLOSED_HERE = explain(1000, "", Circumstances(by=By.CLIENT))


class Conversation:
    """The tasks of the engine's TaskGroup and what they share; lives on one event loop.

    failure: after `run`, the hopeless close that ended it.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        setup: Setup,
        journal: Journal,
        playback: Playback,
        *,
        sources: Sequence[Source] = (),
        handle: str = "",
        timeouts: Timeouts,
        backoff: Backoff,
        patience: Patience,
    ) -> None:
        self.failure: TuiError | None = None
        self._endpoint = endpoint
        self._setup = setup
        self._playback = playback
        self._timeouts = timeouts
        self._held = Held.of(journal, handle)
        self._line = Line(journal)
        self._ends_turns = lookup(setup.model).ends_turns
        self._turn = TurnWatch(ends_turns=self._ends_turns)
        self._outbox = Outbox(self._turn)
        self._tools = Tools(setup.answers, self._outbox.put, self._line.event, setup.consent)
        self._handover = Handover(self._line, self._turn, self._held)
        self._watch = Watch(self._line, self._turn, patience)
        self._streaming = Streaming(self._line)
        self._talking = Talking(self._line, sources, marks=setup.marks_activity)
        self._sender = Sender(
            self._line,
            self._outbox,
            turn=self._turn,
            tools=self._tools,
            playback=playback,
            input_kind=setup.input,
        )
        self._redial = Redial(self._line, backoff)

    async def run(self) -> None:
        """Until a hopeless close; cancel to end it before."""
        for warning in precheck.warnings(self._endpoint, self._setup):
            self._line.event("warning", text=warning)
        async with asyncio.TaskGroup() as group:
            background = (self._sender.run(), self._watch.run())
            tasks = [group.create_task(task) for task in background]
            try:
                await self._keep_connected()
            finally:
                for task in tasks:
                    task.cancel()
                self._sever()
                await self._talking.aclose()
                self._sender.leave_unsent()

    def account_for_before(self) -> None:
        """Say what became of the words that an earlier process was ended with."""
        for name, fields in left_behind(self._line.journal):
            self._line.event(name, **fields)

    @property
    def sends_at_once(self) -> bool:
        """Whether what is asked for now goes out now. Any thread may look."""
        return self._line.is_ready

    def tell(self, name: str, /, **fields: Any) -> None:
        """Write down what happened elsewhere, in the playout for one."""
        self._line.event(name, **fields)

    # what the user asks

    def ask(self, request: Request) -> None:
        """Something to send, in its order."""
        match request:
            case StreamFile(path):
                self._streaming.begin(path)
            case CancelStream():
                self._streaming.cancel()
            case PlayTurn(first, last):
                self._play_again(first, last)
            case Talk():
                self._talking.toggle()
            case AllowCommands():
                self._tools.allow()
            case Noted(noted):
                self._outbox.put(noted, noted=True)
            case _ if isinstance(request, Sendable):
                self._outbox.put(request)
                if not self._line.is_ready:
                    self._sender.keep()

    def _play_again(self, first: int, last: int) -> None:
        if self._turn.answering:
            hint = "Wait for its end, or interrupt it"
            self._line.event("error", message="the model is answering", hint=hint)
        else:
            self._playback.replay(self._line.journal, first, last)

    def interrupt(self) -> None:
        """Silence the answer and drop what is still to come of it."""
        self._line.event("interrupt")
        self._playback.interrupt(answer_open=self._turn.answering)

    def reconnect(self) -> None:
        """Dial now; an open connection is handed over."""
        self._redial.now()
        self._line.hang_up("asked for")

    def stop_retrying(self) -> None:
        """Stay disconnected until asked to dial."""
        self._redial.stay_down()

    async def linger(self) -> None:
        """Before an end: the handle that knows the last turn comes a moment after it."""
        if self._line.link is not None and self._turn.completed and not self._turn.open:
            await self._handover.good_moment(self._timeouts.linger)

    # the connections, one after the other

    async def _keep_connected(self) -> None:
        while True:
            completed = self._turn.completed
            closing = await self._connection()
            self._settle()
            if closing.cause == "handle":
                self._held.refuse(self._line.journal)
            if not await self._redial.after(closing, worked=self._turn.completed > completed):
                self.failure = as_error(closing, ready=self._line.latest.ready)
                return

    async def _connection(self) -> Closing:
        """Dial, and receive until it closes; how it closed."""
        line = self._line
        dial = line.dial(self._redial.attempt, self._held.value)
        closing, by = CLOSED_HERE, By.CLIENT
        try:
            async with connect(
                self._endpoint,
                self._setup,
                line.journal,
                dial.number,
                handle=dial.handle,
                timeouts=self._timeouts,
            ) as link:
                line.link, dial.opened = link, link.opened
                await self._receive(link)
        except Exception as error:
            closing, by = judge(error, dial.circumstances())
        finally:
            line.go_down()
            line.closed(closing, by)
        return closing

    async def _receive(self, link: Link) -> None:
        try:
            async with asyncio.timeout(self._timeouts.setup) as deadline:
                while True:
                    frame = await link.read()
                    if frame.kinds & Kind.SETUP_COMPLETE.bit and not self._line.latest.ready:
                        deadline.reschedule(None)
                        await self._be_ready(link)
                    self._take(frame)
        except TimeoutError as error:
            raise SetupTimeout from error

    async def _be_ready(self, link: Link) -> None:
        """What the service has forgotten goes out before what the user typed meanwhile."""
        line, outbox = self._line, self._outbox
        forgotten = outbox.forgotten if self._ends_turns else []
        told = await asyncio.to_thread(seeds, line.journal, forgotten) if forgotten else []
        line.be_ready()
        self._redial.be_up()
        if told:
            await link.send_history([content for seed in told for content in seed.contents])
        seeded = [seed.message for seed in told]
        if line.latest.handle or outbox.forgotten or outbox.cut:
            handle, upto = line.latest.handle[:8], self._held.seq
            said = account(outbox, seeded, resumed=bool(handle), upto=upto)
            line.event("resume", handle=handle, of=upto, **said)
        outbox.restored(seeded)

    def _take(self, frame: Frame) -> None:
        """In this order: the handover asks the turn and the handle."""
        for reader in (
            self._held,
            self._turn,
            self._outbox,
            self._playback,
            self._tools,
            self._watch,
            self._handover,
        ):
            reader.feed(frame)

    def _settle(self) -> None:
        """The connection is gone: what of it will not be restored, and what goes out again."""
        cut = self._turn.answering
        self._sever()
        for message in self._outbox.settle(self._held.seq, cut=cut):
            if message.text:
                self._line.event("unsure", of=message.seq, text=message.text)
        self._sender.keep()

    def _sever(self) -> None:
        self._turn.lost()
        self._playback.lose()
        self._tools.lost()
        self._handover.stop()
        self._streaming.cancel()
        self._talking.cancel()
