"""Where words stand in a JSON value."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from tui.wire.blob import is_blob
from tui.wire.path import Path
from tui.wire.verbatim import Unread, is_container, parts_of, scalar_text

_A_STEP = 500
"""Parts that are looked at between two breaths."""

_BYTES_A_STEP = 1 << 18
"""Bytes that are searched between two breaths."""


def finder(words: str) -> Callable[[str], int]:
    """Where words stand in a text, -1 for nowhere; small letters match capitals too."""
    if words == words.lower():
        return lambda text: text.lower().find(words)
    return lambda text: text.find(words)


def occurrences(value: Any, words: str) -> Iterator[Path | None]:
    """The parts that have words in their name or their text, base64 apart, in order; now and then None."""
    return _in_source(value, words) if isinstance(value, Unread) else _in_parts(value, words)


def _in_source(value: Unread, words: str) -> Iterator[Path | None]:
    """In what is not read yet: its bytes are searched, and only what lies around a hit is read."""
    spelled = {spelling.encode(errors="replace") for spelling in (words, _escaped(words), _ascii(words))}
    flags = re.IGNORECASE if words == words.lower() else re.NOFLAG
    pattern, longest = re.compile(b"|".join(map(re.escape, spelled)), flags), max(map(len, spelled))
    find, at = finder(words), 0
    last: Path | None = None
    while len(value) and at < len(value.payload):
        match = pattern.search(value.payload, at, at + _BYTES_A_STEP + longest)
        if match is None:
            at += _BYTES_A_STEP
            yield None
        else:
            path, part, at = value.locate(match.start())
            yield path if path != last and _stands_in(find, path, part) else None
            last = path


def _escaped(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _ascii(text: str) -> str:
    return json.dumps(text)[1:-1]


def _in_parts(value: Any, words: str) -> Iterator[Path | None]:
    find, looked_at = finder(words), 0
    root: list[tuple[Path, Any]] = [((), value)]
    waiting = [iter(root)]
    while waiting:
        part = next(waiting[-1], None)
        if part is None:
            waiting.pop()
            continue
        path, value = part
        if _stands_in(find, path, value):
            yield path
        if is_container(value):
            waiting.append(_parts(path, value))
        looked_at += 1
        if looked_at % _A_STEP == 0:
            yield None


def _parts(path: Path, value: Any) -> Iterator[tuple[Path, Any]]:
    return (((*path, name), part) for name, part in parts_of(value))


def _stands_in(find: Callable[[str], int], path: Path, value: Any) -> bool:
    name = path[-1] if path else 0
    if isinstance(name, str) and find(name) >= 0:
        return True
    if is_container(value):
        return False
    text = value if isinstance(value, str) else scalar_text(value)
    return find(text) >= 0 and not is_blob(text)
