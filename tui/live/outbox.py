"""What the user sends: in order, nothing lost, nothing sent twice without being marked."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tui.live.requests import AnswerTool, MarkActivity, Noted, Request, SendFrame, SendText
from tui.live.turnwatch import TurnWatch
from tui.store.journal import Journal
from tui.wire.frame import Frame
from tui.wire.kinds import ANSWER

Sendable = SendText | SendFrame | AnswerTool | MarkActivity


@dataclass(slots=True)
class Message:
    """One thing to send. seq: its frame once sent. of: the frame of its first attempt, if this is another.

    noted: the journal has it as `queued`.
    """

    request: Sendable
    seq: int | None = None
    of: int | None = None
    noted: bool = False

    @property
    def is_turn(self) -> bool:
        """Whether it asks for an answer of its own."""
        return isinstance(self.request, SendText)

    @property
    def text(self) -> str:
        """What was typed."""
        match self.request:
            case SendText(text):
                return text
            case SendFrame(payload):
                return payload
        return ""

    @property
    def account(self) -> dict[str, Any]:
        """As an event has it: its text, the frame of its first attempt, whether it was made by hand."""
        account: dict[str, Any] = {"text": self.text}
        if self.of is not None:
            account["of"] = self.of
        if not self.is_turn:
            account["frame"] = True
        return account


def note(journal: Journal, request: Request) -> Request:
    """Write down what is to be sent and cannot be yet, on the thread of whoever asks: no kill loses it."""
    if not isinstance(request, SendText | SendFrame):
        return request
    journal.event("queued", conn=journal.last_conn, **Message(request).account)
    return Noted(request)


class Outbox:
    """A queue whose messages stay known until an answer shows that they were taken in.

    Answers come in the order of the messages, one each: of two that went out together, the first answer
    proves only that the first was taken in.

    answered: taken in since the newest handle came. forgotten: of these, what a resumed service does not
    know. cut: an answer was under way when the connection went.
    """

    def __init__(self, turn: TurnWatch) -> None:
        self._turn = turn
        self._answering = False
        self.waiting: deque[Message] = deque()
        self.in_flight: list[Message] = []
        self.answered: list[Message] = []
        self.forgotten: list[Message] = []
        self.cut = False
        self._more = asyncio.Event()

    def put(self, request: Sendable, *, noted: bool = False) -> None:
        """Last in the queue."""
        self.waiting.append(Message(request, noted=noted))
        self._more.set()

    async def next(self) -> Message:
        """The first in the queue, which stays there until it is `sent` or dropped."""
        while not self.waiting:
            self._more.clear()
            await self._more.wait()
        return self.waiting[0]

    def drop(self, message: Message) -> None:
        """Not to be sent."""
        if message in self.waiting:
            self.waiting.remove(message)

    def sent(self, message: Message, seq: int) -> None:
        """It is on the wire as frame `seq`."""
        self.drop(message)
        message.seq = seq
        self.in_flight.append(message)

    def feed(self, frame: Frame) -> None:
        """See in what the service says, after `turn` has, which messages it has taken in."""
        if frame.kinds & ANSWER:
            self.in_flight = [message for message in self.in_flight if message.is_turn]
            if self.in_flight and not self._answering:
                self.answered.append(self.in_flight.pop(0))
            self._answering = True
        if self._turn.cut or not self._turn.answering:
            self._answering = False

    def settle(self, handle_seq: int | None, *, cut: bool) -> list[Message]:
        """After a close: what may have been taken in, and is left to the user.

        A handle stands for the conversation as it was when it came. So a message without an answer that was
        sent after it is not in what will be restored, and goes out again, once. One sent before it, or
        again already, may have been taken in.
        """
        again: list[Message] = []
        unsure: list[Message] = []
        for message in self.in_flight:
            restored = _came_before(message, handle_seq)
            repeatable = message.is_turn and message.of is None and not restored
            (again if repeatable else unsure).append(message)
        self.forgotten += [message for message in self.answered if not _came_before(message, handle_seq)]
        self.cut = self.cut or cut
        self.in_flight, self.answered, self._answering = [], [], False
        self.waiting.extendleft(Message(message.request, of=message.seq) for message in reversed(again))
        if self.waiting:
            self._more.set()
        return unsure

    def restored(self, seeded: Sequence[Message]) -> None:
        """A new connection is ready; what was told again counts as answered until a handle knows it."""
        self.answered = [*seeded, *self.answered]
        self.forgotten, self.cut = [], False


def _came_before(message: Message, handle_seq: int | None) -> bool:
    return handle_seq is not None and message.seq is not None and message.seq < handle_seq
