"""The steps of a script: one line each, `say Hello`, `wait 0.5`, `close 1011 Internal error encountered.`

A verb is a coroutine function in `tui.simulator.verbs`; the line is read by its signature. The types below
say what an argument is; `str` is a word. The same lines stand in scenarios and are typed at a running
simulator.
"""

from __future__ import annotations

import inspect
import json
import math
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from string import Template
from typing import TYPE_CHECKING, Any

from websockets.frames import EXTERNAL_CLOSE_CODES

if TYPE_CHECKING:
    from tui.simulator.stage import Stage

Text = str
"""The rest of the line, `$names` replaced when it is played."""

Json = Any
"""The rest of the line as JSON, `$names` in its strings replaced when it is played."""

Hex = str
"""The rest of the line as bytes in hexadecimal."""

Number = float
"""A number, not negative: seconds, a rate."""

Count = int
"""A whole number from 1."""

CloseCode = int
"""A code that may stand in a close frame: not 1005, 1006 or 1015."""

HttpError = int
"""An HTTP status from 400."""

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
    name, _, rest = line.lstrip().rstrip("\r\n").partition(" ")
    if name not in VERBS:
        raise ValueError(f"there is no step `{name}`")
    known = VERBS[name]
    arguments: list[Any] = []
    for parameter in known.parameters:
        rest = rest.lstrip()
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
    if kind in ("Text", "Json", "Hex"):
        return rest, ""
    word, _, rest = rest.partition(" ")
    return word, rest


def _number(kind: Callable[[str], float], fits: Callable[[float], bool]) -> Callable[[str], float]:
    """A reader of numbers in a range."""

    def read(word: str) -> float:
        number = kind(word)
        if not fits(number):
            raise ValueError(word)
        return number

    return read


def _closes(code: float) -> bool:
    return code in EXTERNAL_CLOSE_CODES or 3000 <= code < 5000


_READERS: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "Count": ("a whole number from 1", _number(int, lambda n: n >= 1)),
    "Number": ("a number from 0", _number(float, lambda n: 0 <= n < math.inf)),
    "CloseCode": ("a code that a close frame can have", _number(int, _closes)),
    "HttpError": ("an HTTP status from 400", _number(int, lambda n: n >= 400 and n in set(HTTPStatus))),
    "Json": ("JSON", json.loads),
    "Hex": ("bytes in hexadecimal", bytes.fromhex),
}


def _read(known: Verb, parameter: inspect.Parameter, word: str) -> Any:
    """The argument of a word, by the name of the parameter's type."""
    wanted, read = _READERS.get(str(parameter.annotation), ("", str))
    try:
        return read(word)
    except (ValueError, RecursionError) as error:
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
