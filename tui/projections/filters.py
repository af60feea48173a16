"""What a filter asks of a frame. Answered from as little as will do: its class, its index row, its payload.

`test` gives True or False where what is known decides, and None where more must be known; so one filter
is asked first of the few dozen classes of frames, then of index rows, and only then of payloads.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from tui.projections.moments import Moment, Span
from tui.wire.frame import NOT_JSON, Direction, Frame
from tui.wire.kinds import MEMBER_BITS, Mask
from tui.wire.spelling import pick

Verdict = bool | None


@dataclass(slots=True)
class Facts:
    """What is known of a frame so far. None: not known yet.

    turn: its number in the transcript. span: from when to when the recording goes that it is in.
    """

    direction: Direction
    mask: Mask
    size: int | None = None
    t: float | None = None
    conn: int | None = None
    turn: int | None = None
    marked: bool | None = None
    frame: Frame | None = None
    span: Span | None = None


class Filter(Protocol):
    """A question to a frame."""

    def test(self, facts: Facts) -> Verdict:
        """Whether the frame passes; None where what is known does not tell."""


@dataclass(frozen=True, slots=True)
class All:
    """Every part must pass. With no part, every frame does."""

    parts: Sequence[Filter] = ()

    def test(self, facts: Facts) -> Verdict:
        """False as soon as one part says so."""
        verdict: Verdict = True
        for part in self.parts:
            answer = part.test(facts)
            if answer is False:
                return False
            if answer is None:
                verdict = None
        return verdict


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part must pass."""

    parts: Sequence[Filter]

    def test(self, facts: Facts) -> Verdict:
        """True as soon as one part says so."""
        verdict: Verdict = False
        for part in self.parts:
            answer = part.test(facts)
            if answer is True:
                return True
            if answer is None:
                verdict = None
        return verdict


@dataclass(frozen=True, slots=True)
class Not:
    """The part must not pass."""

    part: Filter

    def test(self, facts: Facts) -> Verdict:
        """The opposite, where there is one."""
        answer = self.part.test(facts)
        return None if answer is None else not answer


@dataclass(frozen=True, slots=True)
class Towards:
    """`dir:in`."""

    direction: Direction

    def test(self, facts: Facts) -> Verdict:
        """Known of every class."""
        return facts.direction is self.direction


@dataclass(frozen=True, slots=True)
class OfKind:
    """`kind:usage`, `unknown`: any of the kinds."""

    mask: Mask

    def test(self, facts: Facts) -> Verdict:
        """Known of every class."""
        return bool(facts.mask & self.mask)


@dataclass(frozen=True, slots=True)
class Compared:
    """A number of a frame against another: `size>10k`, `turn:3`, `conn:2`, `seq>100`."""

    fact: Callable[[Facts], float | None]
    compare: Callable[[Any, Any], bool]
    value: float

    def test(self, facts: Facts) -> Verdict:
        """Known of every index row, but for the number of the frame itself."""
        number = self.fact(facts)
        return None if number is None else self.compare(number, self.value)


@dataclass(frozen=True, slots=True)
class When:
    """`since:10:32`, `until:2026-11-22T10:32`: by the moment this is in the recording."""

    compare: Callable[[float, float], bool]
    moment: Moment

    def test(self, facts: Facts) -> Verdict:
        """Known of every index row."""
        if facts.t is None:
            return None
        return self.compare(facts.t, self.moment.within(facts.span or Span(facts.t, facts.t)))


@dataclass(frozen=True, slots=True)
class Marked:
    """`marked`."""

    def test(self, facts: Facts) -> Verdict:
        """Known of every index row."""
        return facts.marked


def lacks(facts: Facts, member: str) -> bool:
    """Whether a frame's kinds alone tell that it has no such member."""
    bit = MEMBER_BITS.get(member, 0)
    return bool(bit) and not facts.mask & bit and facts.direction is not Direction.EVENT


@dataclass(frozen=True, slots=True)
class Has:
    """`has:serverContent.interrupted`: a member of that path, in either spelling, through lists."""

    path: tuple[str, ...]

    def test(self, facts: Facts) -> Verdict:
        """Known of a payload, or of a class that has no such member at all."""
        if lacks(facts, self.path[0]):
            return False
        return None if facts.frame is None else _has(facts.frame.value, self.path)


def _has(value: Any, path: Sequence[str]) -> bool:
    if isinstance(value, list):
        return any(_has(item, path) for item in value if isinstance(item, dict))
    if not path:
        return True
    inner = pick(value, path[0], _ABSENT)
    return inner is not _ABSENT and (len(path) == 1 or _has(inner, path[1:]))


_ABSENT = object()


@dataclass(frozen=True, slots=True)
class Says:
    """`text:"refund"`: in any string of the payload, base64 apart. Small letters match capitals too."""

    words: str

    def test(self, facts: Facts) -> Verdict:
        """Known of a payload."""
        if facts.frame is None:
            return None
        fold = self.words.islower()
        return any(self.words in (text.lower() if fold else text) for text in said_in(facts.frame))


def said_in(frame: Frame) -> Iterator[str]:
    """The strings of a frame; where it is no JSON, all of it."""
    if frame.value is NOT_JSON:
        return iter([frame.payload.decode(errors="replace")])
    return strings(frame.value)


def strings(value: Any) -> Iterator[str]:
    """Every string of a JSON value that a person may have written or read; not keys, not long base64."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, list):
            waiting.extend(reversed(item))
        elif isinstance(item, dict):
            waiting.extend(part for key, part in reversed(item.items()) if not _is_blob(key, part))


def _is_blob(name: str, value: Any) -> bool:
    return name == "data" and isinstance(value, str) and _BASE64.match(value) is not None


_BASE64 = re.compile(r"[A-Za-z0-9+/=_-]{64}")
BLOB = re.compile(rb'("data"\s*:\s*")[A-Za-z0-9+/=_-]{64,}(?=")')
"""A base64 member, of the sort no one searches in."""


@dataclass(frozen=True, slots=True)
class Matches:
    """`/regex/`: anywhere in the payload as it crossed, base64 apart."""

    pattern: re.Pattern[str]

    def test(self, facts: Facts) -> Verdict:
        """Known of a payload."""
        if facts.frame is None:
            return None
        payload = BLOB.sub(rb"\1", facts.frame.payload)
        return self.pattern.search(payload.decode(errors="replace")) is not None


@dataclass(frozen=True, slots=True)
class Holds:
    """`usageMetadata.totalTokenCount > 1000`, or any JMESPath expression in braces: its value is true."""

    search: Callable[[Any], Any] = field(compare=False)
    source: str
    member: str = ""
    """The member of the message without which it cannot hold, where there is such a one."""

    def test(self, facts: Facts) -> Verdict:
        """Known of a payload. What the expression cannot be asked of does not hold."""
        if lacks(facts, self.member):
            return False
        if facts.frame is None:
            return None
        try:
            return self.search(facts.frame.message) not in (None, False, "", [], {})
        except (ValueError, TypeError, ArithmeticError):
            return False


COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
    ":": operator.eq,
}
