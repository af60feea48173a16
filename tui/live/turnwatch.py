"""Whether a turn is open: what the engine must know to hand over, to retry and to notice silence."""

from __future__ import annotations

from collections.abc import Mapping

from tui.wire.frame import Direction, Frame
from tui.wire.kinds import ANSWER, Kind
from tui.wire.spelling import pick, pick_map

_ASKS = Kind.CLIENT_CONTENT.bit | Kind.REALTIME_TEXT.bit | Kind.TOOL_RESPONSE.bit
_ENDS = Kind.TURN_COMPLETE.bit | Kind.INTERACTION_STATUS.bit | Kind.GENERATION_COMPLETE.bit


class TurnWatch:
    """A fold over frames, both ways.

    open: something was asked and its answer has not ended. answering: a part of the answer has come.
    cut: the latest thing said was that the answer is interrupted. completed: how many turns ended; ended: the
    frame with which the last one did.
    ends_turns: false for models that end with generationComplete and never send turnComplete.
    """

    def __init__(self, *, ends_turns: bool = True) -> None:
        self.open = False
        self.answering = False
        self.cut = False
        self.completed = 0
        self.ended = -1
        self._ends_turns = ends_turns

    def feed(self, frame: Frame) -> None:
        """Take in the next frame, sent or received."""
        if frame.direction is Direction.SEND:
            self._sent(frame)
        elif frame.direction is Direction.RECEIVE:
            self._received(frame)

    def _sent(self, frame: Frame) -> None:
        if not frame.kinds & _ASKS:
            return
        content = pick_map(frame.message, "clientContent")
        if pick(content, "turnComplete", True) is not False:
            self.open = True

    def _received(self, frame: Frame) -> None:
        if frame.kinds & ANSWER:
            self.open = self.answering = True
            self.cut = False
        if frame.kinds & Kind.INTERRUPTED.bit:
            self.cut = True
        if frame.kinds & _ENDS and self._is_end(pick_map(frame.message, "serverContent")):
            self.completed += 1
            self.ended = frame.seq
            self.open = self.answering = self.cut = False

    def _is_end(self, content: Mapping[str, object]) -> bool:
        """`turnComplete` beside `IN_PROGRESS` is not the end (extended thinking); `IDLE` alone is."""
        status = content.get("interactionStatus")
        if status in ("IN_PROGRESS", "IDLE"):
            return status == "IDLE"
        return bool(
            content.get("turnComplete") or (not self._ends_turns and content.get("generationComplete"))
        )

    def lost(self) -> None:
        """The connection is gone, and with it whatever was open."""
        self.open = self.answering = self.cut = False
