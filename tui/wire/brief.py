"""A JSON value on part of a line: only its first items are read, however large it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from tui.text import shorten

_ITEMS = 6
_DEPTH = 5
_CHARACTERS = 60


def brief(value: Any, depth: int = _DEPTH) -> str:
    """`{"ok": true, "rows": [1, 2, …]}`: what is left out is an ellipsis."""
    if isinstance(value, str):
        return json.dumps(shorten(value, _CHARACTERS), ensure_ascii=False)
    if isinstance(value, dict):
        return f"{{{', '.join(_members(value, depth))}}}"
    if isinstance(value, list):
        return f"[{', '.join(_items(value, depth))}]"
    return json.dumps(value)


def _members(value: dict[str, Any], depth: int) -> Iterator[str]:
    for name in islice(value, _ITEMS if depth else 0):
        yield f"{brief(name)}: {brief(value[name], depth - 1)}"
    yield from _rest(value, depth)


def _items(value: list[Any], depth: int) -> Iterator[str]:
    for item in value[: _ITEMS if depth else 0]:
        yield brief(item, depth - 1)
    yield from _rest(value, depth)


def _rest(value: dict[str, Any] | list[Any], depth: int) -> Iterator[str]:
    if len(value) > (_ITEMS if depth else 0):
        yield "…"
