"""Which turn of the transcript a frame belongs to, by the numbers the transcript has."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from tui.projections.views import Views


class Turns:
    """Turns by frame; without views of a conversation there are none, and every frame is of turn 0.

    What the transcript makes nothing of (sound sent, handles, pings) belongs to the turn before it.
    """

    def __init__(self, views: Views | None = None) -> None:
        self._views = views or Views()
        self._last = (0, 0)

    @property
    def seen(self) -> int:
        """How many frames the transcript has looked at: only of these the turn is known."""
        return self._views.rows

    def of(self, frame: int) -> int | None:
        """The turn of a frame, 0 before the first; None where it is not known yet."""
        if frame >= self.seen:
            return None
        transcript = self._views.transcript
        known, number = self._last
        for n in range(frame, -1, -1):
            if (turn := transcript.turn_of(n)) is not None:
                number = turn.number
                break
            if n == known:
                break
        else:
            number = 0
        self._last = frame, number
        return number

    def first(self, number: int) -> int | None:
        """The first frame of the turn with a number; None where there is none."""
        turns = self._views.transcript.turns
        return next((turn.first for turn in turns if turn.number == number), None)

    def next(self, frame: int, step: int) -> int | None:
        """The first frame of the next turn (1); of this one, then of the one before it (-1)."""
        turns = self._views.transcript.turns
        if step > 0:
            at = bisect_right(turns, frame, key=lambda turn: turn.first)
        else:
            at = bisect_left(turns, frame, key=lambda turn: turn.first) - 1
        return turns[at].first if 0 <= at < len(turns) else None
