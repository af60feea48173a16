"""Rules about the session as a whole: what can be resumed, what was counted."""

from __future__ import annotations

from math import inf

from tui.projections.rules.rule import Check, Finding, Rule, Scene, Severity
from tui.wire.frame import Direction, Frame
from tui.wire.kinds import Kind
from tui.wire.spelling import pick, pick_map, pick_text


class HandleLost(Rule):
    """Turn after turn without a handle, though setup asked for them."""

    watched = Kind.SETUP.bit | Kind.RESUMPTION.bit | Kind.TURN_COMPLETE.bit
    checks = (
        Check(
            "handle-lost",
            Severity.WARNING,
            "No good handle came for several turns: what they said would be lost with the connection",
        ),
    )

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._asked = False
        self._rows: list[int] = []
        self._finding: Finding | None = None

    def see(self, row: int, frame: Frame) -> None:
        if frame.direction is Direction.SEND:
            self._asked = pick(pick_map(frame.message, "setup"), "sessionResumption") is not None
        if frame.kinds & Kind.RESUMPTION.bit:
            update = pick_map(frame.message, "sessionResumptionUpdate")
            if pick_text(update, "newHandle") and update.get("resumable") is True:
                self._rows, self._finding = [], None
        if self._asked and frame.kinds & Kind.TURN_COMPLETE.bit:
            self._missed(row)

    def _missed(self, row: int) -> None:
        self._rows.append(row)
        if self._finding is not None:
            self.scene.join(self._finding, row)
        elif len(self._rows) > self.scene.limits.handle_turns:
            self._finding = self.find(self.checks[0], *self._rows)


class UsageMissing(Rule):
    """A turn for which the service counted nothing."""

    watched = Kind.USAGE.bit | Kind.TURN_COMPLETE.bit
    checks = (Check("usage-missing", Severity.INFO, "The turn ended without `usageMetadata`"),)

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._counted = False
        self._row = 0

    def see(self, row: int, frame: Frame) -> None:
        if frame.kinds & Kind.USAGE.bit:
            self._counted, self.due = True, inf
        if frame.kinds & Kind.TURN_COMPLETE.bit:
            self.settle(inf)
            turn = self.scene.transcript.turn_of(row)
            if not self._counted and turn is not None and turn.is_answered:
                self.due, self._row = frame.t + self.scene.limits.usage, row
            self._counted = False

    def settle(self, now: float) -> None:
        if now > self.due:
            self.due = inf
            self.find(self.checks[0], self._row)
