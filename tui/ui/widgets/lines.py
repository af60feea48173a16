"""A list of any length to move through: keys, wheel, clicks, a scrollbar to drag."""

from __future__ import annotations

from textual import events
from textual.geometry import Region
from textual.message import Message

from tui.ui.actions import bindings
from tui.ui.quiet import draw_now, hint_scroll
from tui.ui.widgets.line_canvas import LineCanvas

WHEEL = 3
"""Lines a notch of the mouse wheel scrolls."""


class LineView(LineCanvas, can_focus=True):
    """Rows that one moves through by keys and mouse."""

    BINDINGS = bindings("rows")

    class Opened(Message):
        """Enter, or a double click, on a row."""

        def __init__(self, view: LineView, row: int) -> None:
            super().__init__()
            self.view = view
            self.row = row

        @property
        def control(self) -> LineView:
            """The view it happened in."""
            return self.view

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._dragging = False

    # What a subclass may do

    def cursor_moved(self) -> None:
        """Called after the reader went somewhere, be it where the cursor was already."""

    def resized(self, height: int) -> None:
        """Another height keeps the cursor's line where it can."""
        self.viewport.resize(height)

    # The reader's place

    def changed(self) -> None:
        """Rows were added at the end."""
        before = self.viewport.top, self.viewport.count
        self.viewport.grow(self.row_count())
        self.redraw_growth(*before)

    def moved(self, before: tuple[int, int]) -> None:
        """Redraw what a change of (top, cursor) touches, and tell."""
        top, cursor = before
        view = self.viewport
        if view.top != top:
            hint_scroll(self, view.top - top, beside=1)
            self.refresh()
        elif view.cursor != cursor:
            lines = (cursor - top, view.cursor - top)
            self.refresh(*(Region(0, line, self.size.width, 1) for line in lines))
        self.cursor_moved()
        draw_now(self)

    def action_move(self, rows: int) -> None:
        """The cursor by some rows."""
        before = self.viewport.top, self.viewport.cursor
        self.viewport.move(rows)
        self.moved(before)

    def action_page(self, pages: float) -> None:
        """The cursor by pages, whole or half."""
        before = self.viewport.top, self.viewport.cursor
        self.viewport.page(pages)
        self.moved(before)

    def action_home(self) -> None:
        """To the first row."""
        self.go(0)

    def action_end(self) -> None:
        """To the last row."""
        self.go(self.viewport.count - 1)

    def action_open(self) -> None:
        """Open the row under the cursor."""
        if self.viewport.count:
            self.post_message(self.Opened(self, self.viewport.cursor))

    def go(self, row: int) -> None:
        """The cursor to a row."""
        before = self.viewport.top, self.viewport.cursor
        self.viewport.go(row)
        self.moved(before)

    # Events

    def on_resize(self, event: events.Resize) -> None:
        """Another height."""
        self.resized(event.size.height)
        self.refresh()

    def on_focus(self) -> None:
        """The cursor shows who has the keys."""
        self._refresh_cursor()

    def on_blur(self) -> None:
        """The cursor shows who has the keys."""
        self._refresh_cursor()

    def _refresh_cursor(self) -> None:
        self.refresh_row(self.viewport.cursor)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel."""
        event.stop()
        self._scroll(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel."""
        event.stop()
        self._scroll(-WHEEL)

    def _scroll(self, lines: int) -> None:
        before = self.viewport.top, self.viewport.cursor
        self.viewport.scroll(lines)
        self.moved(before)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the scrollbar."""
        if event.get_content_offset(self) and event.x >= self.size.width - 1:
            self._dragging = True
            self.capture_mouse()
            self._scroll(self.viewport.row_at(event.y) - self.viewport.top)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag the scrollbar."""
        if self._dragging:
            self._scroll(self.viewport.row_at(event.y) - self.viewport.top)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go of the scrollbar."""
        if self._dragging:
            self._dragging = False
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor on a row; a second one opens it."""
        offset = event.get_content_offset(self)
        if offset is None or offset.x >= self.size.width - 1:
            return
        row = self.viewport.top + offset.y
        if row < self.viewport.count:
            self.go(row)
            if event.chain == 2:
                self.action_open()
