"""How full the context is, and where compression cut it."""

from __future__ import annotations

from dataclasses import dataclass

from tui.projections.base import Projection
from tui.projections.usage import Counts
from tui.wire.frame import Direction, Frame
from tui.wire.kinds import Kind
from tui.wire.spelling import pick, pick_map

WINDOW = 131_072
"""Tokens: every current Live model's."""
_USUAL_TRIGGER = 0.8
"""Of the window: where compression begins if setup asks for it and names no trigger."""
_CUT = 0.2
"""A prompt smaller than the one before by this share was cut."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The context shrank: tokens before and after, and the row of the report that shows it."""

    row: int
    before: int
    after: int


class Context(Projection):
    """The tokens of the latest turn's prompt and answer, which the next prompt starts from.

    A turn's prompt is the whole context. trigger: tokens at which the service compresses; None where
    setup did not ask for compression.
    """

    watched = Kind.SETUP.bit | Kind.USAGE.bit

    def __init__(self, window: int = WINDOW) -> None:
        super().__init__()
        self.window = window
        self.trigger: int | None = None
        self.tokens = 0
        self.row: int | None = None
        self.cuts: list[Cut] = []
        self._prompt = 0

    @property
    def fill(self) -> float:
        """The share of the window in use."""
        return self.tokens / self.window

    def fold(self, row: int, frame: Frame) -> None:
        if frame.direction is Direction.SEND:
            self._set_up(frame)
        elif frame.kinds & Kind.USAGE.bit:
            self._reported(row, Counts.read(pick_map(frame.message, "usageMetadata")))

    def _set_up(self, frame: Frame) -> None:
        compression = pick(pick_map(frame.message, "setup"), "contextWindowCompression")
        if not isinstance(compression, dict):
            self.trigger = None
            return
        try:
            self.trigger = int(pick(compression, "triggerTokens"))
        except (TypeError, ValueError, OverflowError):
            self.trigger = int(self.window * _USUAL_TRIGGER)

    def _reported(self, row: int, counts: Counts) -> None:
        if not counts.prompt:
            return
        if counts.prompt < self._prompt * (1 - _CUT):
            self.cuts.append(Cut(row, self._prompt, counts.prompt))
        self._prompt, self.row = counts.prompt, row
        self.tokens = counts.prompt + counts.response
