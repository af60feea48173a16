"""A turn of the conversation, and the notes that stand between turns."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """How far a turn has come."""

    WAITING = "waiting"
    ANSWERING = "answering"
    CALLING = "calling"
    COMPLETE = "complete"
    INTERRUPTED = "interrupted"
    LOST = "lost"
    UNSENT = "unsent"


@dataclass(slots=True)
class ToolCall:
    """A function call of the model. `row` is its frame; `answered` and `cancelled` are rows, or None."""

    id: str
    name: str
    args: Any
    row: int
    response: Any = None
    answered: int | None = None
    cancelled: int | None = None

    @property
    def pending(self) -> bool:
        """Whether the model still waits for it."""
        return self.answered is None and self.cancelled is None


@dataclass(slots=True)
class Code:
    """Code the model ran (`language` set), or what it printed (`outcome` set)."""

    text: str
    language: str = ""
    outcome: str = ""


@dataclass(slots=True)
class Turn:
    """What the user said, and what the model made of it. All text is cleaned for showing.

    number: from 1. conn: the connection it began on. first, last: the rows of its first and latest frame.
    t, ended: Unix seconds. spoken: `user` was heard, not typed. cut: where in `answer` it was interrupted.
    heard: of its sound, where playback was cut: seconds heard, and received by then.
    interim: what is being heard and may still be rewritten. heard_all: the user has said it all.
    text, transcription: what the model wrote, and what it spoke. media_bytes: of its sound and pictures.
    reason: the service's `turnCompleteReason`. revision: the transcript's when it last changed.
    settled: the generation is over, though the turn may not be. paragraph: more words begin a new one.
    queued: it waits for a connection, to be sent; or to be sent again, where the status is LOST.
    """

    number: int
    conn: int
    first: int
    last: int
    t: float
    user: str = ""
    spoken: bool = False
    interim: str = ""
    text: str = ""
    transcription: str = ""
    thoughts: str = ""
    calls: list[ToolCall] = field(default_factory=list)
    code: list[Code] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    media_bytes: int = 0
    status: Status = Status.WAITING
    reason: str = ""
    cut: int | None = None
    heard: tuple[float, float] | None = None
    ended: float | None = None
    revision: int = 0
    settled: bool = False
    paragraph: bool = False
    heard_all: bool = False
    queued: bool = False

    @property
    def answer(self) -> str:
        """The model's words: what it said, where it spoke; what it wrote, where it did not."""
        return self.transcription or self.text

    @property
    def aside(self) -> str:
        """Text beside the transcription, where there is both."""
        return self.text if self.transcription else ""

    @property
    def waits_for_more(self) -> bool:
        """Whether a tool call is the last thing the model said: its answer is still to come."""
        return self.paragraph and self.cut is None and any(call.cancelled is None for call in self.calls)

    @property
    def is_open(self) -> bool:
        """Whether more of it may come."""
        return self.ended is None

    @property
    def is_answered(self) -> bool:
        """Whether the model has begun."""
        return bool(self.answer or self.thoughts or self.calls or self.code or self.media_bytes)


@dataclass(slots=True)
class Note:
    """Something that happened to the connection, in words. `kind` is the event's name.

    times: how often in a row; `row` and `t` are of the first.
    """

    kind: str
    row: int
    t: float
    text: str
    hint: str = ""
    revision: int = 0
    times: int = 1


Entry = Turn | Note
