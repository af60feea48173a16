"""A payload as JSON with nothing normalised: numbers as written, members in order, and all of them."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable
from itertools import islice
from typing import Any

from tui.wire.frame import NOT_JSON, parse
from tui.wire.path import Path

LARGEST = 1_000_000
"""Bytes beyond which speed comes first: numbers are then as Python has them, a repeated member is one."""


class Number(str):
    """A number as the wire spells it: `1.10`, `1e3`, `18446744073709551616`."""

    __slots__ = ()


class Members(list[tuple[str, Any]]):
    """An object's members in the order of the wire."""

    __slots__ = ()


class Unread(ABC):
    """An object or an array whose parts are read when they are asked for. `payload`: what it is a part of."""

    payload: bytes
    is_object: bool

    @property
    @abstractmethod
    def source(self) -> bytes:
        """Its bytes, as they crossed."""

    @abstractmethod
    def __len__(self) -> int: ...

    @abstractmethod
    def parts(self, start: int, stop: int) -> Iterable[tuple[str | int, Any]]:
        """Those from `start` to `stop`, by name or by place."""

    @abstractmethod
    def place_of(self, name: str) -> int:
        """Where the member of that name is. Raises ValueError."""

    @abstractmethod
    def locate(self, offset: int) -> tuple[Path, Any, int]:
        """The innermost part that a byte of the payload belongs to: its path, its value, and from where on to
        look for others. A sign that closes a container belongs to no part: its path is empty."""


def parse_verbatim(payload: bytes) -> Any:
    """The payload's value, objects as `Members`, numbers as `Number`; `NOT_JSON` where it is none."""
    if len(payload) > LARGEST:
        return parse(payload)
    try:
        return json.loads(
            payload, parse_int=Number, parse_float=Number, parse_constant=Number, object_pairs_hook=Members
        )
    except (ValueError, RecursionError):
        return NOT_JSON


def is_container(value: Any) -> bool:
    """Whether a value has parts."""
    return isinstance(value, (list, dict, Unread))


def parts_of(value: Any, start: int = 0, stop: int | None = None) -> Iterable[tuple[str | int, Any]]:
    """The parts of an object or an array, by name or by place: those from `start` to `stop`."""
    if isinstance(value, Unread):
        return value.parts(start, len(value) if stop is None else stop)
    if isinstance(value, dict):
        return islice(value.items(), start, stop)
    parts = value[start:stop]
    return parts if isinstance(value, Members) else enumerate(parts, start)


def part_of(value: Any, name: str | int) -> Any:
    """The part of that name, or in that place. Raises LookupError or ValueError where there is none."""
    if isinstance(value, dict):
        return value[name]
    place = place_of(value, name)
    return next(iter(parts_of(value, place, place + 1)))[1]


def place_of(value: Any, name: str | int) -> int:
    """Where among the parts the one of that name is. Raises ValueError where there is none."""
    if isinstance(name, int):
        return name
    if isinstance(value, Unread):
        return value.place_of(name)
    return [known for known, _ in parts_of(value)].index(name)


def name_at(value: Any, place: int) -> str | int:
    """The name of the part in that place."""
    return next(iter(parts_of(value, place, place + 1)))[0] if is_object(value) else place


def is_object(value: Any) -> bool:
    """Whether a container is an object."""
    return value.is_object if isinstance(value, Unread) else isinstance(value, (Members, dict))


def to_json(value: Any, indent: int | None = 2) -> str:
    """A verbatim value as JSON text again, numbers and order kept."""
    return "".join(_written(value, indent, 0))


def _written(value: Any, indent: int | None, depth: int) -> Iterable[str]:
    if not is_container(value):
        yield scalar_text(value)
        return
    if isinstance(value, Unread):
        yield value.source.decode(errors="replace")
        return
    opening, closing = "{}" if is_object(value) else "[]"
    if not value:
        yield opening + closing
        return
    newline = "" if indent is None else "\n" + " " * indent * (depth + 1)
    yield opening
    for n, (name, part) in enumerate(parts_of(value)):
        yield f"{',' if n else ''}{newline}"
        if is_object(value):
            yield f"{json.dumps(name, ensure_ascii=False)}: "
        yield from _written(part, indent, depth + 1)
    yield ("" if indent is None else "\n" + " " * indent * depth) + closing


def scalar_text(value: Any) -> str:
    """A string, number, true, false or null as JSON."""
    return str(value) if isinstance(value, Number) else json.dumps(value, ensure_ascii=False)
