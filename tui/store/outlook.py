"""What resuming a session gives back, and what it does not, before anything is dialled.

The service has the conversation up to the handle. It restores no generation in flight and no open call,
and a resumed session keeps the system instruction it started with (measured; LIVE API, session management).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tui.errors import ResumeError
from tui.projections.transcript import Transcript
from tui.projections.turn import Status
from tui.store.journal import Journal
from tui.store.metadata import Handle
from tui.store.session import Session
from tui.text import clean_line, shorten
from tui.wire.frame import Direction
from tui.wire.kinds import Kind

_QUOTED = 40


@dataclass(frozen=True, slots=True)
class Outlook:
    """handles: the good ones, newest first; refused: how many are not. lost: the first and last `seq` of
    what crossed after the newest handle, None if nothing did. said: what the user said there. calls: tools
    that still wait for an answer there. cut: whether an answer was under way at the end."""

    handles: tuple[Handle, ...] = ()
    refused: int = 0
    lost: tuple[int, int] | None = None
    said: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    cut: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether everything is restored."""
        return bool(self.handles) and not (self.said or self.calls or self.cut)

    def sentences(self) -> Iterator[str]:
        """It, in words."""
        if not self.handles:
            yield from self._hopeless()
            return
        newest = self.handles[0]
        yield f"The service has the conversation up to turn {newest.turn} (frame {newest.seq})."
        if self.lost is not None and not self.is_whole:
            yield f"What came after it, frames {self.lost[0]} to {self.lost[1]}, is not restored."
        for words in self.said:
            yield f"It has forgotten that you said: {words}"
        for name in self.calls:
            yield f"The call of {name} is not restored: its answer would go nowhere."
        if self.cut:
            yield "The answer that was under way is not restored."

    def _hopeless(self) -> Iterator[str]:
        yield f"This session has no handle to resume with: {_why_none(self.refused)}."
        yield "A new session can begin with what was said here as its history."


def require_handle(session: Session) -> None:
    """Raises ResumeError where the service would remember nothing of what it was told before."""
    if session.newest_handle is not None or not _was_told(session.journal):
        return
    why = _why_none(len(session.metadata.handles))
    hint = "In the sessions pane, Enter begins a new one with what was said in it"
    raise ResumeError(f"session {session.id} has no handle to resume with: {why}", hint=hint)


def _was_told(journal: Journal) -> bool:
    told = journal.index.where(
        lambda what: what.direction is Direction.SEND and not what.mask & Kind.SETUP.bit
    )
    return bool(told)


def _why_none(refused: int) -> str:
    whole = {0: "the service gave none", 1: "the service has refused it"}
    return whole.get(refused, "the service has refused them all")


def outlook(session: Session) -> Outlook:
    """Read what came after the newest good handle."""
    known = session.metadata.handles
    good = tuple(reversed([handle for handle in known if not handle.refused]))
    refused = len(known) - len(good)
    row = session.journal.find(good[0].seq) if good else None
    if row is None:
        return Outlook(good, refused)
    transcript, crossed = Transcript(), []
    for frame in session.journal.frames(row + 1):
        transcript.feed(frame)
        if frame.direction is not Direction.EVENT:
            crossed.append(frame.seq)
    turns = transcript.turns
    return Outlook(
        good,
        refused,
        (crossed[0], crossed[-1]) if crossed else None,
        tuple(shorten(clean_line(turn.user), _QUOTED) for turn in turns if turn.user),
        tuple(clean_line(call.name) for turn in turns for call in turn.calls if call.pending),
        any(turn.status is Status.LOST or (turn.is_open and turn.is_answered) for turn in turns),
    )
