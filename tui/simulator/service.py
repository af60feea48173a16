"""What all connections of a simulator share."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tui.simulator.dialect import Speech
from tui.simulator.handles import Handles
from tui.simulator.scenario import Playbook, Scenario
from tui.simulator.served import Served

if TYPE_CHECKING:
    from tui.simulator.session import Session


@dataclass
class Service:
    """The script, the handles, and the faults that wait for the next client to dial.

    pace: overrules the scenario's. seed: makes a run repeat to the byte; None for chance.
    """

    playbook: Playbook
    handles: Handles
    speak: Speech
    pace: float | None = None
    seed: str | None = None
    served: Served = field(default_factory=Served)
    sessions: list[Session] = field(default_factory=list)
    refusals: list[int] = field(default_factory=list)
    holds: int = 0

    @property
    def scenario(self) -> Scenario:
        """What is played."""
        return self.playbook.scenario

    @property
    def delay(self) -> float:
        """Seconds between the frames of an answer."""
        return self.scenario.pace if self.pace is None else self.pace

    def take_refusal(self) -> int | None:
        """The HTTP status that the client who dials now is refused with, if it is."""
        return self.refusals.pop(0) if self.refusals else None

    def take_hold(self) -> bool:
        """Whether the client who is being set up now never gets its setupComplete."""
        self.holds, held = max(0, self.holds - 1), self.holds > 0
        return held

    def next_rng(self) -> random.Random:
        """Chance for the next connection: its own, so that others cannot disturb it."""
        self.served.connections += 1
        return random.Random(None if self.seed is None else f"{self.seed}/{self.served.connections}")
