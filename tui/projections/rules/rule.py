"""What a check is, what it finds, and what every rule has in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import inf
from typing import ClassVar

from tui.projections.base import EVERY_FRAME
from tui.projections.timing import Timing
from tui.projections.transcript import Transcript
from tui.wire.frame import Frame
from tui.wire.kinds import Mask


class Severity(StrEnum):
    """How bad it is. An error breaks or stalls a client that trusts the protocol."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is looked for: a stable id, a severity, and a sentence."""

    id: str
    severity: Severity
    sentence: str


@dataclass(slots=True)
class Finding:
    """A check that struck: the rows that show it, in order, what exactly, and the turn (0: none)."""

    check: Check
    rows: list[int]
    detail: str = ""
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """From when on waiting is too long: seconds, and turns."""

    turn_complete: float = 15.0
    usage: float = 5.0
    handle_turns: int = 3


@dataclass(slots=True)
class Scene:
    """What rules may look at, already fed with the frame, and where they report to."""

    transcript: Transcript
    timing: Timing
    limits: Limits
    report: Callable[[Finding], None]
    join: Callable[[Finding, int], None]
    model: str = ""


class Rule:
    """Sees the frames that carry a kind of `watched`, and reports to the scene.

    due: the Unix second after which `settle` has something to say.
    """

    watched: ClassVar[Mask] = EVERY_FRAME
    checks: ClassVar[tuple[Check, ...]] = ()

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.due = inf

    def see(self, row: int, frame: Frame) -> None:
        """Look at a frame."""
        raise NotImplementedError

    def settle(self, now: float) -> None:
        """Look at the clock: what was waited for until `now` (Unix seconds) and did not come?"""

    def find(self, check: Check, *rows: int, detail: str = "") -> Finding:
        """Report a finding."""
        turn = self.scene.transcript.turn_of(rows[-1])
        finding = Finding(check, list(rows), detail, turn.number if turn else 0)
        self.scene.report(finding)
        return finding
