"""A journal read for what was said in it, a step at a time: each goes on where the one before has ended."""

from __future__ import annotations

import json
import os
from dataclasses import astuple, dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, NamedTuple, Self

from tui.store.utterances import Listener, Utterance

STEP = 1 << 20
"""Bytes of a journal read at a time: a few hundredths of a second if all of it is text."""

_EDGE = 1 << 12
"""Bytes at the beginning and before the place by which a journal is known again."""


@dataclass
class Place:
    """How far a journal was read. `end`, in bytes, is behind a whole line; `ended` utterances end before it,
    `last` may go on behind it. `mark` tells whether it is still the same journal, which has only grown."""

    end: int = 0
    ended: int = 0
    mark: str = ""
    last: Listener = field(default_factory=Listener)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """What `to_json` gave; the beginning where it is empty."""
        if not text:
            return cls()
        end, ended, mark, last = json.loads(text)
        return cls(end, ended, mark, Listener(*last))

    def to_json(self) -> str:
        """In ASCII, whatever was said."""
        return json.dumps(astuple(self))


class Step(NamedTuple):
    """What a step has read. `said` stands for all from utterance `first` on; the journal goes on at `place`,
    unless it was read to its end."""

    place: Place
    first: int
    said: list[Utterance]
    is_last: bool


def listen(journal: Path, place: Place, step: int = STEP) -> Step:
    """Some `step` bytes from `place` on; from the beginning where the journal is another by now, or cut.

    One that cannot be read says nothing.
    """
    try:
        with journal.open("rb") as file:
            if place.mark != _mark(file, place.end):
                place = Place()
            file.seek(place.end)
            lines = file.readlines(step)
            torn = lines.pop() if lines and not lines[-1].endswith(b"\n") else b""
            end = place.end + sum(map(len, lines))
            mark = _mark(file, end)
    except OSError:
        return Step(Place(), 0, [], True)
    listener = replace(place.last)
    ended = [one for line in lines for one in listener.hear(line)]
    reached = Place(end, place.ended + len(ended), mark, listener)
    is_last = bool(torn) or end - place.end < step
    return Step(reached, place.ended, [*ended, *_unfinished(listener, torn)], is_last)


def _unfinished(listener: Listener, torn: bytes) -> list[Utterance]:
    """What was said last. A line that is torn may be whole the next time: it is heard, and not kept."""
    beyond = replace(listener)
    return [*beyond.hear(torn), *beyond.rest()]


def _mark(file: BinaryIO, end: int) -> str:
    """What a journal is known by that was read as far as `end`."""
    file.seek(0)
    edges = file.read(min(end, _EDGE))
    file.seek(max(0, end - _EDGE))
    edges += file.read(min(end, _EDGE))
    return f"{os.fstat(file.fileno()).st_ino} {blake2b(edges, digest_size=8).hexdigest()}"
