"""The projections a conversation is always seen through, fed together."""

from __future__ import annotations

from tui.projections.handles import Handles
from tui.projections.link import Link
from tui.projections.transcript import Transcript
from tui.projections.usage import Usage
from tui.wire.frame import Frame


class Views:
    """One of each; `feed` every frame once, in order."""

    def __init__(self) -> None:
        self.transcript = Transcript()
        self.handles = Handles()
        self.usage = Usage()
        self.link = Link()

    def feed(self, frame: Frame) -> None:
        """Let every projection see the frame."""
        self.transcript.feed(frame)
        self.handles.feed(frame)
        self.usage.feed(frame)
        self.link.feed(frame)
