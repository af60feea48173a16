"""From a profile of config.toml to a setup: the SDK's fields, the functions and their answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tui.config import Config, Profile
from tui.consent import Consent
from tui.errors import ConfigError
from tui.live.tools import TIMEOUT, Answer
from tui.text import nearest

_DECLARED = ("description", "parameters", "behavior")
_KINDS: Mapping[str, type | tuple[type, ...]] = {
    "description": str,
    "parameters": Mapping,
    "behavior": str,
    "response": Mapping,
    "command": list,
    "timeout": (int, float),
    "scheduling": str,
}
_INSTEAD = {
    "response_modalities": "modality",
    "generation_config": "its fields, in this table",
    "model": "model of the profile",
}
SCHEDULING = ("SILENT", "WHEN_IDLE", "INTERRUPT")


def fields(config: Config, profile: Profile, directory: Path | None = None) -> dict[str, Any]:
    """The members of a `Setup` that a profile sets: extra, answers, consent, locate. Raises ConfigError.

    directory: where consent to run commands is kept. Types inside `live` are checked by the SDK, later.
    """
    for error in problems(config, profile):
        raise error
    here = ("profiles", profile.name)
    answers = {name: _answer(table) for name, table in profile.tools.items()}
    commands = {name: answer.command for name, answer in answers.items() if answer.command}
    return {
        "extra": {**profile.live, **_tools(profile)},
        "answers": answers,
        "consent": Consent(directory, profile.name, commands),
        "locate": lambda path: config.place((*here, "live", *path)),
    }


def problems(config: Config, profile: Profile) -> Iterator[ConfigError]:
    """What is wrong within `live` and `tools`; the first of each function."""
    here = ("profiles", profile.name)
    for key in profile.live:
        if key in _INSTEAD:
            yield config.problem((*here, "live", key), f"belongs elsewhere: set {_INSTEAD[key]}")
    for name, table in profile.tools.items():
        try:
            _check(config, (*here, "tools", name), table)
        except ConfigError as error:
            yield error


def _tools(profile: Profile) -> dict[str, Any]:
    """The `tools` of the setup: those of `live`, and one with the functions declared here."""
    declared = [
        {"name": name, **{key: table[key] for key in _DECLARED if key in table and key != "parameters"}}
        | ({"parameters_json_schema": table["parameters"]} if "parameters" in table else {})
        for name, table in profile.tools.items()
    ]
    tools = list(profile.live.get("tools", []))
    tools += [{"function_declarations": declared}] if declared else []
    return {"tools": tools} if tools else {}


def _answer(table: Mapping[str, Any]) -> Answer:
    return Answer(
        response=table.get("response"),
        command=tuple(table.get("command", ())),
        timeout=float(table.get("timeout", TIMEOUT)),
        scheduling=table.get("scheduling", ""),
    )


def _check(config: Config, here: tuple[str, ...], table: Any) -> None:
    if not isinstance(table, Mapping):
        raise config.problem(here, "must be a table")
    for key, value in table.items():
        if key not in _KINDS:
            guess = nearest(key, _KINDS) or f"; known are {', '.join(_KINDS)}"
            raise config.problem((*here, key), f"is not known{guess}")
        if not isinstance(value, _KINDS[key]):
            raise config.problem((*here, key), "is of the wrong type")
    if "response" in table and "command" in table:
        raise config.problem((*here, "command"), "and response exclude each other")
    if "command" in table and not (table["command"] and all(isinstance(w, str) for w in table["command"])):
        raise config.problem((*here, "command"), 'must be a list of words, such as ["date", "+%H:%M"]')
    if table.get("scheduling", SCHEDULING[0]) not in SCHEDULING:
        raise config.problem((*here, "scheduling"), f"must be {', '.join(SCHEDULING)}")
