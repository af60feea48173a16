"""One term of the filter language: a word to the question it asks, or to words on what is wrong with it."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from tui.projections.filters import (
    COMPARISONS,
    Compared,
    Facts,
    Filter,
    Has,
    Holds,
    Marked,
    Matches,
    OfKind,
    Says,
    Towards,
    When,
)
from tui.projections.moments import EXAMPLES, read_moment
from tui.wire.frame import Direction
from tui.wire.kinds import Kind, by_name
from tui.wire.schema import CLIENT, SERVER

DIRECTIONS = {
    "in": Direction.RECEIVE,
    "receive": Direction.RECEIVE,
    "out": Direction.SEND,
    "send": Direction.SEND,
    "event": Direction.EVENT,
}
ALONE = ("unknown", "marked")
COMPARABLE = ("turn", "size", "conn")
MEMBERS = frozenset((*SERVER, *CLIENT))
OPERATORS = frozenset(COMPARISONS) | {"=="}

_TERM = re.compile(r"(?P<key>[A-Za-z_][\w.\[\]*-]*)(?P<op>[<>]=?|[!=]=|=|:)(?P<value>.*)", re.DOTALL)
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")
_SIZE = re.compile(r"(?P<number>\d+(?:\.\d*)?)(?P<unit>[kmg]?)b?", re.IGNORECASE)
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000, "g": 1_000_000_000}


class FilterError(ValueError):
    """What is wrong with a filter, in words, and the character it is about."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.message = message
        self.at = at


def near(word: str, words: Iterable[str]) -> str:
    """`; did you mean `usage`?`, where something is near enough."""
    found = difflib.get_close_matches(word, list(words), 1, 0.6)
    return f"; did you mean `{found[0]}`?" if found else ""


def term(text: str, at: int) -> Filter:
    """The question of one word, such as `size>10k`. Raises FilterError."""
    match = _TERM.fullmatch(text)
    if match is None:
        return _alone(text, at)
    key, op, value = match["key"], match["op"], match["value"]
    value_at = at + match.start("value")
    if not value:
        raise FilterError(f"`{key}{op}` needs a value", value_at)
    make = KEYS.get(key)
    if make is None:
        return _on_values(key, op, value, at, value_at)
    if op not in (":", "=", "==") and key not in COMPARABLE:
        raise FilterError(
            f"`{key}` is asked with `:`, the opposite is `not {key}:{value}`", value_at - len(op)
        )
    return make(op, value, value_at)


def _on_values(key: str, op: str, value: str, at: int, value_at: int) -> Filter:
    """A comparison with a value of the message."""
    member = re.split(r"[.\[]", key)[0]
    likely = near(key, KEYS) if member == key and member not in MEMBERS else ""
    if op == ":" or likely:
        raise FilterError(f"there is no `{key}{op}`{likely or near(key, KEYS)}", at)
    if op in ("<", "<=", ">", ">=") and not _NUMBER.fullmatch(value):
        raise FilterError(f"`{op}` compares with a number, not with `{value}`", value_at)
    sign = {"=": "=="}.get(op, op)
    needs = "" if sign == "!=" or value == "null" else member
    return expression(f"{{{key} {sign} `{_literal(value)}`}}", at, needs)


def _alone(text: str, at: int) -> Filter:
    if text == "unknown":
        return OfKind(Kind.UNKNOWN.bit)
    if text == "marked":
        return Marked()
    if by_name(text) is not None:
        raise FilterError(f"a kind is written `kind:{text}`", at)
    hint = near(text, [*ALONE, *KEYS]) or f'; words in a frame are written `text:"{text}"`'
    raise FilterError(f"`{text}` is no term{hint}", at)


def _literal(value: str) -> str:
    """A JMESPath literal: JSON as it stands, anything else as a string."""
    try:
        json.loads(value)
    except ValueError:
        value = json.dumps(value)
    return value.replace("`", "\\`")


def regex(text: str, at: int) -> Filter:
    """`/…/`: small letters alone match capitals too."""
    if len(text) < 2 or not text.endswith("/"):
        raise FilterError("this regular expression is never closed by `/`", at)
    source = text[1:-1]
    flags = re.IGNORECASE if source.islower() else re.NOFLAG
    try:
        return Matches(re.compile(source, flags))
    except re.error as error:
        raise FilterError(f"regular expression: {error.msg}", at + 1 + (error.pos or 0)) from error


def expression(text: str, at: int, member: str = "") -> Filter:
    """`{…}`: a JMESPath expression; where its value is true the frame passes. member: see `Holds`."""
    import jmespath
    from jmespath.exceptions import JMESPathError

    if len(text) < 2 or not text.endswith("}"):
        raise FilterError("this expression is never closed by `}`", at)
    try:
        return Holds(jmespath.compile(text[1:-1]).search, text, member)
    except (JMESPathError, ValueError) as error:
        where = getattr(error, "lex_position", None) or 0
        raise FilterError(f"expression: {str(error).splitlines()[0]}", at + where) from error


def _direction(op: str, value: str, at: int) -> Filter:
    if value not in DIRECTIONS:
        raise FilterError(f"`dir:` is in, out or event, not `{value}`{near(value, DIRECTIONS)}", at)
    return Towards(DIRECTIONS[value])


def _kind(op: str, value: str, at: int) -> Filter:
    mask = 0
    for name in value.split(","):
        kind = by_name(name)
        if kind is None:
            hint = near(name, (name for kind in Kind for name in (kind.wire_name, kind.badge)))
            raise FilterError(f"no frame is of a kind `{name}`{hint}", at)
        mask |= kind.bit
    return OfKind(mask)


def _compared(fact: Callable[[Facts], float | None], number: Callable[[str], float | None], what: str) -> Any:
    def make(op: str, value: str, at: int) -> Filter:
        wanted = number(value)
        if wanted is None:
            raise FilterError(f"{what}, not `{value}`", at)
        return Compared(fact, COMPARISONS[op if op in COMPARISONS else "="], wanted)

    return make


def _whole(value: str) -> float | None:
    return int(value) if value.isascii() and value.isdigit() else None


def size_of(value: str) -> float | None:
    """`10k`, `1.5MB`, `200`: bytes."""
    match = _SIZE.fullmatch(value)
    return float(match["number"]) * _UNITS[match["unit"].lower()] if match else None


def _bounded(compare: str) -> Callable[[str, str, int], Filter]:
    """`since:` and `until:`."""

    def make(op: str, value: str, at: int) -> Filter:
        moment = read_moment(_unquoted(value, at))
        if moment is None:
            raise FilterError(f"a time is {EXAMPLES}, not `{value}`", at)
        return When(COMPARISONS[compare], moment)

    return make


def _unquoted(value: str, at: int) -> str:
    if not value.startswith('"'):
        return value
    if len(value) < 2 or not value.endswith('"'):
        raise FilterError("these words are never closed by a quote", at)
    return re.sub(r"\\(.)", r"\1", value[1:-1], flags=re.DOTALL)


def _has(op: str, value: str, at: int) -> Filter:
    path = tuple(value.split("."))
    if not all(path):
        raise FilterError("a path is names with a point between: serverContent.interrupted", at)
    return Has(path)


KEYS: dict[str, Callable[[str, str, int], Filter]] = {
    "dir": _direction,
    "kind": _kind,
    "turn": _compared(lambda facts: facts.turn, _whole, "a turn is a number"),
    "size": _compared(lambda facts: facts.size, size_of, "a size is 800, 10k or 1.5M"),
    "conn": _compared(lambda facts: facts.conn, _whole, "a connection is a number"),
    "since": _bounded(">="),
    "until": _bounded("<="),
    "has": _has,
    "text": lambda op, value, at: Says(_unquoted(value, at)),
}
