"""How long turns took over every saved session; read on a thread of its own, and stopped when not wanted."""

from __future__ import annotations

from collections.abc import Callable

from tui.errors import StoreError
from tui.projections.percentile import Spread
from tui.projections.timing import MARKS, Timing
from tui.projections.transcript import Transcript
from tui.store.session import Session
from tui.store.shelf import Shelf
from tui.wire.frame import Frame

_LOOK_EVERY = 256


class ShelfTimes:
    """Seconds to each of `MARKS`, of every turn of every session. sessions: those there are; read: so far.

    `measure` blocks and belongs on a thread; everything else may be looked at meanwhile.
    """

    def __init__(self, shelf: Shelf) -> None:
        self.sessions = 0
        self.read = 0
        self.turns = 0
        self.stopped = False
        self._shelf = shelf
        self._seconds: dict[str, list[float]] = {mark: [] for mark in MARKS}

    def spread(self, mark: str) -> Spread | None:
        """The spread over what was read so far."""
        return Spread.of([*self._seconds[mark]])

    def stop(self) -> None:
        """Read no further."""
        self.stopped = True

    def measure(self, on_progress: Callable[[], None]) -> None:
        """Read every session, telling after each. One that cannot be read is passed over."""
        ids = list(self._shelf.ids())
        self.sessions = len(ids)
        for name in ids:
            if self.stopped:
                return
            try:
                self._read(name)
            except StoreError:
                pass
            self.read += 1
            on_progress()

    def _read(self, name: str) -> None:
        transcript = Transcript()
        timing = Timing(transcript)
        with Session.open(self._shelf.directory / name) as session:
            for row, frame in enumerate(session.journal.frames()):
                if not row % _LOOK_EVERY and self.stopped:
                    return
                _feed(frame, transcript, timing)
        for turn in timing.turns:
            self.turns += turn.asked is not None
            for mark in MARKS:
                seconds = turn.after(mark)
                if seconds is not None:
                    self._seconds[mark].append(seconds)


def _feed(frame: Frame, transcript: Transcript, timing: Timing) -> None:
    transcript.feed(frame)
    timing.feed(frame)
