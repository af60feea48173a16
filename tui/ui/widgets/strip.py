"""The status strip: one line that says how the connection is, and repaints only when that changed."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


class StatusStrip(Static):
    """Parts from left to right; each has a style of its own, none is markup."""

    DEFAULT_CSS = """
    StatusStrip {
        height: 1; width: 1fr; padding: 0 1; background: $panel; color: $text;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    """

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._shown: tuple[tuple[str, str], ...] = ()

    def show(self, *parts: tuple[str, str]) -> None:
        """Each part is (text, style); empty texts are left out."""
        if parts == self._shown:
            return
        self._shown = parts
        pieces = [Content.styled(text, style) for text, style in parts if text]
        self.update(Content(" · ").join(pieces))
