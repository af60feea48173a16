"""Rows drawn line by line: only what is seen is ever made, and what was made is kept."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.geometry import Region
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from tui.ui.quiet import draw_now, hint_scroll
from tui.ui.widgets.segments import restyled
from tui.ui.widgets.viewport import Viewport


class LineCanvas(Widget):
    """Rows under a cursor, and a scrollbar, over a viewport.

    A subclass gives `row_count`, `row_segments` and `row_key`. Strips are cached by what `row_key` says a
    row looks like, and forgotten when styles change. No virtual size: growth out of view costs nothing.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line--cursor",
        "line--cursor-blurred",
        "line--thumb",
        "line--track",
    }

    DEFAULT_CSS = """
    LineCanvas {
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

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.viewport = Viewport()
        self._strips: LRUCache[Hashable, Strip] = LRUCache(1024)
        self._barred: LRUCache[tuple[int, int], tuple[Strip, Strip]] = LRUCache(1024)
        self._styles_of: dict[str, Style] = {}
        self._partial_styles: dict[str, Style] = {}
        self._bar: dict[str, Strip] = {}

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

    @property
    def cursor_stands_out(self) -> bool:
        """Whether the cursor's row looks different from the others."""
        return True

    # Styles

    def style_of(self, component: str) -> Style:
        """The style of a component class on the view's own, as the theme has it now; empty: the view's own.

        Textual works a style out anew each time it is asked, in a tenth of a millisecond.
        """
        style = self._styles_of.get(component)
        if style is None:
            style = self.rich_style
            if component:
                style += self._partial_style_of(component)
            self._styles_of[component] = style
        return style

    def _partial_style_of(self, component: str) -> Style:
        style = self._partial_styles.get(component)
        if style is None:
            style = self._partial_styles[component] = self.get_component_rich_style(component, partial=True)
        return style

    def forget(self) -> None:
        """Make every row anew."""
        self._strips.clear()
        self.refresh()

    def notify_style_update(self) -> None:
        """A theme or a stylesheet changed: nothing made before may be shown."""
        super().notify_style_update()
        self._styles_of.clear()
        self._partial_styles.clear()
        self._strips.clear()
        self._barred.clear()
        self._bar.clear()

    # Drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lines straight from the rows; a border or an opacity takes Textual's longer way.

        A removed widget may be asked for its lines until the next layout; it has lost its styles by then.
        """
        if not self.is_attached:
            return [Strip.blank(crop.width)] * crop.height
        if self.styles.gutter or self.opacity < 1:
            return super().render_lines(crop)
        filters, background = self.get_line_filters(), self.background_colors[1]
        lines = self._lines_at(crop.line_range)
        for line_filter in filters:
            lines = [line.apply_filter(line_filter, background) for line in lines]
        return [line.crop(crop.x, crop.right) for line in lines]

    def render_line(self, y: int) -> Strip:
        """One line, its text numbered for the mouse: Textual asks for it where the pointer is."""
        return self._lines_at([y])[0].apply_offsets(0, self.viewport.top + y)

    def _lines_at(self, lines: Iterable[int]) -> list[Strip]:
        width, thumb = max(1, self.size.width - 1), self.viewport.thumb()
        selection = self.text_selection
        return [self._line(y, width, thumb, selection) for y in lines]

    def _line(self, y: int, width: int, thumb: tuple[int, int], selection: Selection | None) -> Strip:
        """A row and the scrollbar's cell beside it; the same object as long as it looks the same."""
        row = self.viewport.top + y
        if row >= self.viewport.count:
            return self._blank(width + 1)
        made = self._made(row, width)
        strip = self._overlaid(made, row, selection)
        bar = self._bar_at(y, *thumb)
        if strip is not made:
            return Strip([*strip, *bar], width + 1)
        kept = self._barred.get((id(made), id(bar)))
        if kept is None or kept[0] is not made:
            kept = self._barred[id(made), id(bar)] = made, Strip([*made, *bar], width + 1)
        return kept[1]

    def _blank(self, width: int) -> Strip:
        return Strip([Segment(" " * width, self.style_of(""))], width)

    def _made(self, row: int, width: int) -> Strip:
        """A row's strip, from the cache where it looks the same."""
        what = self.row_key(row)
        key = (what, width)
        strip = self._strips.get(key) if what is not None else None
        if strip is None:
            base = self.style_of("")
            parts = self.row_segments(row, width)
            segments = [part if part.style else Segment(part.text, base) for part in parts]
            strip = Strip(Segment.adjust_line_length(segments, width, base), width)
            if what is not None:
                self._strips[key] = strip
        return strip

    def _overlaid(self, strip: Strip, row: int, selection: Selection | None) -> Strip:
        if row == self.viewport.cursor and self.cursor_stands_out:
            name = "line--cursor" if self.has_focus else "line--cursor-blurred"
            over = self._partial_style_of(name)
            strip = Strip(Segment.apply_style(strip, post_style=over), strip.cell_length)
        if selection is not None and (span := selection.get_span(row)) is not None:
            over = self.screen.get_component_rich_style("screen--selection")
            end = span[1] if span[1] >= 0 else strip.cell_length
            strip = Strip(restyled(strip, span[0], end, over), strip.cell_length)
        return strip

    def _bar_at(self, line: int, start: int, length: int) -> Strip:
        """The scrollbar's cell of a line, its thumb `length` lines long from `start` on."""
        name = "line--thumb" if start <= line < start + length else "line--track" if length else ""
        strip = self._bar.get(name)
        if strip is None:
            sign = {"line--thumb": "█", "line--track": "│"}.get(name, " ")
            strip = self._bar[name] = Strip([Segment(sign, self.style_of(name))], 1)
        return strip

    def redraw_growth(self, top: int, count: int) -> None:
        """Draw what growth touches, given the first row and the number of rows before it."""
        if self.viewport.top != top or count - top < self.viewport.height:
            hint_scroll(self, self.viewport.top - top, beside=1)
            self.refresh()
        elif self.viewport.thumb() != self.viewport.thumb(count):
            self.refresh(Region(self.size.width - 1, 0, 1, self.size.height))
        draw_now(self)

    def refresh_row(self, row: int) -> None:
        """Draw one row again, where it is seen."""
        line = row - self.viewport.top
        if 0 <= line < self.viewport.height:
            self.refresh(Region(0, line, self.size.width, 1))

    # Selection with the mouse

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text: only the rows it touches are made."""
        first = selection.start.y if selection.start else 0
        last = min(selection.end.y if selection.end else self.viewport.count, self.viewport.count - 1)
        lines = [self._selected_text(selection, row) for row in range(first, last + 1)]
        return "\n".join(lines), "\n"

    def _selected_text(self, selection: Selection, row: int) -> str:
        span = selection.get_span(row)
        text = self._made(row, max(1, self.size.width - 1)).text
        return text.rstrip() if span is None else text[span[0] : None if span[1] == -1 else span[1]].rstrip()
