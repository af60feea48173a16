"""The keys of one scope as a table: what each does stands in a column of its own, however narrow it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import wrap

from textual.content import Content
from textual.widgets import Static

from tui.ui.actions import in_scope
from tui.ui.keymap import show_keys

ANYWHERE = ("main", "app")
_GAP = "  "
_NARROWEST = 12
"""Columns that a column of words can do with."""


class KeyTable(Static):
    """Keys as the user has them, labels and help of every action of a scope."""

    DEFAULT_CSS = "KeyTable { margin-bottom: 1; }"

    def __init__(self, scope: str, keymap: Mapping[str, str]) -> None:
        super().__init__("", markup=False)
        self._title = "anywhere" if scope == "main" else scope
        self._rows = [
            (show_keys(keymap.get(action.id, action.keys)), action.label, action.help)
            for action in in_scope(scope)
        ]

    def on_resize(self) -> None:
        """Words fold elsewhere."""
        self.update(Content("\n").join(self._lines(self.size.width)))

    def _lines(self, width: int) -> Iterator[Content]:
        yield Content.styled(self._title, "bold underline")
        keys_width, label_width = (max(len(row[column]) for row in self._rows) for column in (0, 1))
        indent = keys_width + label_width + 2 * len(_GAP)
        for keys, label, help in self._rows:
            folded = wrap(help, max(_NARROWEST, width - indent)) or [""]
            first = (
                Content.styled(keys.ljust(keys_width), "$text-accent"),
                Content(label.ljust(label_width)),
                Content.styled(folded[0], "$text-muted"),
            )
            yield Content(_GAP).join(first).rstrip()
            yield from (Content.styled(" " * indent + line, "$text-muted") for line in folded[1:])
