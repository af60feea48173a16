"""Is what crossed the socket what the protocol promises?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import inf

from tui.projections.base import Projection
from tui.projections.rules.order import (
    AudioAfterInterrupted,
    ContentAfterTurn,
    EmptyTurn,
    NotReadyFirst,
    NoTurnComplete,
    UnfinishedTranscription,
)
from tui.projections.rules.payload import BrokenSound, NotUnderstood
from tui.projections.rules.rule import Check, Finding, Limits, Rule, Scene, Severity
from tui.projections.rules.tools import InputDuringCall, StrayAnswer
from tui.projections.rules.whole import HandleLost, UsageMissing
from tui.projections.timing import Timing
from tui.projections.transcript import Transcript
from tui.wire.frame import Direction, Frame
from tui.wire.kinds import Kind, Mask
from tui.wire.spelling import pick_map, pick_text

RULES: tuple[type[Rule], ...] = (
    AudioAfterInterrupted,
    NoTurnComplete,
    ContentAfterTurn,
    EmptyTurn,
    UnfinishedTranscription,
    NotReadyFirst,
    StrayAnswer,
    InputDuringCall,
    HandleLost,
    UsageMissing,
    NotUnderstood,
    BrokenSound,
)

_WORST_FIRST = list(Severity)

CHECKS: dict[str, Check] = {check.id: check for rule in RULES for check in rule.checks}
"""Every check there is, by id."""


class Checks(Projection):
    """What was found, in the order it was found; the transcript and the timing are fed each frame first."""

    def __init__(self, transcript: Transcript, timing: Timing, limits: Limits | None = None) -> None:
        super().__init__()
        self.findings: list[Finding] = []
        self.revision = 0
        self._by_row: dict[int, list[Finding]] = {}
        self._counts: Counter[Severity] = Counter()
        self._scene = Scene(transcript, timing, limits or Limits(), self._report, self._join)
        self._rules = [rule(self._scene) for rule in RULES]
        self._waiting = [rule for rule in self._rules if type(rule).settle is not Rule.settle]
        self._interested: dict[Mask, list[Rule]] = {}

    def at(self, row: int) -> list[Finding]:
        """What was found in a frame."""
        return self._by_row.get(row, [])

    def among(self, rows: Sequence[int]) -> list[Finding]:
        """What was found in a run of rows, worst first, each once."""
        if len(rows) > len(self._by_row):
            rows = [row for row in self._by_row if rows[0] <= row <= rows[-1]]
        found = {id(finding): finding for row in rows for finding in self._by_row.get(row, ())}
        return sorted(found.values(), key=lambda finding: _WORST_FIRST.index(finding.check.severity))

    def count(self) -> Counter[Severity]:
        """How many of each severity."""
        return self._counts

    def settle(self, now: float = inf) -> None:
        """Say what the clock says, Unix seconds: without it, a recording is over and nothing more comes."""
        for rule in self._waiting:
            rule.settle(now)

    def fold(self, row: int, frame: Frame) -> None:
        kinds = frame.kinds
        if kinds & Kind.SETUP.bit and frame.direction is Direction.SEND:
            self._scene.model = pick_text(pick_map(frame.message, "setup"), "model")
        for rule in self._waiting:
            if rule.due < frame.t:
                rule.settle(frame.t)
        for rule in self._watching(kinds):
            rule.see(row, frame)

    def _watching(self, kinds: Mask) -> list[Rule]:
        """The rules that watch for any of these kinds; there are a few dozen masks in any session."""
        rules = self._interested.get(kinds)
        if rules is None:
            rules = self._interested[kinds] = [rule for rule in self._rules if kinds & rule.watched]
        return rules

    def _report(self, finding: Finding) -> None:
        self.revision += 1
        self.findings.append(finding)
        self._counts[finding.check.severity] += 1
        for row in finding.rows:
            self._by_row.setdefault(row, []).append(finding)

    def _join(self, finding: Finding, row: int) -> None:
        """One more frame that shows the same."""
        self.revision += 1
        finding.rows.append(row)
        self._by_row.setdefault(row, []).append(finding)
