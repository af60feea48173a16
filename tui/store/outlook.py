"""What resuming a session gives back, and what it does not, before anything is dialled.

The service has the conversation up to the handle. It restores no generation in flight and no open call,
and a resumed session keeps the system instruction it started with (measured; LIVE API, session management).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tui.projections.transcript import Transcript
from tui.projections.turn import Status
from tui.store.metadata import Handle
from tui.store.session import Session
from tui.text import clean_line, shorten
from tui.wire.frame import Direction

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
        if self.refused:
            yield f"The service has refused {'its handle' if self.refused == 1 else 'all its handles'}."
        else:
            yield "The service gave no handle for this session: it cannot be resumed."
        yield "A new session can begin with what was said here as its history."


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
