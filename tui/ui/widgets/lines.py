"""A list of any length, drawn line by line: only what is seen is ever made."""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Region
from textual.message import Message
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from tui.ui.actions import bindings
from tui.ui.widgets.segments import restyled
from tui.ui.widgets.viewport import Viewport

WHEEL = 3
"""Lines a notch of the mouse wheel scrolls."""


class LineView(Widget, can_focus=True):
    """Rows under a cursor, with a scrollbar of its own and text that can be selected with the mouse.

    A subclass gives `row_count`, `row_segments` and `row_key`. Strips are cached by what `row_key` says a
    row looks like, and forgotten when styles change. No virtual size: growth out of view costs nothing.
    """

    BINDINGS = bindings("rows")

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line--cursor",
        "line--cursor-blurred",
        "line--thumb",
        "line--track",
    }

    DEFAULT_CSS = """
    LineView {
        width: 1fr;
        height: 1fr;
        & > .line--cursor {
            background: $block-cursor-background; color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
        & > .line--cursor-blurred {
            background: $block-cursor-blurred-background; text-style: $block-cursor-blurred-text-style;
        }
        & > .line--thumb { color: $scrollbar; }
        & > .line--track { color: $scrollbar-background; }
    }
    """

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
        self.viewport = Viewport()
        self._strips: LRUCache[Hashable, Strip] = LRUCache(1024)
        self._component: dict[str, Style] = {}
        self._dragging = False

    # What a subclass gives

    def row_count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def row_segments(self, row: int, width: int) -> list[Segment]:
        """A row's text with its styles; longer than `width` is cut."""
        raise NotImplementedError

    def row_key(self, row: int) -> Hashable:
        """What makes a row look as it does; None for a row that must not be cached."""
        return row

    def cursor_moved(self) -> None:
        """Called after the reader went somewhere, be it where the cursor was already."""

    def resized(self, height: int) -> None:
        """Another height keeps the cursor's line where it can."""
        self.viewport.resize(height)

    # Drawing

    def style_of(self, component: str) -> Style:
        """The style of a component class, as the theme has it now."""
        style = self._component.get(component)
        if style is None:
            style = self._component[component] = self.get_component_rich_style(component)
        return style

    def forget(self) -> None:
        """Make every row anew."""
        self._strips.clear()
        self.refresh()

    def notify_style_update(self) -> None:
        """A theme or a stylesheet changed: nothing made before may be shown."""
        super().notify_style_update()
        self._component.clear()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """One line of the screen: a row, and its cell of the scrollbar."""
        row, width = self.viewport.top + y, max(1, self.size.width - 1)
        if row >= self.viewport.count:
            return Strip.blank(width + 1, self.rich_style)
        strip = self._overlaid(self._cached(row, width), row)
        return Strip([*strip, self._scrollbar_cell(y)], width + 1)

    def _cached(self, row: int, width: int) -> Strip:
        what = self.row_key(row)
        key = (what, width)
        strip = self._strips.get(key) if what is not None else None
        if strip is None:
            strip = Strip(self.row_segments(row, width)).adjust_cell_length(width, self.rich_style)
            strip = strip.apply_style(self.rich_style)
            if what is not None:
                self._strips[key] = strip
        return strip

    def _overlaid(self, strip: Strip, row: int) -> Strip:
        if row == self.viewport.cursor:
            over = self.style_of("line--cursor" if self.has_focus else "line--cursor-blurred")
            strip = Strip(Segment.apply_style(strip, post_style=over), strip.cell_length)
        selection = self.text_selection
        if selection is not None and (span := selection.get_span(row)) is not None:
            strip = self._selected(strip, *span)
        return strip.apply_offsets(0, row)

    def _selected(self, strip: Strip, start: int, end: int) -> Strip:
        over = self.screen.get_component_rich_style("screen--selection")
        return Strip(restyled(strip, start, end if end >= 0 else strip.cell_length, over), strip.cell_length)

    def _scrollbar_cell(self, line: int) -> Segment:
        start, length = self.viewport.thumb()
        if not length:
            return Segment(" ", self.rich_style)
        on_thumb = start <= line < start + length
        style = self.rich_style + self.style_of("line--thumb" if on_thumb else "line--track")
        return Segment("█" if on_thumb else "│", style)

    # The reader's place

    def changed(self) -> None:
        """Rows were added at the end."""
        before = self.viewport.top, self.viewport.count
        self.viewport.grow(self.row_count())
        self.redraw_growth(*before)

    def redraw_growth(self, top: int, count: int) -> None:
        """Draw what growth touches, given the first row and the number of rows before it."""
        if self.viewport.top != top or count - top < self.viewport.height:
            self.refresh()
        elif self.viewport.thumb() != self.viewport.thumb(count):
            self.refresh(Region(self.size.width - 1, 0, 1, self.size.height))

    def moved(self, before: tuple[int, int]) -> None:
        """Redraw what a change of (top, cursor) touches, and tell."""
        top, cursor = before
        view = self.viewport
        if view.top != top:
            self.refresh()
        elif view.cursor != cursor:
            lines = (cursor - top, view.cursor - top)
            self.refresh(*(Region(0, line, self.size.width, 1) for line in lines))
        self.cursor_moved()

    def action_move(self, rows: int) -> None:
        """The cursor by some rows."""
        before = self.viewport.top, self.viewport.cursor
        self.viewport.move(rows)
        self.moved(before)

    def action_page(self, pages: int) -> None:
        """The cursor by whole pages."""
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

    def refresh_row(self, row: int) -> None:
        """Draw one row again, where it is seen."""
        line = row - self.viewport.top
        if 0 <= line < self.viewport.height:
            self.refresh(Region(0, line, self.size.width, 1))

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

    # Selection

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text: only the rows it touches are made."""
        first = selection.start.y if selection.start else 0
        last = min(selection.end.y if selection.end else self.viewport.count, self.viewport.count - 1)
        lines = [self._selected_text(selection, row) for row in range(first, last + 1)]
        return "\n".join(lines), "\n"

    def _selected_text(self, selection: Selection, row: int) -> str:
        span = selection.get_span(row)
        text = self._cached(row, max(1, self.size.width - 1)).text
        return text.rstrip() if span is None else text[span[0] : None if span[1] == -1 else span[1]].rstrip()
