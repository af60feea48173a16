"""The projections a conversation is always seen through, fed together."""

from __future__ import annotations

from tui.projections.base import Projection
from tui.projections.checks import Checks
from tui.projections.context import Context
from tui.projections.handles import Handles
from tui.projections.lanes import Lanes
from tui.projections.link import Link
from tui.projections.timing import Timing
from tui.projections.transcript import Transcript
from tui.projections.usage import Usage
from tui.wire.frame import Frame


class Views:
    """One of each; `feed` every frame once, in order. `rows` counts them, as each projection's own would."""

    def __init__(self) -> None:
        self.rows = 0
        self.transcript = Transcript()
        self.handles = Handles()
        self.usage = Usage()
        self.link = Link()
        self.lanes = Lanes()
        self.context = Context()
        self.timing = Timing(self.transcript)
        self.checks = Checks(self.transcript, self.timing)
        every: tuple[Projection, ...] = (
            self.transcript,
            self.handles,
            self.usage,
            self.link,
            self.lanes,
            self.context,
            self.timing,
            self.checks,
        )
        self._folds = [(projection.watched, projection.fold) for projection in every]

    def feed(self, frame: Frame) -> None:
        """Let every projection see the frame."""
        row, kinds = self.rows, frame.kinds
        for watched, fold in self._folds:
            if kinds & watched:
                fold(row, frame)
        self.rows += 1
