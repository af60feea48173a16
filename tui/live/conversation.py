"""One conversation over as many connections as it takes: dial, receive, explain the close, dial again."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

from tui.errors import TuiError
from tui.live.failures import SetupTimeout, as_error, judge
from tui.live.link import Link, Timeouts, connect
from tui.live.models import lookup
from tui.live.outbox import Message, Outbox, Sendable
from tui.live.playback import Playback
from tui.live.requests import AnswerTool, MarkActivity, Request, SendFrame, SendText
from tui.live.retry import Backoff
from tui.live.setup import Endpoint, Setup
from tui.live.turnwatch import TurnWatch
from tui.store.journal import Journal
from tui.wire.closes import By, Circumstances, Closing, explain
from tui.wire.frame import Frame
from tui.wire.kinds import Kind
from tui.wire.spelling import pick_map, pick_text

CLOSED_HERE = explain(1000, "", Circumstances(by=By.CLIENT))


@dataclass(slots=True)
class Held:
    """The newest good handle and the frame it came with: the conversation up to there is restored."""

    value: str = ""
    seq: int | None = None

    def feed(self, frame: Frame) -> None:
        """An update without a handle says "not now" and takes nothing away."""
        update = pick_map(frame.message, "sessionResumptionUpdate")
        value = pick_text(update, "newHandle")
        if value and update.get("resumable") is True:
            self.value, self.seq = value, frame.seq


@dataclass(slots=True)
class Now:
    """What is known of the connection at hand."""

    number: int
    attempt: int
    handle: str
    opened: float = field(default_factory=time.time)
    ready: bool = False
    going_away: bool = False
    handing_over: bool = False
    answered_tool: bool = False

    def circumstances(self) -> Circumstances:
        """For the explanation of its close."""
        return Circumstances(
            ready=self.ready,
            resuming=bool(self.handle),
            going_away=self.going_away,
            answered_tool=self.answered_tool,
            age=time.time() - self.opened,
        )


class Conversation:
    """The tasks of the engine's TaskGroup and what they share; lives on one event loop."""

    def __init__(
        self,
        endpoint: Endpoint,
        setup: Setup,
        journal: Journal,
        playback: Playback,
        *,
        handle: str = "",
        timeouts: Timeouts,
        backoff: Backoff,
    ) -> None:
        self.outbox = Outbox()
        self.turn = TurnWatch(ends_turns=lookup(setup.model).ends_turns)
        self.failure: TuiError | None = None
        self._endpoint = endpoint
        self._setup = setup
        self._journal = journal
        self._playback = playback
        self._timeouts = timeouts
        self._backoff = backoff
        self._held = Held(handle, journal[len(journal) - 1].seq if handle and len(journal) else None)
        self._first_conn = journal[len(journal) - 1].conn + 1 if len(journal) else 1
        self._now = Now(self._first_conn - 1, 0, "")
        self._link: Link | None = None
        self._ready = asyncio.Event()
        self._dial_now = asyncio.Event()
        self._stay_down = False
        self._closing: asyncio.Task[None] | None = None

    @property
    def conn(self) -> int:
        """The number of the connection at hand."""
        return self._now.number

    async def run(self) -> None:
        """Until a hopeless close; cancel to end it before."""
        async with asyncio.TaskGroup() as group:
            sending = group.create_task(self._send())
            try:
                await self._keep_connected()
            finally:
                sending.cancel()
                self._leave_unsent()

    def reconnect(self) -> None:
        """Dial now; an open connection is handed over."""
        self._stay_down = False
        self._dial_now.set()
        if self._link is not None:
            self._hand_over(self._link, "asked for")

    def ask(self, request: Request) -> None:
        """Something to send, in its order."""
        if isinstance(request, Sendable):
            self.outbox.put(request)
        else:
            name = type(request).__name__
            self._journal.event("error", conn=self.conn, message=f"{name} is not possible here", hint="")

    def interrupt(self) -> None:
        """Silence the answer and drop what is still to come of it."""
        self._journal.event("interrupt", conn=self.conn)
        self._playback.interrupt(answer_open=self.turn.open)

    def stop_retrying(self) -> None:
        """Stay disconnected until asked to dial."""
        self._stay_down = True
        self._dial_now.set()

    async def _keep_connected(self) -> None:
        attempt = 0
        while True:
            before = self.turn.completed
            closing = await self._connection(attempt + 1)
            attempt = 0 if self.turn.completed > before else attempt
            attempt += 1
            self._settle()
            if self._now.handing_over:
                continue
            delay = self._backoff.delay(attempt, closing.retry)
            if delay is None:
                self._give_up(closing)
                return
            await self._wait(attempt, delay, closing)

    async def _connection(self, attempt: int) -> Closing:
        """Dial, and receive until it closes; how it closed."""
        now = self._now = Now(self._now.number + 1, attempt, self._held.value)
        self._journal.event("dial", conn=now.number, attempt=attempt)
        try:
            async with connect(
                self._endpoint,
                self._setup,
                self._journal,
                now.number,
                handle=now.handle,
                timeouts=self._timeouts,
            ) as link:
                self._link, now.opened = link, link.opened
                await self._receive(link)
        except asyncio.CancelledError:
            self._journal.event(
                "close", conn=now.number, code=1000, reason="", by="client", cause="closed here"
            )
            raise
        except Exception as error:
            closing, by = judge(error, now.circumstances())
        finally:
            self._link = None
            self._ready.clear()
        self._write_close(closing, by)
        return closing

    async def _receive(self, link: Link) -> None:
        try:
            async with asyncio.timeout(self._timeouts.setup) as deadline:
                while True:
                    frame = await link.read()
                    if frame.kinds & Kind.SETUP_COMPLETE.bit and not self._now.ready:
                        deadline.reschedule(None)
                        self._be_ready(frame)
                    self._take(frame)
        except TimeoutError as error:
            raise SetupTimeout from error

    def _be_ready(self, frame: Frame) -> None:
        self._now.ready = True
        self._journal.event("ready", conn=frame.conn)
        if self._now.handle:
            self._journal.event("resume", conn=frame.conn, handle=self._now.handle[:8], of=self._held.seq)
        self._ready.set()

    def _take(self, frame: Frame) -> None:
        self._held.feed(frame)
        self.turn.feed(frame)
        self.outbox.feed(frame)
        self._playback.take(frame)
        if frame.kinds & Kind.GO_AWAY.bit:
            self._now.going_away = True

    def _write_close(self, closing: Closing, by: By) -> None:
        now = self._now
        self._journal.event(
            "close",
            conn=now.number,
            code=closing.code,
            reason=closing.reason,
            by=by.value,
            cause=closing.what,
            hint=closing.hint,
            kind=closing.cause,
            retry=closing.retry.value,
            certainty=closing.certainty.value,
            age=round(time.time() - now.opened, 3),
            ready=now.ready,
            refused=now.handle if closing.cause == "handle" else "",
        )

    def _settle(self) -> None:
        self.turn.lost()
        self._playback.lose()
        _again, unsure = self.outbox.settle(self._held.seq)
        for message in unsure:
            self._journal.event("unsure", conn=self.conn, of=message.seq, text=_text(message))

    def _give_up(self, closing: Closing) -> None:
        self.failure = as_error(closing, ready=self._now.ready)

    async def _wait(self, attempt: int, delay: float, closing: Closing) -> None:
        at = round(time.time() + delay, 3)
        self._journal.event("retry", conn=self.conn, attempt=attempt + 1, at=at, why=closing.what)
        self._dial_now.clear()
        try:
            async with asyncio.timeout(delay):
                await self._dial_now.wait()
        except TimeoutError:
            return
        while self._stay_down:
            self._dial_now.clear()
            await self._dial_now.wait()

    def _hand_over(self, link: Link, why: str) -> None:
        """Close the old socket first: two of one session damage it."""
        if not self._now.handing_over:
            self._now.handing_over = True
            self._journal.event("handover", conn=self.conn, why=why)
            self._closing = asyncio.create_task(link.close())

    async def _send(self) -> None:
        while True:
            message = await self.outbox.next()
            await self._ready.wait()
            link = self._link
            if link is None or message not in self.outbox.waiting:
                continue
            await self._send_one(link, message)

    async def _send_one(self, link: Link, message: Message) -> None:
        if message.of is not None:
            self._journal.event("resend", conn=self.conn, of=message.of)
        open_before = self.turn.open
        try:
            frame = await self._put_on_wire(link, message.request)
        except ValueError as error:
            self.outbox.drop(message)
            self._journal.event("error", conn=self.conn, message=f"not sent: {error}", hint="")
            return
        if frame is None:
            self._ready.clear()
            return
        self.outbox.sent(message, frame.seq, turn_open=open_before)
        self.turn.feed(frame)

    async def _put_on_wire(self, link: Link, request: Sendable) -> Frame | None:
        match request:
            case SendText(text):
                self._playback.begin_turn()
                return await link.send_text(text, self._setup.input)
            case SendFrame(payload):
                last = self._journal[len(self._journal) - 1].seq
                self._journal.event("handmade", conn=self.conn, of=last + 2)
                return await link.send_raw(payload)
            case AnswerTool(call_id, response):
                return await link.send_tool_response({"id": call_id, "response": dict(response)})
            case MarkActivity(start):
                return await link.send_activity(start=start)

    def _leave_unsent(self) -> None:
        for message in self.outbox.waiting:
            self._journal.event("unsent", conn=self.conn, text=_text(message))


def _text(message: Message) -> str:
    return message.request.text if isinstance(message.request, SendText) else ""
