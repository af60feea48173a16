"""The line: the connection at hand, as the tasks of a conversation share it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any, Self

from tui.live.link import Link
from tui.store.journal import Journal
from tui.wire.closes import By, Circumstances, Closing
from tui.wire.frame import Direction, Frame
from tui.wire.kinds import Kind, names_in
from tui.wire.spelling import pick_map, pick_text


@dataclass(slots=True)
class Held:
    """The newest good handle and the frame it came with: the conversation up to there can be restored."""

    value: str = ""
    seq: int | None = None
    refused: set[str] = field(default_factory=set)

    def refuse(self, journal: Journal) -> None:
        """It is not accepted: back to the newest that was not refused, if the journal has one."""
        self.refused.add(self.value)
        for row in range(len(journal) - 1, -1, -1):
            if journal.mask(row) & Kind.RESUMPTION.bit:
                older = Held()
                older.feed(journal[row])
                if older.value and older.value not in self.refused:
                    self.value, self.seq = older.value, older.seq
                    return

    def feed(self, frame: Frame) -> None:
        """An update without a handle says "not now" and takes nothing away."""
        update = pick_map(frame.message, "sessionResumptionUpdate")
        value = pick_text(update, "newHandle")
        if value and update.get("resumable") is True:
            self.value, self.seq = value, frame.seq

    @classmethod
    def of(cls, journal: Journal, value: str) -> Self:
        """A handle that came earlier in this journal; where it did is unknown for one from elsewhere."""
        held = cls()
        for row in range(len(journal) - 1, -1, -1) if value else ():
            if journal.mask(row) & Kind.RESUMPTION.bit:
                held.feed(journal[row])
                if held.value == value:
                    return held
        return cls(value)


@dataclass(slots=True)
class Dial:
    """One connection, from dial to close. attempt: of dialling, from 1. opened: Unix seconds."""

    number: int
    attempt: int
    handle: str
    opened: float = field(default_factory=time.time)
    ready: bool = False
    going_away: bool = False
    handing_over: bool = False
    answered_tool: bool = False
    last_frames: dict[str, str] = field(default_factory=dict)

    @property
    def age(self) -> float:
        """Seconds since it was opened."""
        return time.time() - self.opened

    def circumstances(self) -> Circumstances:
        """For the explanation of its close."""
        return Circumstances(
            ready=self.ready,
            resuming=bool(self.handle),
            going_away=self.going_away,
            answered_tool=self.answered_tool,
            age=self.age,
        )


class Line:
    """Who may send waits here until there is a connection that is ready."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.latest = Dial(max(journal.index.conns, default=0), 0, "")
        self.link: Link | None = None
        self._ready = asyncio.Event()
        self._closing: asyncio.Task[None] | None = None

    def event(self, name: str, /, **fields: Any) -> None:
        """Write down what happened to the connection at hand."""
        self.journal.event(name, conn=self.latest.number, **fields)

    def dial(self, attempt: int, handle: str) -> Dial:
        """A new connection begins."""
        self.latest = Dial(self.latest.number + 1, attempt, handle)
        self.event("dial", attempt=attempt)
        return self.latest

    def be_ready(self) -> None:
        """setupComplete came."""
        self.latest.ready = True
        self.event("ready")
        self._ready.set()

    def lose(self, link: Link) -> None:
        """This link is as good as gone; there may be another by now."""
        if link is self.link:
            self.go_down()

    def go_down(self) -> None:
        """The link is gone."""
        self._ready.clear()
        self.latest.last_frames = self.last_frames()
        self.link = None

    def last_frames(self) -> dict[str, str]:
        """The kinds of the last frame each way, by `last_sent` and `last_received`."""
        if self.link is None:
            return self.latest.last_frames
        last = {
            "last_sent": self.link.last(Direction.SEND),
            "last_received": self.link.last(Direction.RECEIVE),
        }
        return {key: "+".join(names_in(frame.kinds)) if frame else "" for key, frame in last.items()}

    @property
    def is_ready(self) -> bool:
        """Whether what is sent now goes out at once."""
        return self.link is not None and self._ready.is_set()

    async def ready(self) -> Link:
        """The link, once it is ready."""
        while True:
            await self._ready.wait()
            if self.link is not None:
                return self.link
            self._ready.clear()

    def hang_up(self, why: str) -> None:
        """Close to dial anew; the old socket first, since two of one session damage it."""
        if self.link is None or self.latest.handing_over:
            return
        self.latest.handing_over = True
        self._ready.clear()
        self.event("handover", why=why, text=f"Changing the connection: {why}")
        self._closing = asyncio.create_task(self.link.close())

    def closed(self, closing: Closing, by: By) -> None:
        """Write down how it closed."""
        dial = self.latest
        self.event(
            "close",
            code=closing.code,
            reason=closing.reason,
            by=by.value,
            cause=closing.what,
            hint=closing.hint,
            kind=closing.cause,
            retry=closing.retry.value,
            certainty=closing.certainty.value,
            age=round(dial.age, 3),
            ready=dial.ready,
            refused=dial.handle if closing.cause == "handle" else "",
            handover=dial.handing_over,
            offer=closing.offer,
            **dial.last_frames,
        )
