"""A setup checked by the SDK's own types, before anything is dialled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, get_args

from tui.text import nearest


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
        found = [_problem(tuple(map(str, item["loc"])), item["type"], item["msg"]) for item in error.errors()]
        return [problem for problem in found if not _is_other_branch(problem, config)] or found[:1]
    return []


def _problem(path: tuple[str, ...], kind: str, what: str) -> Problem:
    if kind == "extra_forbidden":
        what = f"no field of the SDK's{nearest(path[-1], _fields(path[:-1]))}"
    return Problem(path, what)


def _fields(path: Iterable[str]) -> list[str]:
    """The names that may stand at a path; none where a union leaves it open."""
    from google.genai import types

    model: Any = types.LiveConnectConfig
    for step in path:
        field = None if model is None else model.model_fields.get(step)
        if not step.isdecimal():
            model = None if field is None else next(_models(field.annotation), None)
    return [] if model is None else list(model.model_fields)


def _models(annotation: Any) -> Iterator[Any]:
    """The models within `Optional[list[Model]]` and the like."""
    if hasattr(annotation, "model_fields"):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


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
