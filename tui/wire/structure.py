"""A large payload as JSON that is read only where it is looked at.

Imported when there is such a payload, since it loads numpy.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tui.wire.frame import NOT_JSON
from tui.wire.path import Path
from tui.wire.verbatim import Unread, parse_verbatim

_CHUNK = 1 << 20
"""Bytes that are gone through at a time: others have their turn between."""

_WORTH_KEEPING = 1 << 16
"""Bytes of a part that is not read twice."""

_OPEN, _CLOSE, _QUOTE, _COMMA = 1, 255, 2, 3
_CODES = bytearray(256)
for _code, _signs in ((_OPEN, b"[{"), (_CLOSE, b"]}"), (_QUOTE, b'"'), (_COMMA, b",")):
    for _sign in _signs:
        _CODES[_sign] = _code

_NAME = re.compile(rb'\s*("[^"\\]*(?:\\.[^"\\]*)*")\s*:\s*', re.DOTALL)
_SPACE = re.compile(rb"\s*")


class Structure:
    """The brackets and commas outside strings of a payload that is JSON: its structural index.

    places: their byte offsets. depths: how many containers are open after each. commas: which they are.
    """

    def __init__(self, payload: bytes) -> None:
        self.payload = payload
        self._quotes = self._depth = 0
        plain = payload.replace(b"\\\\", b"__").replace(b'\\"', b"__") if b"\\" in payload else payload
        found = [self._chunk(plain, begin) for begin in range(0, len(plain), _CHUNK)]
        self.places, self.depths, self.commas = (
            np.concatenate(column) for column in zip(*found, strict=True)
        )

    def _chunk(self, plain: bytes, begin: int) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        codes = np.frombuffer(plain[begin : begin + _CHUNK].translate(_CODES), np.int8)
        places = np.flatnonzero(codes)
        codes = codes[places]
        quotes = np.cumsum(codes == _QUOTE) + self._quotes
        outside = (quotes % 2 == 0) & (codes != _QUOTE)
        places, codes = places[outside], codes[outside]
        commas = codes == _COMMA
        depths = np.cumsum(np.where(commas, 0, codes), dtype=np.int32) + self._depth
        if len(quotes):
            self._quotes = int(quotes[-1])
        if len(depths):
            self._depth = int(depths[-1])
        return (places + begin).astype(np.uint32), depths.astype(np.int32), commas


class UnreadPart(Unread):
    """A container of a payload: from the `first` to the `last` of the structure's places."""

    def __init__(self, structure: Structure, first: int, last: int) -> None:
        self.payload = structure.payload
        self._structure = structure
        self._kept: dict[int, tuple[str | int, Any]] = {}
        inner = slice(first + 1, last)
        is_edge = structure.commas[inner] & (structure.depths[inner] == structure.depths[first])
        self._edges = np.concatenate(([first], np.flatnonzero(is_edge) + first + 1, [last]))
        self._offsets = structure.places[self._edges]
        begin, end = self._span
        self.is_object = structure.payload[begin : begin + 1] == b"{"
        self._is_empty = last == first + 1 and not structure.payload[begin + 1 : end - 1].strip()

    @property
    def _span(self) -> tuple[int, int]:
        return int(self._offsets[0]), int(self._offsets[-1]) + 1

    @property
    def source(self) -> bytes:
        """Its bytes, as they crossed."""
        begin, end = self._span
        return self.payload[begin:end]

    def __len__(self) -> int:
        return 0 if self._is_empty else len(self._edges) - 1

    def part(self, n: int) -> tuple[str | int, Any]:
        """Name or place, and value, of the part in a place. Raises IndexError."""
        if (kept := self._kept.get(n)) is not None:
            return kept
        if not 0 <= n < len(self):
            raise IndexError(n)
        name, begin, end = self._bounds(n)
        made = name, self._value(n, begin, end)
        if end - begin > _WORTH_KEEPING:
            self._kept[n] = made
        return made

    def _bounds(self, n: int) -> tuple[str | int, int, int]:
        """Name or place of a part, and where its value begins and ends."""
        begin, end = int(self._offsets[n]) + 1, int(self._offsets[n + 1])
        named = _NAME.match(self.payload, begin) if self.is_object else None
        if named is not None:
            return json.loads(named[1]), named.end(), end
        space = _SPACE.match(self.payload, begin)
        return n, space.end() if space else begin, end

    def _value(self, n: int, begin: int, end: int) -> Any:
        if self.payload[begin] in b"[{":
            last = self._edges[n + 1] - 1
            return UnreadPart(self._structure, int(self._edges[n]) + 1, int(last))
        value = parse_verbatim(self.payload[begin:end])
        return self.payload[begin:end].decode(errors="replace") if value is NOT_JSON else value

    def parts(self, start: int, stop: int) -> Iterator[tuple[str | int, Any]]:
        """Those from `start` to `stop`."""
        return map(self.part, range(start, min(stop, len(self))))

    def place_of(self, name: str) -> int:
        """Where the member of that name is. Raises LookupError."""
        begin, end = self._span
        spelled = json.dumps(name, ensure_ascii=False).encode(errors="replace")
        at = self.payload.find(spelled, begin, end)
        while at >= 0:
            n = self._at(at)
            if self._bounds(n)[0] == name:
                return n
            at = self.payload.find(spelled, at + 1, end)
        return [self._bounds(n)[0] for n in range(len(self))].index(name)

    def _at(self, offset: int) -> int:
        """The place of the part that an offset of the payload lies in."""
        found = int(
            np.searchsorted(self._offsets, np.uint32(offset), "right")
        )  # another type copies them all
        return max(0, min(found - 1, len(self) - 1))

    def locate(self, offset: int) -> tuple[Path, Any, int]:
        """See `Unread`."""
        path: Path = ()
        whole = self
        while True:
            n = whole._at(offset)
            name, begin, end = whole._bounds(n)
            if offset >= end:
                return (), whole, offset + 1  # the sign that closes it
            value, path = whole.part(n)[1], (*path, name)
            if not isinstance(value, UnreadPart):
                return path, value, end
            if offset <= begin or not value:
                return path, value, max(begin, offset + 1)
            whole = value


def unread(payload: bytes) -> Unread | None:
    """The payload, known to be JSON, as a container; None where it is something else, or not in UTF-8."""
    begin = _SPACE.match(payload)
    if json.detect_encoding(payload) != "utf-8" or begin is None or payload[begin.end()] not in b"[{":
        return None
    structure = Structure(payload)
    return UnreadPart(structure, 0, len(structure.places) - 1)
