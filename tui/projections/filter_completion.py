"""What Tab offers in a filter line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from tui.projections.filter_terms import ALONE, KEYS
from tui.wire.kinds import Kind
from tui.wire.schema import CLIENT, SERVER

_WORD = re.compile(r"[^\s()]*\Z")


def complete(text: str, saved: Iterable[str] = ()) -> list[str]:
    """Whole lines that go on from `text`, whose last word is unfinished; best first. Case does not matter."""
    match = _WORD.search(text)
    word = match[0] if match else ""
    before = text[: len(text) - len(word)]
    several, comma, last = word.rpartition(",")
    if comma and word.casefold().startswith("kind:"):
        return [f"{before}{several},{one.removeprefix('kind:')}" for one in complete(f"kind:{last}")]
    folded = word.casefold()
    found = [candidate for candidate in _candidates(saved) if candidate.casefold().startswith(folded)]
    if found == [word] and word in _VALUES:
        return [f"{text} {sign} " for sign in ("=", "!=", "<", ">")]
    return [before + candidate for candidate in _next_step(found, len(word))]


def _next_step(found: list[str], length: int) -> list[str]:
    """Names before their values, and the members of one level before those within them."""
    return [one for one in found if _is_one_step(one, one[length:])] or found


def _is_one_step(candidate: str, rest: str) -> bool:
    goes_deeper = "." in rest[1:] and not candidate.startswith("kind:")
    return not goes_deeper and ":" not in rest.rstrip(":")


def _candidates(saved: Iterable[str]) -> Iterator[str]:
    yield from (f"{key}:" for key in KEYS)
    yield from ALONE
    yield from ("not", "or")
    yield from (f"@{name}" for name in saved)
    yield from (f"dir:{name}" for name in ("in", "out", "event"))
    yield from (f"kind:{kind.wire_name}" for kind in Kind)
    yield from (f"has:{path}" for path in _VALUES)
    yield from _VALUES


def _paths(schema: Any, prefix: str = "") -> Iterator[str]:
    if isinstance(schema, dict):
        for name, inner in schema.items():
            yield prefix + name
            yield from _paths(inner, f"{prefix}{name}.")


_VALUES = tuple(dict.fromkeys((*_paths(SERVER), *_paths(CLIENT))))
"""The paths of the members that are known: of their values an expression can ask."""
