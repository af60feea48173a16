"""Where a part of a JSON value is: the names and places that lead to it."""

from __future__ import annotations

import json
import re

Path = tuple[str | int, ...]

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def dotted(path: Path) -> str:
    """`serverContent.modelTurn.parts[0].text`; a name that would steer a terminal is quoted, as in jq."""
    text = "".join(f".{name}" if isinstance(name, str) and name.isprintable() else _jq(name) for name in path)
    return text.removeprefix(".")


def jq_path(path: Path) -> str:
    """A path as jq takes it: `.serverContent.modelTurn.parts[0].text`."""
    text = "".join(_jq(name) for name in path)
    return text if text.startswith(".") else f".{text}"


def _jq(name: str | int) -> str:
    if isinstance(name, int):
        return f"[{name}]"
    if _NAME.fullmatch(name):
        return f".{name}"
    return f"[{json.dumps(name, ensure_ascii=not name.isprintable())}]"
