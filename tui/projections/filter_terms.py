"""One term of the filter language: a word to the question it asks, or to words on what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tui.projections.filter_mistakes import FilterError, near
from tui.projections.filter_values import comparison
from tui.projections.filters import (
    COMPARISONS,
    Compared,
    Facts,
    Filter,
    Has,
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
from tui.wire.spelling import camel, snake

DIRECTIONS = {
    "in": Direction.RECEIVE,
    "receive": Direction.RECEIVE,
    "out": Direction.SEND,
    "send": Direction.SEND,
    "event": Direction.EVENT,
}
ALONE = ("unknown", "marked")
COMPARABLE = ("turn", "size", "conn", "seq")
MEMBERS = frozenset((*SERVER, *CLIENT))
NAME = r"[A-Za-z_][\w.\[\]*-]*"
SIGN = r"(?:[<>!=]=|[<>=])"

_TERM = re.compile(rf"(?P<key>{NAME})(?P<op>\s*{SIGN}\s*|:)(?P<value>.*)", re.DOTALL)
_PATH = re.compile(r"[\w$@-]+(\.[\w$@-]+)*")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_SIZE = re.compile(r"(?P<number>\d+(?:\.\d*)?)(?P<unit>[kmg]?)b?", re.IGNORECASE)
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000, "g": 1_000_000_000}


def is_sign(text: str) -> bool:
    """Whether a word begins with what stands between a name and its value."""
    return re.match(SIGN, text) is not None


def term(text: str, at: int) -> Filter:
    """The question of one word, such as `size>10k`. Raises FilterError."""
    match = _TERM.fullmatch(text)
    if match is None:
        return _alone(text, at)
    key, op, value = match["key"], match["op"].strip(), match["value"]
    value_at, op_at = at + match.start("value"), at + match.start("op")
    name = key.casefold() if key.casefold() in KEYS else key
    if not value:
        raise FilterError(f"`{key}{op}` needs a value{_as_in(name)}", value_at)
    make = KEYS.get(name)
    if make is None:
        return _on_values(key, op, value, at, value_at)
    if op not in (":", "=", "==") and name not in COMPARABLE:
        raise FilterError(f"`{key}` is asked with `:`, the opposite is `not {key}:{value}`", op_at)
    return make(op, value, value_at)


def _as_in(key: str) -> str:
    return f", as in {SAMPLES[key]}" if key in SAMPLES else ""


def _on_values(key: str, op: str, value: str, at: int, value_at: int) -> Filter:
    """A comparison with a value of the message."""
    member = re.split(r"[.\[]", key)[0]
    if key.casefold() in ALONE:
        raise FilterError(f"`{key}` stands alone", at + len(key))
    likely = near(key, KEYS) if member == key and camel(member) not in MEMBERS else ""
    if op == ":" or likely:
        raise FilterError(f"there is no `{key}{op}`{likely or near(key, KEYS)}", at)
    return comparison(key, op, value, at, value_at)


def _alone(text: str, at: int) -> Filter:
    word = text.casefold()
    if word == "unknown":
        return OfKind(Kind.UNKNOWN.bit)
    if word == "marked":
        return Marked()
    raise FilterError(_no_term(text, word), at)


def _no_term(text: str, word: str) -> str:
    """What to write instead of a word that asks nothing."""
    if word in KEYS:
        return f"`{text}` needs a value{_as_in(word)}"
    if by_name(text) is not None:
        return f"a kind is written `kind:{text}`"
    if is_sign(text):
        return f"`{text}` needs a name before it, as in usageMetadata.totalTokenCount > 1000"
    if text in ("&&", "||"):
        return f"`{text}` is written `{'and' if text == '&&' else 'or'}`"
    if text[0] in "!-" and text[1:]:
        return f"the opposite is written `not {text[1:]}`"
    if word.lstrip("#").isdecimal():
        return f"a frame is written `seq:{word.lstrip('#')}`, a turn `turn:{word.lstrip('#')}`"
    if camel(re.split(r"[.\[]", text)[0]) in MEMBERS:
        return f"a member is asked for as `has:{text}`, its value as `{text} = 1`"
    return f"`{text}` is no term" + (
        near(text, [*ALONE, *KEYS]) or f'; words in a frame are written `text:"{text.strip(chr(34))}"`'
    )


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


def _direction(op: str, value: str, at: int) -> Filter:
    direction = DIRECTIONS.get(value.casefold())
    if direction is None:
        raise FilterError(f"`dir:` is in, out or event, not `{value}`{near(value, DIRECTIONS)}", at)
    return Towards(direction)


def _kind(op: str, value: str, at: int) -> Filter:
    mask = 0
    for name in value.split(","):
        kind = by_name(name)
        if kind is None:
            hint = near(name, (name for kind in Kind for name in (kind.wire_name, kind.badge)))
            raise FilterError(f"no frame is of a kind `{name}`{hint}", at)
        mask |= kind.bit
        at += len(name) + 1
    return OfKind(mask)


def _compared(fact: Callable[[Facts], float | None], number: Callable[[str], float | None], what: str) -> Any:
    def make(op: str, value: str, at: int) -> Filter:
        wanted = number(value)
        if wanted is None:
            raise FilterError(f"{what}, not `{value}`", at)
        return Compared(fact, COMPARISONS[op if op in COMPARISONS else "="], wanted)

    return make


def _seq(facts: Facts) -> float | None:
    return None if facts.frame is None else facts.frame.seq


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
    if '"' not in value:
        return value
    if not _QUOTED.fullmatch(value):
        words = "are never closed by a quote" if value.startswith('"') else "stand between two quotes"
        raise FilterError(f"these words {words}", at)
    return re.sub(r"\\(.)", r"\1", value[1:-1], flags=re.DOTALL)


def _has(op: str, value: str, at: int) -> Filter:
    sign = re.search(SIGN, value)
    if sign is not None:
        raise FilterError("`has:` asks if it is there; ask for a value without `has:`", at + sign.start())
    if not _PATH.fullmatch(value):
        raise FilterError("a path is names with a point between: serverContent.interrupted", at)
    return Has(tuple(_in_camel(name) for name in value.split(".")))


def _in_camel(name: str) -> str:
    """From which `pick` finds either spelling."""
    return camel(name) if snake(camel(name)) == name else name


KEYS: dict[str, Callable[[str, str, int], Filter]] = {
    "dir": _direction,
    "kind": _kind,
    "turn": _compared(lambda facts: facts.turn, _whole, "a turn is a number"),
    "size": _compared(lambda facts: facts.size, size_of, "a size is 800, 10k or 1.5M"),
    "conn": _compared(lambda facts: facts.conn, _whole, "a connection is a number"),
    "seq": _compared(_seq, _whole, "a seq is a number"),
    "since": _bounded(">="),
    "until": _bounded("<="),
    "has": _has,
    "text": lambda op, value, at: Says(_unquoted(value, at)),
}
SAMPLES = {
    "dir": "dir:in",
    "kind": "kind:usage",
    "turn": "turn:3",
    "size": "size>10k",
    "conn": "conn:2",
    "seq": "seq>100",
    "since": "since:10:32",
    "until": "until:10:32",
    "has": "has:serverContent.interrupted",
    "text": 'text:"refund"',
}
