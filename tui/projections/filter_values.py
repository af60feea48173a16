"""Questions to the values of a message: `usageMetadata.totalTokenCount > 1000`, or JMESPath in braces."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice, product
from typing import Any

from tui.projections.filter_mistakes import FilterError, near
from tui.projections.filters import Filter, Holds
from tui.wire.schema import SERVER
from tui.wire.spelling import camel, snake

_SPELLINGS = 32
"""Of one path, at most."""

_STEP = re.compile(r"(?P<name>[A-Za-z_][\w-]*)(?P<index>(?:\[(?:\*|-?\d+)?\])*)")
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")
_NEARLY_NUMBER = re.compile(r"[-+]?[\d.,_]+[kmg]?b?", re.IGNORECASE)
_NEARLY_JSON = {"true": "true", "false": "false", "null": "null", "none": "null", "nil": "null"}
_TERM = re.compile(r"(?:not|and|or|(?:dir|kind|turn|size|conn|seq|since|until|has|text):.*|@.*)", re.DOTALL)


def comparison(key: str, op: str, value: str, at: int, value_at: int) -> Filter:
    """The value at a path against a number or a text; `[*]` in the path: of any that are there."""
    _check_value(op, value, value_at)
    steps = _steps(key, at)
    sign = {"=": "=="}.get(op, op)
    sources = [_compared(path, sign, _literal(value)) for path in islice(_spelled(steps), _SPELLINGS)]
    needs = "" if sign == "!=" or value == "null" else camel(steps[0][0])
    both = " && " if (sign == "!=") != (value == "null") and not _any(key) else " || "
    return expression(f"{{{both.join(sources)}}}", at, needs)


def _compared(path: str, sign: str, literal: str) -> str:
    return f"({path} | [?@ {sign} `{literal}`])" if _any(path) else f"{path} {sign} `{literal}`"


def _any(path: str) -> bool:
    """Whether a path leads to several values, any of which will do."""
    return "[*]" in path or "[]" in path


def _spelled(steps: list[tuple[str, str]]) -> Iterator[str]:
    """A path as it is written on the wire: what is sent, in either spelling or in both."""
    is_received = camel(steps[0][0]) in SERVER
    ways = [
        dict.fromkeys((camel(name), name) if is_received else (camel(name), snake(name), name))
        for name, _ in steps
    ]
    for names in product(*ways):
        yield ".".join(f'"{name}"{index}' for name, (_, index) in zip(names, steps, strict=True))


def _steps(key: str, at: int) -> list[tuple[str, str]]:
    steps = []
    for part in key.split("."):
        match = _STEP.fullmatch(part)
        if match is None:
            raise FilterError("a path is names with a point between: usageMetadata.totalTokenCount", at)
        steps.append((match["name"], match["index"]))
        at += len(part) + 1
    return steps


def _check_value(op: str, value: str, at: int) -> None:
    """Raises FilterError for what nobody means by it."""
    if value[0] in "<>=!~:":
        raise FilterError(f"`{op}{value[0]}` compares nothing: there are = != < <= > >=", at)
    if _TERM.fullmatch(value):
        raise FilterError(f"a value must come before `{value}`; a text that looks so is quoted", at)
    if op in ("<", "<=", ">", ">=") and not _NUMBER.fullmatch(value):
        raise FilterError(f"`{op}` compares with a number, not with `{value}`", at)
    if (meant := _NEARLY_JSON.get(value.casefold(), value)) != value:
        raise FilterError(f'JSON has `{meant}`; the text is written "{value}"', at)
    if _NEARLY_NUMBER.fullmatch(value) and not _is_json(value):
        raise FilterError(f'`{value}` is no number; the text is written "{value}"', at)
    if '"' in value and not _is_json(value):
        raise FilterError("a quote stands before and behind a text", at)


def _is_json(value: str) -> bool:
    try:
        json.loads(value)
    except (ValueError, RecursionError):
        return False
    return True


def _literal(value: str) -> str:
    """A JMESPath literal: JSON as it stands, anything else as a string."""
    return (value if _is_json(value) else json.dumps(value)).replace("`", "\\`")


def expression(text: str, at: int, member: str = "") -> Filter:
    """`{…}`: a JMESPath expression; where its value is true the frame passes. member: see `Holds`."""
    import jmespath
    from jmespath.exceptions import JMESPathError

    if len(text) < 2 or not text.endswith("}"):
        raise FilterError("this expression is never closed by `}`", at)
    try:
        asked = jmespath.compile(text[1:-1])
    except (JMESPathError, ValueError) as error:
        where = getattr(error, "lex_position", None)
        raise FilterError(f"expression: {_in_words(error)}", at + 1 + (where or 0)) from error
    for name, found in _calls(asked.parsed):
        if problem := _problem(name, found):
            raise FilterError(f"expression: {problem}", at + 1 + max(0, text[1:].find(name)))
    return Holds(asked.search, text, member)


def _in_words(error: Exception) -> str:
    """What JMESPath says, without its drawing of the place."""
    from jmespath.exceptions import EmptyExpressionError, IncompleteExpressionError, LexerError, ParseError

    match error:
        case IncompleteExpressionError():
            return "something must follow here"
        case EmptyExpressionError():
            return "something must stand between the braces"
        case LexerError():
            return str(error.message)
        case ParseError():
            return f"`{error.token_value}` is not expected here" if error.token_value else str(error.msg)
    return str(error).splitlines()[0]


def _calls(node: Any) -> Iterator[tuple[str, int]]:
    """The functions that are called in a parsed expression, and with how many arguments."""
    waiting: list[Any] = [node]
    while waiting:
        part = waiting.pop()
        if part.get("type") == "function_expression":
            yield part["value"], len(part["children"])
        waiting += [child for child in part.get("children", ()) if isinstance(child, dict)]


def _problem(name: str, arguments: int) -> str:
    """Why a function cannot be called so: JMESPath says it only at the first frame."""
    from jmespath.functions import Functions

    table: dict[str, Any] = Functions.FUNCTION_TABLE
    if name not in table:
        return f"there is no function `{name}`{near(name, table)}"
    wanted = table[name]["signature"]
    if arguments == len(wanted) or (arguments > len(wanted) and wanted and wanted[-1].get("variadic")):
        return ""
    return f"`{name}` takes {len(wanted)}, not {arguments}"
