"""The filter line's text, and the keys that write it: isolate, filter in, filter out."""

from __future__ import annotations

import re

from tui.projections.filter_language import parse
from tui.projections.filters import Filter
from tui.store.saved_filters import SavedFilters
from tui.ui.widgets.log_painter import shown_kinds
from tui.wire.kinds import Mask

_KINDS_IN = re.compile(r"(?<!\S)(?<!not )kind:(\S+)")
_JOINED = re.compile(r"[()]|\bor\b|[\"/{]", re.IGNORECASE)
"""Where it takes more than a look to tell what a kind is asked for."""


class Filtering:
    """What is asked of the rows. `saved`: filters by name, written `@name`."""

    def __init__(self) -> None:
        self.text = ""
        self.saved = SavedFilters()
        self._before: str | None = None
        self._isolation = ""

    def parse(self, text: str) -> Filter | None:
        """The filter of a line, None for an empty one. Raises FilterError."""
        return parse(text, self.saved) if text.strip() else None

    def set(self, text: str) -> Filter | None:
        """Take a line as the filter. Raises FilterError, and keeps the old one then."""
        asked = self.parse(text)
        self.text = text.strip()
        return asked

    def isolated(self, mask: Mask) -> str:
        """Only the kinds of one row; the filter before it when asked again."""
        term = kinds_term(mask)
        if self._before is not None and self.text == self._isolation:
            text, self._before = self._before, None
            return text
        self._before, self._isolation = self.text, term
        return term

    def narrowed(self, mask: Mask, *, out: bool) -> str:
        """The filter and, besides, the kinds of a row in or out; in is one more of those that are in."""
        if not out and (found := _KINDS_IN.search(self.text)) and not _JOINED.search(self.text):
            kinds = dict.fromkeys([*found[1].split(","), *kinds_term(mask).removeprefix("kind:").split(",")])
            return f"{self.text[: found.start(1)]}{','.join(kinds)}{self.text[found.end(1) :]}"
        term = f"not {kinds_term(mask)}" if out else kinds_term(mask)
        before = f"({self.text})" if " or " in f" {self.text} " else self.text
        return f"{before} {term}".strip()


def kinds_term(mask: Mask) -> str:
    """`kind:turnComplete,usageMetadata`."""
    return "kind:" + ",".join(kind.wire_name for kind in shown_kinds(mask))
