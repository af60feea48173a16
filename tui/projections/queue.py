"""Turns that wait for a connection: typed while there was none, or to be sent again."""

from __future__ import annotations

from tui.projections.turn import Turn


class Queue:
    """Oldest first."""

    def __init__(self) -> None:
        self._turns: list[Turn] = []

    def __len__(self) -> int:
        return len(self._turns)

    def join(self, turn: Turn) -> None:
        """Last of them."""
        turn.queued = True
        self._turns.append(turn)

    def leave(self, turn: Turn) -> None:
        """It waits no longer, if it did."""
        turn.queued = False
        self._turns = [other for other in self._turns if other is not turn]

    def find(self, words: str) -> Turn | None:
        """The first that was never sent and says this."""
        return next((turn for turn in self._turns if turn.is_open and turn.user == words), None)
