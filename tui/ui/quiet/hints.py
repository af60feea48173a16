"""What a widget that scrolls can tell the line."""

from __future__ import annotations

from collections.abc import Sequence

from textual.geometry import Region
from textual.widget import Widget

from tui.ui.quiet.mixin import QuietMixin


def hint_scroll(widget: Widget, up: int, *, beside: int = 0) -> None:
    """The widget's content is about to move up by `up` rows, down if negative; in any App.

    beside: columns at its right that stay, as those of a scrollbar.
    """
    if up and isinstance(widget.app, QuietMixin):
        x, y, width, height = widget.content_region
        widget.app.scroll_hint(Region(x, y, width - beside, height), up)


def draw_now(widget: Widget) -> None:
    """Have a widget drawn at once that asked for a refresh, where the App has a way."""
    if isinstance(widget.app, QuietMixin):
        widget.app.draw_now(widget)


def rows_moved(before: Sequence[object], after: Sequence[object]) -> int:
    """By how many rows a window over a list moved down it; 0 if its first row was not seen before."""
    if not after or not before or after[0] is before[0]:
        return 0
    return next((n for n, row in enumerate(before) if row is after[0]), 0)
