"""The send task: what the user asked for goes out in order, over whichever connection is ready."""

from __future__ import annotations

import asyncio
from functools import partial

from tui.environment import without_keys
from tui.live.line import Line
from tui.live.link import Link, Note
from tui.live.models import InputKind
from tui.live.outbox import Message, Outbox, Sendable
from tui.live.playback import Playback
from tui.live.requests import AnswerTool, MarkActivity, SendFrame, SendText
from tui.live.tools import Tools
from tui.live.turnwatch import TurnWatch
from tui.wire.frame import Frame


class Sender:
    """Takes from the outbox, puts on the wire, and tells those who must know."""

    def __init__(
        self,
        line: Line,
        outbox: Outbox,
        *,
        turn: TurnWatch,
        tools: Tools,
        playback: Playback,
        input_kind: InputKind,
    ) -> None:
        self._line = line
        self._outbox = outbox
        self._turn = turn
        self._tools = tools
        self._playback = playback
        self._input_kind = input_kind

    async def run(self) -> None:
        """Send for ever."""
        while True:
            await asyncio.sleep(0)  # let the loop see that a connection is gone before the next one goes out
            message = await self._outbox.next()
            link = await self._line.ready()
            if message in self._outbox.waiting:
                await self._send(link, message)

    async def _send(self, link: Link, message: Message) -> None:
        if not link.is_open:
            self._line.lose(link)
            return
        if message.of is not None:
            self._line.event("resend", of=message.of)
        try:
            frame = await self._put_on_wire(link, message.request, partial(self._note, message))
        except ValueError as error:
            self._outbox.drop(message)
            self._line.event("error", message=without_keys(f"not sent: {error}"), hint="")
            return
        if frame is None:
            self._line.lose(link)

    def _note(self, message: Message, frame: Frame) -> None:
        """It is written down; whether it leaves before the connection goes is not known yet."""
        self._outbox.sent(message, frame.seq)
        self._turn.feed(frame)

    async def _put_on_wire(self, link: Link, request: Sendable, note: Note) -> Frame | None:
        """The frame; None where the link was closed before it could go. Raises ValueError."""
        match request:
            case SendText(text):
                self._playback.begin_turn()
                return await link.send_text(text, self._input_kind, note)
            case SendFrame(payload):
                self._line.event("handmade")
                return await link.send_raw(payload, note)
            case AnswerTool():
                answer = self._tools.answer(request)
                self._line.latest.answered_tool = True
                return await link.send_tool_response(answer, note)
            case MarkActivity(start):
                return await link.send_activity(start=start, note=note)

    def keep(self) -> None:
        """What waits for a connection is in the journal from now on: it outlives this process."""
        for message in self._outbox.waiting:
            if message.text and not message.noted:
                message.noted = True
                self._line.event("queued", **message.account)

    def leave_unsent(self) -> None:
        """At the end: what was typed and never went out, and what did but was to go out again."""
        for message in self._outbox.waiting:
            if message.text:
                self._line.event("unsent" if message.of is None else "unsure", **message.account)
