"""What is wrong with a filter, in words."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class FilterError(ValueError):
    """What is wrong with a filter, in words, and the character it is about."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.message = message
        self.at = at


def near(word: str, words: Iterable[str]) -> str:
    """`; did you mean `usage`?`, where something is near enough."""
    spelled = {known.casefold(): known for known in words}
    found = difflib.get_close_matches(word.casefold(), list(spelled), 1, 0.6)
    return f"; did you mean `{spelled[found[0]]}`?" if found else ""
