"""The margin of the log: what the protocol checks found in a row's frames."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from tui.projections.checks import Checks
from tui.projections.rules.rule import Severity

SIGNS = {Severity.ERROR: "✕", Severity.WARNING: "!", Severity.INFO: " "}


class Margin:
    """A sign and the ids of the checks for a row; nothing without checks, and nothing for mere remarks."""

    def __init__(self, checks: Checks | None = None) -> None:
        self._checks = checks

    @property
    def revision(self) -> int:
        """Grows whenever rows may look different."""
        return self._checks.revision if self._checks is not None else 0

    def of(self, frames: Sequence[int]) -> tuple[str, str]:
        """(sign, ids), both empty where all is well."""
        found = self._checks.among(frames) if self._checks is not None else []
        alarming = [finding.check for finding in found if finding.check.severity is not Severity.INFO]
        if not alarming:
            return "", ""
        return SIGNS[alarming[0].severity], " ".join(dict.fromkeys(check.id for check in alarming))

    def next_error(self, frame: int, step: int) -> int | None:
        """The nearest frame after (1) or before (-1) one that bears the sign of an error."""
        findings = self._checks.findings if self._checks is not None else []
        errors = (finding.rows for finding in findings if finding.check.severity is Severity.ERROR)
        beyond = (row for row in chain.from_iterable(errors) if (row - frame) * step > 0)
        return min(beyond, default=None) if step > 0 else max(beyond, default=None)
