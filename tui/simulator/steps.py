"""The steps of a script: one line each, `say Hello`, `wait 0.5`, `close 1011 Internal error encountered.`

A verb is a coroutine function in `tui.simulator.verbs`; the line is read by its signature: `int`, `float` and
`str` take a word each, `Text` the rest of the line, `Json` the rest of the line as JSON. The same lines stand
in scenarios and are typed at a running simulator.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from string import Template
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tui.simulator.stage import Stage

Text = str
"""The rest of the line, `$names` replaced when it is played."""

Json = Any
"""The rest of the line as JSON, `$names` in its strings replaced when it is played."""

Perform = Callable[..., Awaitable[None]]


class Variables(Template):
    """`$said`, `$1`, `$last_question`: names and the numbers of groups."""

    idpattern = "(?a:[_a-zA-Z][_a-zA-Z0-9]*|[0-9])"


@dataclass(frozen=True, slots=True)
class Verb:
    """What a step can do."""

    name: str
    perform: Perform
    parameters: tuple[inspect.Parameter, ...]

    @property
    def concerns_service(self) -> bool:
        """Whether it acts on the service, and whoever dials it next, rather than on one client."""
        first = next(iter(inspect.signature(self.perform).parameters.values()))
        return str(first.annotation) == "Service"

    @property
    def usage(self) -> str:
        """`close [CODE] [REASON]`."""
        words = (p.name.upper() if p.default is p.empty else f"[{p.name.upper()}]" for p in self.parameters)
        return " ".join([self.name, *words])

    @property
    def about(self) -> str:
        """What it does, in one sentence."""
        return (inspect.getdoc(self.perform) or "").partition("\n")[0]


@dataclass(frozen=True, slots=True)
class Step:
    """A verb and what it is told."""

    verb: Verb
    arguments: tuple[Any, ...]

    async def play(self, stage: Stage) -> None:
        """Do it."""
        values = [_fill(argument, stage.variables) for argument in self.arguments]
        await self.verb.perform(stage.service if self.verb.concerns_service else stage, *values)


VERBS: dict[str, Verb] = {}


def verb(perform: Perform) -> Perform:
    """Make a coroutine function a verb, under its own name with hyphens."""
    name = perform.__name__.strip("_").replace("_", "-")
    parameters = tuple(inspect.signature(perform).parameters.values())[1:]
    VERBS[name] = Verb(name, perform, parameters)
    return perform


def parse_step(line: str) -> Step:
    """The step of a line. Raises ValueError, saying what is wrong with it."""
    name, _, rest = line.strip().partition(" ")
    if name not in VERBS:
        raise ValueError(f"there is no step `{name}`")
    known = VERBS[name]
    arguments: list[Any] = []
    for parameter in known.parameters:
        rest = rest.strip()
        if not rest:
            if parameter.default is parameter.empty:
                raise ValueError(f"`{known.usage}` lacks {parameter.name.upper()}")
            break
        word, rest = _take(str(parameter.annotation), rest)
        arguments.append(_read(known, parameter, word))
    if rest.strip():
        raise ValueError(f"`{known.usage}` does not take `{rest.strip()}`")
    return Step(known, tuple(arguments))


def _take(kind: str, rest: str) -> tuple[str, str]:
    if kind in ("Text", "Json"):
        return rest, ""
    word, _, rest = rest.partition(" ")
    return word, rest


_READERS: Mapping[str, Callable[[str], Any]] = {"int": int, "float": float, "Json": json.loads}


def _read(known: Verb, parameter: inspect.Parameter, word: str) -> Any:
    kind = str(parameter.annotation)
    try:
        return _READERS.get(kind, str)(word)
    except ValueError as error:
        wanted = {"int": "a whole number", "float": "a number", "Json": "JSON"}[kind]
        message = f"`{known.usage}`: {parameter.name.upper()} is {wanted}, not `{word}`"
        raise ValueError(message) from error


def _fill(argument: Any, variables: Mapping[str, str]) -> Any:
    """The argument with its variables replaced, at any depth."""
    if isinstance(argument, str):
        return Variables(argument).safe_substitute(variables)
    if isinstance(argument, list):
        return [_fill(item, variables) for item in argument]
    if isinstance(argument, dict):
        return {key: _fill(value, variables) for key, value in argument.items()}
    return argument
