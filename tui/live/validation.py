"""A setup checked by the SDK's own types, before anything is dialled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Problem(NamedTuple):
    """What is wrong with a member of LiveConnectConfig: its path, and the SDK's words."""

    path: tuple[str, ...]
    what: str


def problems(config: Mapping[str, Any]) -> list[Problem]:
    """Everything the SDK refuses in the fields of a LiveConnectConfig. Loads the SDK."""
    from google.genai import types
    from pydantic import ValidationError

    try:
        types.LiveConnectConfig.model_validate(dict(config))
    except ValidationError as error:
        found = [Problem(tuple(map(str, item["loc"])), item["msg"]) for item in error.errors()]
        return [problem for problem in found if not _is_other_branch(problem, config)] or found[:1]
    return []


def _is_other_branch(problem: Problem, config: Mapping[str, Any]) -> bool:
    """A union's error names the branch in its path: a member that is not in the config."""
    value: Any = config
    for step in problem.path[:-1]:
        if isinstance(value, Mapping) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdecimal():
            value = value[int(step)]
        else:
            return True
    return False
