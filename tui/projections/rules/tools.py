"""Rules about tool calls and their answers."""

from __future__ import annotations

from collections.abc import Iterator

from tui.projections.rules.rule import Check, Finding, Rule, Scene, Severity
from tui.projections.said import tool_answers
from tui.text import clean_line
from tui.wire.frame import Direction, Frame
from tui.wire.kinds import Kind
from tui.wire.spelling import pick_list, pick_map, pick_text

_INPUT = Kind.CLIENT_CONTENT.bit | Kind.REALTIME_TEXT.bit | Kind.REALTIME_AUDIO.bit | Kind.REALTIME_VIDEO.bit


class ToolRule(Rule):
    """Knows each call's frame, and whether it is pending, answered or cancelled."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self.called: dict[str, int] = {}
        self.pending: dict[str, int] = {}
        self.cancelled: dict[str, int] = {}

    def follow(self, row: int, frame: Frame) -> None:
        """Take in calls, answers and cancellations."""
        if frame.kinds & Kind.TOOL_CALL.bit:
            for call_id in _called(frame):
                self.called[call_id] = self.pending[call_id] = row
        if frame.kinds & Kind.TOOL_CANCEL.bit:
            for call_id in pick_list(pick_map(frame.message, "toolCallCancellation"), "ids"):
                if isinstance(call_id, str):
                    self.pending.pop(call_id, None)
                    self.cancelled[call_id] = row
        if frame.kinds & Kind.TOOL_RESPONSE.bit:
            for call_id, _ in tool_answers(frame.message):
                self.pending.pop(call_id, None)
        if frame.kinds & Kind.CLOSE.bit:
            self.pending.clear()


class StrayAnswer(ToolRule):
    """An answer to a call that was never made, or that the service has taken back."""

    watched = Kind.TOOL_CALL.bit | Kind.TOOL_CANCEL.bit | Kind.TOOL_RESPONSE.bit
    unknown = Check("tool-answer-unknown", Severity.ERROR, "A tool response names a call that was never made")
    too_late = Check(
        "tool-answer-cancelled", Severity.WARNING, "A tool response answers a call the service had cancelled"
    )
    twice = Check("tool-answer-twice", Severity.WARNING, "A tool call was answered more than once")
    checks = (unknown, too_late, twice)

    def see(self, row: int, frame: Frame) -> None:
        if frame.direction is Direction.SEND:
            for call_id, _ in tool_answers(frame.message):
                self._answered(row, call_id)
        self.follow(row, frame)

    def _answered(self, row: int, call_id: str) -> None:
        detail = clean_line(f"id {call_id}")
        if call_id not in self.called:
            self.find(self.unknown, row, detail=detail)
        elif call_id in self.cancelled:
            self.find(self.too_late, self.cancelled[call_id], row, detail=detail)
        elif call_id not in self.pending:
            self.find(self.twice, self.called[call_id], row, detail=detail)


class InputDuringCall(ToolRule):
    """Input while the model waits for a tool: some models drop the call, some drop the input."""

    watched = Kind.TOOL_CALL.bit | Kind.TOOL_CANCEL.bit | Kind.TOOL_RESPONSE.bit | Kind.CLOSE.bit | _INPUT
    checks = (
        Check("input-during-call", Severity.WARNING, "Input was sent while a tool call was still pending"),
    )

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._finding: Finding | None = None

    def see(self, row: int, frame: Frame) -> None:
        self.follow(row, frame)
        if not self.pending:
            self._finding = None
        elif frame.direction is Direction.SEND and frame.kinds & _INPUT:
            if self._finding is None:
                self._finding = self.find(self.checks[0], *sorted(set(self.pending.values())), row)
            else:
                self.scene.join(self._finding, row)


def _called(frame: Frame) -> Iterator[str]:
    for call in pick_list(pick_map(frame.message, "toolCall"), "functionCalls"):
        yield pick_text(call, "id")
