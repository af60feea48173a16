"""Two spellings of one field: the SDK sends `client_content` where the service says `clientContent`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

_HUMP = re.compile(r"(?<=[a-z0-9])([A-Z])")
_UNDERSCORE = re.compile(r"_([a-z0-9])")


@lru_cache(1024)
def snake(name: str) -> str:
    """`clientContent` → `client_content`."""
    return _HUMP.sub(lambda m: "_" + m[1].lower(), name)


@lru_cache(1024)
def camel(name: str) -> str:
    """`client_content` → `clientContent`."""
    return _UNDERSCORE.sub(lambda m: m[1].upper(), name)


def pick(mapping: Any, name: str, default: Any = None) -> Any:
    """The member `name` (given in camelCase) in either spelling; `default` if absent or not an object."""
    if type(mapping) is not dict and not isinstance(mapping, Mapping):
        return default
    if name in mapping:
        return mapping[name]
    return mapping.get(snake(name), default)


def pick_map(mapping: Any, name: str) -> Mapping[str, Any]:
    """`pick`, where only an object will do: anything else reads as an empty one."""
    value = pick(mapping, name)
    return value if type(value) is dict or isinstance(value, Mapping) else {}


def pick_list(mapping: Any, name: str) -> list[Any]:
    """`pick`, where only a list will do: anything else reads as an empty one."""
    value = pick(mapping, name)
    return value if isinstance(value, list) else []


def pick_text(mapping: Any, name: str) -> str:
    """`pick`, where only text will do: anything else reads as empty."""
    value = pick(mapping, name)
    return value if isinstance(value, str) else ""
