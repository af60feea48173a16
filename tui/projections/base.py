"""What all projections share: a fold over frames, row by row, that no payload can stop."""

from __future__ import annotations

from typing import ClassVar

from tui.wire.frame import Frame
from tui.wire.kinds import Kind, Mask

EVERY_FRAME: Mask = sum(kind.bit for kind in Kind)


class Projection:
    """Frames in, meaning out. Fed every frame of a journal in order, from row 0; never raises.

    `rows` counts the frames fed so far, so a result names the frames that made it by row. Only frames that
    carry a kind of `watched` are folded in.
    """

    watched: ClassVar[Mask] = EVERY_FRAME

    def __init__(self) -> None:
        self.rows = 0

    def feed(self, frame: Frame) -> None:
        """Take in the next frame."""
        if frame.kinds & self.watched:
            self.fold(self.rows, frame)
        self.rows += 1

    def fold(self, row: int, frame: Frame) -> None:
        """What the frame of this row changes."""
        raise NotImplementedError
