"""A scenario: rules from what happened to the steps that answer it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from tui.simulator.steps import Step

OCCASIONS = ("upgrade", "setup", "open", "turn")
"""When a rule can apply: a client dials, sends its setup, got its setupComplete, said something."""

ANYTHING = re.compile("")


@dataclass(frozen=True, slots=True)
class Rule:
    """On an occasion, when the patterns are found: the steps.

    when: searched in the path, the model, or what was said. after: searched in the question before; a
    first question has none before it. model: searched in the model's name. times: how often the rule
    applies, None for always.
    """

    on: str = "turn"
    when: re.Pattern[str] = ANYTHING
    after: re.Pattern[str] | None = None
    model: re.Pattern[str] = ANYTHING
    times: int | None = None
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Scenario:
    """What a simulator plays.

    pace: seconds between the frames of an answer. playback: how much of an answer's sound passes
    between generationComplete and turnComplete (1 as the service, 0 for no waiting). hears: what is made
    of speech, in turns. parameters: names for steps to use.
    """

    name: str
    about: str = ""
    pace: float = 0.0
    playback: float = 0.0
    hears: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()


class Cue(NamedTuple):
    """The rule that applies, and what its pattern found."""

    rule: Rule
    groups: dict[str, str]


class Playbook:
    """A scenario being played: which rules are used up."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._used: Counter[int] = Counter()

    def pick(self, on: str, subject: str, *, before: str = "", model: str = "") -> Cue | None:
        """The first rule that applies; picking it uses it once."""
        for number, rule in enumerate(self.scenario.rules):
            found = rule.when.search(subject)
            if rule.on != on or found is None or not self._fits(number, rule, before, model):
                continue
            self._used[number] += 1
            groups = {str(n): found[n] or "" for n in range(rule.when.groups + 1)}
            return Cue(rule, groups)
        return None

    def _fits(self, number: int, rule: Rule, before: str, model: str) -> bool:
        if rule.times is not None and self._used[number] >= rule.times:
            return False
        remembers = rule.after is None or (before and rule.after.search(before))
        return bool(remembers and rule.model.search(model))
