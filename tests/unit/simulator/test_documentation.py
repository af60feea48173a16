"""What docs/simulator.md says is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import tui.simulator.verbs  # noqa: F401  makes the verbs known
from tui.simulator.scenario_file import load, packaged, parse_scenario
from tui.simulator.steps import VERBS, Verb

DOCUMENT = Path(__file__).parents[3] / "docs" / "simulator.md"


@pytest.mark.parametrize("verb", VERBS.values(), ids=lambda verb: verb.name)
def test_every_step_is_documented_in_its_own_words(verb: Verb) -> None:
    assert f"| `{verb.usage}` | {verb.about} |" in DOCUMENT.read_text()


@pytest.mark.parametrize("name", packaged())
def test_every_packaged_scenario_is_documented_in_its_own_words(name: str) -> None:
    assert f"| `{name}` | {load(name).about} |" in DOCUMENT.read_text()


def test_the_example_is_a_scenario() -> None:
    example = re.search(r"```toml\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    assert example
    scenario = parse_scenario(example[1], Path("tickets.toml"))
    assert [step.verb.name for step in scenario.rules[0].steps] == ["think", "tool", "say"]


def test_every_option_is_documented() -> None:
    import argparse

    from tui.commands.simulate import add_arguments

    parser = argparse.ArgumentParser(add_help=False)
    add_arguments(parser)
    for action in parser._actions:
        assert not action.option_strings or any(
            f"`{name}" in DOCUMENT.read_text() for name in action.option_strings
        )
