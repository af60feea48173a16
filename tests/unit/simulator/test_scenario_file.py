"""Scenarios in files: what they say, and what is wrong with them, with the line."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.simulator.raw import Client, dial, transcript
from tui.errors import ConfigError
from tui.simulator.scenario import Scenario
from tui.simulator.scenario_file import load, packaged, parse_scenario
from tui.simulator.server import Simulator
from tui.simulator.steps import VERBS, parse_step

PACKAGED = (
    "barge-in faults flood goaway greeting long-answer silence strange-frames thinking tools transcribe"
)
WORDS: dict[str, Any] = {"outputAudioTranscription": {}}


def parse(text: str, **overrides: str) -> Scenario:
    return parse_scenario(text, Path("mine.toml"), overrides)


@pytest.mark.parametrize("name", PACKAGED.split())
def test_the_packaged_ones_are_sound(name: str) -> None:
    scenario = load(name)
    assert scenario.rules
    assert scenario.about


def test_all_that_is_packaged_is_known_here() -> None:
    assert packaged() == sorted(PACKAGED.split())


WRONG = [
    ("[[rule]\n", "mine.toml:1: "),
    ('about = 3\n[[rule]]\nsteps = ["hang"]\n', "mine.toml:1: `about` is a text"),
    ("speed = 3\n", "mine.toml:1: there is no `speed` here; there are: about, base, pace"),
    ("\n\n[[rule]]\nsteps = 3\n", "mine.toml:4: `steps` is a list of texts"),
    ("[[rule]]\nwhen = '('\n", "mine.toml:2: `when` is no regular expression: missing )"),
    (
        '[[rule]]\nsteps = ["hang"]\n[[rule]]\non = "lunch"\n',
        "mine.toml:4: `on` is one of upgrade, setup, open",
    ),
    ('[[rule]]\nsteps = [\n  "say Hi",\n  "sya Hi",\n]\n', "mine.toml:4: there is no step `sya`"),
    ('[[rule]]\nsteps = ["wait"]\n', "mine.toml:2: `wait SECONDS` lacks SECONDS"),
    (
        '[[rule]]\nsteps = ["wait soon"]\n',
        "mine.toml:2: `wait SECONDS`: SECONDS is a number from 0, not `soon`",
    ),
    ('[[rule]]\nsteps = ["wait -1"]\n', "SECONDS is a number from 0, not `-1`"),
    ('[[rule]]\nsteps = ["drip 0"]\n', "`drip [FRAMES]`: FRAMES is a whole number from 1, not `0`"),
    ('[[rule]]\nsteps = ["close 1006"]\n', "CODE is a code that a close frame can have, not `1006`"),
    ('[[rule]]\nsteps = ["refuse 200"]\n', "STATUS is an HTTP status from 400, not `200`"),
    ('[[rule]]\nsteps = ["raw-hex xy"]\n', "PAYLOAD is bytes in hexadecimal, not `xy`"),
    ('[[rule]]\nsteps = ["hang on"]\n', "mine.toml:2: `hang` does not take `on`"),
    ("[[rule]]\nsteps = ['send {']\n", "mine.toml:2: `send MESSAGE`: MESSAGE is JSON, not `{`"),
    ('[[rule]]\non = "upgrade"\nsteps = ["say Hi"]\n', "mine.toml:3: `say` needs a client, and on upgrade"),
    ('base = "nothing"\n', "mine.toml:1: `base` is one of barge-in"),
    ('[[rule]]\nwhen = "on on"\non = "lunch"\n', "mine.toml:3: `on` is one of"),
    ("\nrule = [{steps = ['dance']}]\n", "mine.toml:2: there is no step `dance`"),
    ("# \u2028\n\nabout = 3\n", "mine.toml:3: `about` is a text"),
    ("\nabout.x = 3\n", "mine.toml:2: `about` is a text"),
    ("[rule]\n", "mine.toml:1: `rule` is `[[rule]]` tables"),
    ("rule = [1]\n", "mine.toml:1: `rule` is `[[rule]]` tables"),
]


@pytest.mark.parametrize(("text", "expected"), WRONG, ids=lambda value: repr(value)[:30])
def test_what_is_wrong_is_said_with_its_line(text: str, expected: str) -> None:
    with pytest.raises(ConfigError) as wrong:
        parse(text)
    assert expected in wrong.value.message
    assert "--steps" in wrong.value.hint


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(ConfigError) as wrong:
        parse('[[rule]]\nsteps = ["foo"]\n[[rule]]\nsteps = ["bar"]\n')
    assert wrong.value.message.count("there is no step") == 2


def test_a_parameter_that_is_not_there_cannot_be_set() -> None:
    with pytest.raises(ConfigError, match="there is no parameter `rate`; there are: size"):
        parse("[parameters]\nsize = 3\n", rate="1")


def test_a_scenario_that_is_not_there() -> None:
    with pytest.raises(ConfigError, match="there is no scenario nowhere"):
        load("nowhere")


LINES = st.sampled_from(
    [
        "[[rule]]",
        "[rule]",
        "[parameters]",
        'steps = ["say $x"]',
        "when = '('",
        "rule = 3",
        "a = 1",
        "rule = [{steps = ['x']}]",
    ]
)


@given(st.lists(LINES | st.text(max_size=20), max_size=8))
def test_any_text_is_a_scenario_or_a_configuration_error(lines: list[str]) -> None:
    try:
        scenario = parse("\n".join(lines))
    except ConfigError as error:
        assert "mine.toml:" in error.message
    else:
        assert scenario.name == "mine"


@given(st.text(max_size=40) | st.tuples(st.sampled_from(sorted(VERBS)), st.text(max_size=20)).map(" ".join))
def test_any_line_is_a_step_or_a_value_error(line: str) -> None:
    try:
        step = parse_step(line)
    except ValueError:
        return
    assert step.verb.name == line.split()[0]


def test_every_verb_says_what_it_does() -> None:
    assert all(verb.about.endswith(".") for verb in VERBS.values())


def talk(text: str, *words: str, **overrides: str) -> list[str]:
    """What the scenario answers to each of the words."""

    async def say(client: Client) -> list[str]:
        return [transcript(await client.turn(each)) for each in words]

    async def run() -> list[str]:
        async with Simulator(parse(text, **overrides), pace=0) as sim, dial(sim, **WORDS) as client:
            return await say(client)

    return asyncio.run(run())


def test_the_first_rule_that_applies_is_played() -> None:
    text = """
        [parameters]
        who = "nobody"
        [[rule]]
        when = "^my name is (\\\\w+)"
        steps = ["say Hello $1, I am $who."]
        [[rule]]
        times = 1
        steps = ["say Once."]
        [[rule]]
        after = "name"
        steps = ["say After $last_question"]
        [[rule]]
        steps = ["say It costs $$5, {$said}."]
    """
    said = talk(text, "Go", "My name is Ada", "Next", "On", who="me")
    assert said[:3] == ["Once.", "Hello Ada, I am me.", "After My name is Ada"]
    assert talk(text, "Go", "Next")[1] == "It costs $5, {Next}."


def test_the_space_at_the_end_of_what_is_said_is_kept() -> None:
    assert talk('[[rule]]\nsteps = ["say One. ", "say Two."]\n', "Go") == ["One. Two."]


def test_a_base_answers_what_the_scenario_does_not() -> None:
    text = 'base = "greeting"\n[[rule]]\nwhen = "ping"\nsteps = ["say Pong."]\n'
    assert talk(text, "Ping!", "What is the capital of Brazil?") == [
        "Pong.",
        "The capital of Brazil is Brasília.",
    ]


def test_words_of_the_client_are_not_read_as_variables() -> None:
    text = '[[rule]]\nsteps = ["say $said"]\n'
    assert talk(text, "$last_question costs $1") == ["$last_question costs $1"]


def test_rules_apply_on_the_upgrade_the_setup_and_the_opening() -> None:
    text = """
        [[rule]]
        on = "upgrade"
        times = 1
        when = "v1beta"
        steps = ["refuse 503"]
        [[rule]]
        on = "setup"
        when = "native"
        steps = ['send {"early": true}']
        [[rule]]
        on = "open"
        steps = ['send {"late": true}']
    """

    async def run() -> list[dict[str, Any]]:
        async with Simulator(parse(text)) as sim:
            with pytest.raises(Exception, match="HTTP 503"):
                async with dial(sim):
                    pass
            async with dial(sim) as client:
                return await client.until(lambda message: "late" in message)

    assert asyncio.run(run()) == [{"early": True}, {"setupComplete": {}}, {"late": True}]
