"""What one journal line teaches of those like it: all of it is the same but the numbers and one text.

A `Head` is the line up to its payload, a `Body` the payload and what ends the line. Both are literal bytes
with numbers and text among them. A line that has the literals, digits where the numbers are, and where the
text is nothing that could end or escape it (quote, backslash, control character), is a frame of the same
kinds as the line they were learned from: those depend on the members of a message, and of the values only
on the ones in `tui.wire.classifier.TELLING`, which are literal here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import orjson

from tui.wire.classifier import TELLING
from tui.wire.frame import Direction
from tui.wire.spelling import camel

LONGEST = 2048
"""Bytes of a literal; what needs longer ones is not learned."""

HOLE = b"\0"
"""Stands for what is not the same in each line: a byte that no line has."""

END = b'"}\n'
"""What follows the payload."""

_HEAD = re.compile(
    rb'\{"seq":(?P<seq>0|[1-9]\d{0,7}),"conn":(?P<conn>0|[1-9]\d{0,4}),"t":(?P<era>[1-8]\d)(?P<seconds>\d{8})'
    rb'\.(?P<part>\d{1,6}),"dir":"(?P<direction>receive|send)","op":"(?:text|binary)","data":"'
)
_PLAIN = re.compile(rb'(?:[^"\\]++|\\["ntr])*+')
_COLON = re.compile(rb"(?:\\[ntr]| )*+:(?:\\[ntr]| )*+")
_NUMBER = re.compile(rb"(?<![\d.eE+-])(?:0|[1-9]\d{0,7})(?![\d.eE+-])")
_QUOTE = b'\\"'


class Span(NamedTuple):
    """Where digits stand in a head, and how many."""

    at: int
    width: int


class Template(NamedTuple):
    """Bytes, of which those count that `care` has as 255; the others it has as 0."""

    text: bytes
    care: bytes


def exactly(text: bytes) -> Template:
    """A template all of whose bytes count."""
    return Template(text, b"\xff" * len(text))


class Head(NamedTuple):
    """The line up to its payload: a template in which the digits of three numbers do not count.

    `t` is `era` hundred millions of seconds, `seconds`, and `part` after the point.
    """

    template: Template
    seq: Span
    seconds: Span
    part: Span
    era: int
    conn: int
    direction: Direction


class Body(NamedTuple):
    """`literals` with a number between each two, then text if `has_text`, then `tail`.

    escapes: how many bytes longer the literals are than what they stand for. delimiters: quotes and
    backslashes in the whole line; where there are more than in the literals, they are in the text.
    """

    literals: tuple[Template, ...]
    has_text: bool
    tail: Template
    escapes: int
    delimiters: int


def head_of(line: bytes) -> Head | None:
    """The head of a line; None where it is not as we write it."""
    match = _HEAD.match(line)
    if match is None:
        return None
    seq, seconds, part = (Span(match.start(name), len(match[name])) for name in ("seq", "seconds", "part"))
    care = bytearray(b"\xff" * match.end())
    for span in (seq, seconds, part):
        care[span.at : span.at + span.width] = bytes(span.width)
    template, direction = Template(match[0], bytes(care)), Direction(match["direction"].decode())
    return Head(template, seq, seconds, part, int(match["era"]), int(match["conn"]), direction)


def body_of(line: bytes) -> Body | None:
    """What a line is from its payload on; None where that is no JSON, or has escapes of its own."""
    head = _HEAD.match(line)
    if head is None or not line.endswith(END):
        return None
    text = line[head.end() : -len(END)]
    if not _PLAIN.fullmatch(text) or not _is_json(text):
        return None
    pieces = text.split(_QUOTE)  # tokens, text, tokens, text, … tokens
    hole = max(
        filter(lambda n: _is_free(pieces, n), range(1, len(pieces), 2)), key=_length(pieces), default=0
    )
    front = _QUOTE.join(_with_holes(pieces, hole or len(pieces)))
    tail = END
    if hole:
        front += _QUOTE
        tail = _QUOTE + _QUOTE.join(pieces[hole + 1 :]) + END
    if len(front) > LONGEST or len(tail) > LONGEST:
        return None
    escapes = text.count(b"\\")
    return Body(
        tuple(map(exactly, front.split(HOLE))), bool(hole), exactly(tail), escapes, escapes + line.count(b'"')
    )


def _length(pieces: list[bytes]) -> Callable[[int], int]:
    return lambda n: len(pieces[n])


def _is_free(pieces: list[bytes], n: int) -> bool:
    """Whether a text is the value of a member that may have any value."""
    return bool(
        _COLON.fullmatch(pieces[n - 1]) and not _COLON.match(pieces[n + 1]) and not _tells(pieces[n - 2])
    )


def _tells(name: bytes) -> bool:
    return camel(name.decode()) in TELLING


def _with_holes(pieces: list[bytes], stop: int) -> Iterator[bytes]:
    """The pieces before `stop`, a hole for each number among the tokens."""
    for n, piece in enumerate(pieces[:stop]):
        told = n >= 2 and n % 2 == 0 and _COLON.match(piece) and _tells(pieces[n - 1])
        yield piece if n % 2 or told else _NUMBER.sub(HOLE, piece)


def _is_json(text: bytes) -> bool:
    """Whether a payload with no escapes of its own is JSON by the standard."""
    for escaped, plain in ((b'\\"', b'"'), (b"\\n", b"\n"), (b"\\t", b"\t"), (b"\\r", b"\r")):
        text = text.replace(escaped, plain)
    try:
        orjson.loads(text)
    except ValueError:
        return False
    return True
