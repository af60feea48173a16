"""`gemini-tui show ID --checks`: what a recording holds against the protocol, for people and for CI."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tui.projections.checks import Checks
from tui.projections.rules.rule import Finding, Severity
from tui.projections.views import Views
from tui.store.journal import Journal

_FRAMES_SHOWN = 6
_WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "remark"}


def judge(journal: Journal) -> Checks:
    """The checks over a whole recording, after which nothing more comes."""
    views = Views()
    for frame in journal.frames():
        views.feed(frame)
    views.checks.settle()
    return views.checks


def record_of(checks: Checks, journal: Journal) -> dict[str, Any]:
    """As `--json` shows it. `frames` are the `seq` of the frames that show a finding; turn 0 is none."""
    count = checks.count()
    return {
        "errors": count[Severity.ERROR],
        "warnings": count[Severity.WARNING],
        "infos": count[Severity.INFO],
        "findings": [
            {
                "id": finding.check.id,
                "severity": finding.check.severity.value,
                "sentence": finding.check.sentence,
                "detail": finding.detail,
                "turn": finding.turn,
                "frames": [journal[row].seq for row in finding.rows],
            }
            for finding in checks.findings
        ],
    }


def lines_of(checks: Checks, journal: Journal) -> Iterator[str]:
    """For a person: a line a finding, and their sum."""
    for finding in checks.findings:
        yield _line(finding, journal)
    count, frames = checks.count(), _so_many(len(journal), "frame")
    yield f"{', '.join(_so_many(count[severity], word) for severity, word in _WORDS.items())} in {frames}"


def _so_many(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def exit_code(checks: Checks) -> int:
    """1 where there are errors."""
    return 1 if checks.count()[Severity.ERROR] else 0


def _line(finding: Finding, journal: Journal) -> str:
    rows = finding.rows[:_FRAMES_SHOWN]
    frames = ", ".join(f"#{journal[row].seq}" for row in rows)
    more = f" and {len(finding.rows) - len(rows)} more" if len(finding.rows) > len(rows) else ""
    turn = f", turn {finding.turn}" if finding.turn else ""
    detail = f": {finding.detail}" if finding.detail else ""
    check = finding.check
    return f"{check.severity.value:<8}{check.id}  {check.sentence}{detail} ({frames}{more}{turn})"
