"""The timeline: lanes under an axis, a cursor to walk them, Enter for the frame."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.projections.lanes import Lane, Span
from tui.projections.views import Views
from tui.ui.actions import bindings
from tui.ui.instruments import timeline as draw

_LANES = tuple(Lane)
_TOP = 2
"""Lines above the lanes: the turns, the axis."""
_ZOOM = 1.5


class Timeline(Widget, can_focus=True):
    """Draws what is seen and nothing else; repaints when told to look, or when walked."""

    HELP = (
        "## Timeline\n**←** **→** walk, **↑** **↓** change the lane, **+** **-** zoom, **Enter** the frame."
    )
    BINDINGS = bindings("timeline")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"timeline--label", "timeline--axis"} | {
        f"timeline--{lane}" for lane in Lane
    }
    DEFAULT_CSS = """
    Timeline {
        width: 1fr; height: 1fr; padding: 0 1;
        & > .timeline--label { color: $text-muted; }
        & > .timeline--axis { color: $text-muted; }
        & > .timeline--input { color: $speaker-user; }
        & > .timeline--text { color: $speaker-model; }
        & > .timeline--audio, & > .timeline--played { color: $kind-audio; }
        & > .timeline--tools { color: $speaker-tool; }
        & > .timeline--cut, & > .timeline--link { color: $text-warning; }
    }
    """

    class FrameWanted(Message):
        """Enter on a span: the row of its first frame in the journal."""

        def __init__(self, row: int) -> None:
            super().__init__()
            self.row = row

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._views: Views | None = None
        self._window = draw.Window(0.0, 1.0, 1)
        self._all = True
        self._cell = 0
        self._lane = 0
        self._drawn: list[str] = []

    def show(self, views: Views) -> None:
        """Look at the projections as they are now; all of them stay in view until the window was moved."""
        is_other, self._views = views is not self._views, views
        if self._all or is_other:
            self._all = True
            self._window = draw.whole(views.lanes, self._width)
        self._repaint()

    @property
    def _width(self) -> int:
        return max(1, self.size.width - draw.LABEL)

    @property
    def lane(self) -> Lane:
        """The lane under the cursor."""
        return _LANES[self._lane]

    @property
    def span(self) -> Span | None:
        """What is under the cursor."""
        if self._views is None:
            return None
        return draw.span_at(self._views.lanes, self.lane, self._window, self._cell)

    # Drawing

    def _repaint(self) -> None:
        drawn = self._texts()
        if drawn != self._drawn:
            self._drawn = drawn
            self.refresh()

    def _texts(self) -> list[str]:
        views = self._views
        if views is None or views.lanes.start is None:
            return ["", "Nothing has happened yet"]
        window, origin = self._window, views.lanes.start
        lanes = [draw.lane_text(views.lanes, lane, window) for lane in _LANES]
        words = draw.in_words(self.lane, self.span, origin)
        turns, axis = draw.turns_text(views.transcript.turns, window), draw.axis_text(window, origin)
        return [turns, axis, *lanes, "", f"{words} · cursor at {window.time(self._cell) - origin:.2f} s"]

    def render_line(self, y: int) -> Strip:
        """One line: a label, then the cells."""
        width, text = self.size.width, self._drawn[y] if y < len(self._drawn) else ""
        lane = y - _TOP
        if 0 <= lane < len(_LANES) and len(self._drawn) > len(_LANES):
            segments = self._lane_segments(_LANES[lane], text)
        else:
            label = " " * draw.LABEL if y < _TOP and len(self._drawn) > len(_LANES) else ""
            segments = [Segment(label + text, self.get_component_rich_style("timeline--axis"))]
        strip = Strip(segments).adjust_cell_length(width, self.rich_style)
        return strip.apply_style(self.rich_style)

    def _lane_segments(self, lane: Lane, text: str) -> list[Segment]:
        style = self.get_component_rich_style(f"timeline--{lane}")
        label = Segment(f"{lane:<{draw.LABEL}}", self.get_component_rich_style("timeline--label"))
        if lane is not self.lane:
            return [label, Segment(text, style)]
        cell = self._cell
        under = Segment(text[cell : cell + 1] or " ", style + Style(reverse=True))
        return [label, Segment(text[:cell], style), under, Segment(text[cell + 1 :], style)]

    def notify_style_update(self) -> None:
        """A theme changed."""
        super().notify_style_update()
        self.refresh()

    def on_resize(self, _: events.Resize) -> None:
        """More or fewer cells for the same time."""
        if self._views is not None and self._all:
            self._window = draw.whole(self._views.lanes, self._width)
        else:
            self._window = draw.Window(self._window.start, self._window.scale, self._width)
        self._cell = min(self._cell, self._width - 1)
        self._repaint()

    # Walking

    def action_walk(self, cells: int) -> None:
        """The cursor through time; at an edge the window moves."""
        cell = self._cell + cells
        over = cell - min(max(0, cell), self._width - 1)
        if over:
            self._all = False
            self._window = self._window.moved(over)
        self._cell = cell - over
        self._repaint()

    def action_page(self, pages: int) -> None:
        """By whole windows."""
        self._all = False
        self._window = self._window.moved(pages * self._width)
        self._repaint()

    def action_lane(self, lanes: int) -> None:
        """To the lane above, or below."""
        self._lane = min(max(0, self._lane + lanes), len(_LANES) - 1)
        self._repaint()

    def action_zoom(self, way: int) -> None:
        """Closer, or further away; the moment under the cursor stays."""
        self._all = False
        self._window = self._window.zoomed(_ZOOM**-way, self._cell)
        self._repaint()

    def action_all(self) -> None:
        """All there is."""
        if self._views is not None:
            self._all = True
            self.show(self._views)

    def action_span(self, way: int) -> None:
        """To the next span of the lane, or to the one before."""
        if self._views is None:
            return
        spans, here = self._views.lanes.spans[self.lane], self._window.time(self._cell)
        after = [span for span in spans if self._window.cell(span.start) > self._cell]
        before = [span for span in spans if span.start < here and self._window.cell(span.start) != self._cell]
        found = after[:1] if way > 0 else before[-1:]
        for span in found:
            self.action_walk(self._window.cell(span.start) - self._cell)

    def action_open(self) -> None:
        """Ask for the frame under the cursor."""
        if self.span is not None:
            self.post_message(self.FrameWanted(self.span.first))

    def on_click(self, event: events.Click) -> None:
        """The cursor to where it was clicked; a second click opens the frame."""
        offset = event.get_content_offset(self)
        if offset is None or offset.x < draw.LABEL:
            return
        self._lane = min(max(0, offset.y - _TOP), len(_LANES) - 1)
        self.action_walk(offset.x - draw.LABEL - self._cell)
        if event.chain == 2:
            self.action_open()
