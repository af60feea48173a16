"""The foot of the log: what is counted and asked of the rows, and what there is to say once."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from tui.wire.summary import SEPARATOR

TERSEST = 3
"""How few words there can be, from 0 on."""


class LogFooter(Static):
    """One line; where a notice would leave no room for the counts, it has a line of its own above them."""

    DEFAULT_CSS = """
    LogFooter {
        height: auto; max-height: 2; width: 1fr; color: $text-muted; padding: 0 1;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)

    def tell(self, notices: list[str], counts: Callable[[int], list[str]]) -> None:
        """counts: in more words or fewer, up to `TERSEST`, the most needed first; empty parts are left out.

        Only where the words changed: an unchanged line costs the terminal nothing.
        """
        text = self._laid_out(notices, counts)
        before = str(self.content)
        if text != before:
            self.update(Content(text), layout=text.count("\n") != before.count("\n"))

    def _laid_out(self, notices: list[str], counts: Callable[[int], list[str]]) -> str:
        in_one = [_joined([*notices, *counts(terse)]) for terse in range(TERSEST)]
        if (text := self._fitting(in_one)) is not None:
            return text
        told = [_joined(counts(terse)) for terse in range(TERSEST + 1)]
        fitting = self._fitting(told)
        return "\n".join(filter(None, [_joined(notices), told[-1] if fitting is None else fitting]))

    def _fitting(self, lines: list[str]) -> str | None:
        room = self.content_size.width
        return next((line for line in lines if not room or cell_len(line) <= room), None)


def _joined(parts: Iterable[str]) -> str:
    return SEPARATOR.join(filter(None, parts))
