"""What the SDK drops or changes of a received frame: its dump beside the wire.

The SDK spells members in snake_case; that alone is no difference. Source: google/genai 3.4
`_live_converters.py` and `_common.py` (`_remove_extra_fields`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tui.wire.path import Path
from tui.wire.spelling import snake
from tui.wire.verbatim import is_container, is_object, parts_of

_RENAMED = {
    ("voice_activity", "type"): "voice_activity_type",
    ("usage_metadata", "candidates_token_count"): "response_token_count",
    ("usage_metadata", "candidates_tokens_details"): "response_tokens_details",
}
_ABSENT = object()


@dataclass(frozen=True, slots=True)
class Difference:
    """sort: `dropped`, `changed` or `added`. path: in the wire's spelling; in the SDK's for what it added."""

    sort: str
    path: Path
    wire: Any = None
    sdk: Any = None


def differences(wire: Any, sdk: Any, path: Path = ()) -> Iterator[Difference]:
    """Where the SDK's dump says something else than the wire, depth first."""
    if is_object(wire) and is_object(sdk):
        yield from _members(dict(parts_of(wire)), dict(parts_of(sdk)), path)
    elif is_container(wire) and is_container(sdk) and not is_object(wire) and not is_object(sdk):
        for n, part in enumerate(wire):
            yield from _pair(part, sdk[n] if n < len(sdk) else _ABSENT, (*path, n))
    elif not _alike(wire, sdk):
        yield Difference("changed", path, wire, sdk)


def _members(wire: dict[Any, Any], sdk: dict[Any, Any], path: Path) -> Iterator[Difference]:
    parent = snake(str(path[-1])) if path else ""
    seen = set()
    for name, value in wire.items():
        theirs = _RENAMED.get((parent, snake(name)), snake(name))
        seen.add(theirs)
        yield from _pair(value, sdk.get(theirs, _ABSENT), (*path, name))
    for name, value in sdk.items():
        if name not in seen:
            yield Difference("added", (*path, name), sdk=value)


def _pair(wire: Any, sdk: Any, path: Path) -> Iterator[Difference]:
    if sdk is _ABSENT:
        if wire is not None:
            yield Difference("dropped", path, wire)
    else:
        yield from differences(wire, sdk, path)


def _alike(wire: Any, sdk: Any) -> bool:
    """Whether two scalars say the same: numbers by their value, not by their spelling."""
    if type(wire) is type(sdk):
        return bool(wire == sdk)
    try:
        return isinstance(sdk, (int, float)) and not isinstance(sdk, bool) and float(wire) == float(sdk)
    except (TypeError, ValueError):
        return False
