"""What is probably not meant in a filter, though it can be asked: a member or a value that nobody knows."""

from __future__ import annotations

import re
from typing import Any

from tui.projections.filter_language import tokens_of
from tui.projections.filter_mistakes import FilterError, near
from tui.projections.filter_terms import KEYS, NAME, SIGN
from tui.wire.schema import CLIENT, SERVER
from tui.wire.spelling import camel

_EVENT = (
    "event code reason why text uri attempt at message hint seconds bytes of path progress first last "
    "schema backend endpoint model conn"
)
_MEMBERS: dict[str, Any] = {**CLIENT, **SERVER}
_KNOWN: dict[str, Any] = {**dict.fromkeys(re.findall(r"\w+", _EVENT)), **_MEMBERS}
_HAS = re.compile(r"has[:=](?P<path>.+)", re.IGNORECASE)
_VALUE = re.compile(rf"(?P<path>{NAME})\s*{SIGN}\s*\"?(?P<value>[^\"]*)\"?", re.DOTALL)


def doubt(text: str) -> FilterError | None:
    """The first word of a good filter that asks for what nobody knows; None where there is none.

    Such a thing may yet come: it is asked for, and said.
    """
    for token in tokens_of(text):
        match = _HAS.fullmatch(token.text) or _VALUE.fullmatch(token.text)
        if token.sort == "word" and match and match["path"].casefold() not in KEYS:
            known = _known(match["path"], token.at + match.start("path"))
            if isinstance(known, FilterError):
                return known
            value = match.groupdict().get("value", "")
            if isinstance(known, frozenset) and value not in (*known, "", "null"):
                words = f"no value is known as `{value}`{near(value, known)}"
                return FilterError(words, token.at + match.start("value"))
    return None


def _known(path: str, at: int) -> Any:
    """What is known of the values at a path: a schema, or the mistake in it."""
    schema: Any = _KNOWN
    for name in path.split("."):
        bare = camel(name.split("[")[0])
        if not isinstance(schema, dict):
            return schema
        if bare not in schema:
            names = _MEMBERS if schema is _KNOWN else schema
            return FilterError(f"no member is known as `{name}`{near(bare, names)}", at)
        schema = schema[bare]
        at += len(name) + 1
    return schema
