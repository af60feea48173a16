"""One frame: what crossed the socket, as it crossed."""

from __future__ import annotations

import gc
import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import orjson

from tui.wire.classifier import classify
from tui.wire.kinds import Mask


class Direction(StrEnum):
    """Which way a frame went. An `event` crossed nothing: it is what happened to the connection."""

    SEND = "send"
    RECEIVE = "receive"
    EVENT = "event"

    __hash__ = str.__hash__  # an enum's own is a function call for each look into a table


class Opcode(StrEnum):
    """The WebSocket opcode. Events have none."""

    TEXT = "text"
    BINARY = "binary"
    NONE = ""


class NotJson:
    """Stands where a payload that is not one JSON value would."""

    def __repr__(self) -> str:
        return "NOT_JSON"


NOT_JSON = NotJson()


def parse(payload: bytes) -> Any:
    """The payload as JSON, or `NOT_JSON`: empty, broken, two objects, bad UTF-8."""
    try:
        return orjson.loads(payload) if len(payload) < _LARGE else _parse_large(payload)
    except ValueError:
        return _parse_leniently(payload)


_LARGE = 1_000_000


def _parse_large(payload: bytes) -> Any:
    """Hidden from the collector, which would go through a million objects again and again: they hold no
    cycle, and go when nobody holds them."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return orjson.loads(payload)
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


def _parse_leniently(payload: bytes) -> Any:
    """What the SDK's own `json.loads` takes beyond the standard: NaN, lone surrogates, a byte order mark."""
    try:
        return json.loads(payload)
    except (ValueError, RecursionError):
        return NOT_JSON


_UNPARSED = object()


class Frame:
    """A frame and where it stands; immutable, and parsed only when asked.

    seq: number within the journal, no holes. conn: which connection of the session, from 1 (0: before
    any). t: Unix seconds. payload: the bytes verbatim; for an event, its fields as JSON with `event`.
    """

    __slots__ = ("_kinds", "_value", "conn", "direction", "opcode", "payload", "seq", "t")

    def __init__(
        self, seq: int, conn: int, t: float, direction: Direction, opcode: Opcode, payload: bytes
    ) -> None:
        self.seq = seq
        self.conn = conn
        self.t = t
        self.direction = direction
        self.opcode = opcode
        self.payload = payload
        self._value: Any = _UNPARSED
        self._kinds: Mask | None = None

    def __repr__(self) -> str:
        return f"Frame({self.seq}, conn={self.conn}, {self.direction}, {self.payload[:60]!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Frame) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def _key(self) -> tuple[object, ...]:
        return (self.seq, self.conn, self.t, self.direction, self.opcode, self.payload)

    @property
    def value(self) -> Any:
        """The payload as JSON, or `NOT_JSON`."""
        if self._value is _UNPARSED:
            self._value = parse(self.payload)
        return self._value

    @property
    def message(self) -> Mapping[str, Any]:
        """The payload where it is a JSON object, else an empty one."""
        value = self.value
        return value if isinstance(value, dict) else {}

    @property
    def kinds(self) -> Mask:
        """Every kind the frame carries, as a mask of `Kind.bit`."""
        if self._kinds is None:
            self._kinds = classify(self.direction, self.value)
        return self._kinds

    def knowing(self, kinds: Mask) -> Frame:
        """This frame, its kinds known from an index: they need not be read from the payload."""
        self._kinds = kinds
        return self

    @property
    def event(self) -> str:
        """The name of an event (`open`, `close`, …), else empty."""
        return str(self.message.get("event", "")) if self.direction is Direction.EVENT else ""
