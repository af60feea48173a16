"""What the protocol checks found, worst first."""

from __future__ import annotations

from collections.abc import Iterator

from tui.projections.checks import CHECKS, Checks
from tui.projections.rules.rule import Finding, Severity
from tui.ui.instruments.table import Cell, Row, Tone, heading, words

SIGNS = {Severity.ERROR: "✕", Severity.WARNING: "!", Severity.INFO: "·"}
_TONES = {Severity.ERROR: Tone.BAD, Severity.WARNING: Tone.WARN, Severity.INFO: Tone.FAINT}
_WORST_FIRST = list(Severity)


def rows(checks: Checks) -> Iterator[Row]:
    """A line a finding."""
    if not checks.findings:
        yield words(f"Nothing found: {len(CHECKS)} checks look at every frame", Tone.GOOD)
        return
    yield heading("", "check", ">turn", ">frames", "what")
    for finding in sorted(checks.findings, key=_order):
        yield _finding(finding)


def _order(finding: Finding) -> tuple[int, int]:
    return _WORST_FIRST.index(finding.check.severity), finding.rows[0]


def _finding(finding: Finding) -> Row:
    check = finding.check
    detail = f": {finding.detail}" if finding.detail else ""
    return Row(
        (
            Cell(SIGNS[check.severity], _TONES[check.severity]),
            Cell(check.id, _TONES[check.severity]),
            Cell(str(finding.turn or "–"), right=True),
            Cell(str(len(finding.rows)), right=True),
            Cell(check.sentence + detail),
        ),
        frame=finding.rows[-1],
    )
