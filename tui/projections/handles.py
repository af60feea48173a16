"""The handles a session can be resumed with: the chain, the newest good one, and which were refused."""

from __future__ import annotations

from dataclasses import dataclass

from tui.projections.base import Projection
from tui.wire.frame import Direction, Frame
from tui.wire.kinds import Kind
from tui.wire.spelling import pick_map, pick_text

_SHORTEST_PREFIX = 6


@dataclass(slots=True)
class Handle:
    """A handle and the frame it came with: row, connection, Unix seconds. `refused`: the row that says so."""

    value: str
    row: int
    conn: int
    t: float
    refused: int | None = None


class Handles(Projection):
    """The chain of handles, oldest first.

    Good is an update with a `newHandle` and `resumable: true`. One without either only says that the
    service cannot be resumed at this moment (a typed turn or a call is running): it overwrites nothing.
    resumable: what the latest update said, None before any. withheld: the row since which it is not.
    dialed: the handle the latest setup carried.
    """

    watched = Kind.RESUMPTION.bit | Kind.SETUP.bit | Kind.EVENT.bit

    def __init__(self) -> None:
        super().__init__()
        self.chain: list[Handle] = []
        self.resumable: bool | None = None
        self.withheld: int | None = None
        self.dialed = ""

    @property
    def newest(self) -> Handle | None:
        """The newest handle that was not refused."""
        return next((handle for handle in reversed(self.chain) if handle.refused is None), None)

    @property
    def good(self) -> list[Handle]:
        """Every handle that was not refused, newest first."""
        return [handle for handle in reversed(self.chain) if handle.refused is None]

    def gap(self, now: float) -> float | None:
        """Seconds since the newest good handle came; None without one."""
        return None if self.newest is None else max(0.0, now - self.newest.t)

    def fold(self, row: int, frame: Frame) -> None:
        if frame.direction is Direction.RECEIVE:
            self._update(row, frame)
        elif frame.direction is Direction.SEND:
            resumption = pick_map(pick_map(frame.message, "setup"), "sessionResumption")
            self.dialed = pick_text(resumption, "handle")
        else:
            self._refused(row, pick_text(frame.message, "refused"))

    def _update(self, row: int, frame: Frame) -> None:
        update = pick_map(frame.message, "sessionResumptionUpdate")
        value = pick_text(update, "newHandle")
        if not value or update.get("resumable") is not True:
            self.resumable = False
            self.withheld = row if self.withheld is None else self.withheld
            return
        self.resumable, self.withheld = True, None
        if not self.chain or self.chain[-1].value != value:
            self.chain.append(Handle(value, row, frame.conn, frame.t))

    def _refused(self, row: int, value: str) -> None:
        """An event names a refused handle, whole or by its first characters."""
        if len(value) < _SHORTEST_PREFIX:
            return
        for handle in self.chain:
            if handle.value.startswith(value.rstrip("…")) and handle.refused is None:
                handle.refused = row
