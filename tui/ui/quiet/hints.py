"""What a widget that scrolls can tell the line."""

from __future__ import annotations

from collections.abc import Sequence

from textual.widget import Widget

from tui.ui.quiet.mixin import QuietMixin


def hint_scroll(widget: Widget, up: int) -> None:
    """The widget's content is about to move up by `up` rows, down if negative; in any App."""
    if up and isinstance(widget.app, QuietMixin):
        widget.app.scroll_hint(widget.content_region, up)


def draw_now(widget: Widget) -> None:
    """Have a widget drawn at once that asked for a refresh, where the App has a way."""
    if isinstance(widget.app, QuietMixin):
        widget.app.draw_now(widget)


def rows_moved(before: Sequence[object], after: Sequence[object]) -> int:
    """By how many rows a window over a list moved down it; 0 if its first row was not seen before."""
    if not after or not before or after[0] is before[0]:
        return 0
    return next((n for n, row in enumerate(before) if row is after[0]), 0)
