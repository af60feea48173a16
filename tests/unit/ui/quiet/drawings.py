"""Random rows of cells, as a compositor might draw them."""

from __future__ import annotations

from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.ui.quiet.cells import Cell, Ink

WIDTH, HEIGHT = 20, 6

_ink = Ink()

_TEXTS = [
    "",
    " ",
    "   ",
    " " * 11,
    "a",
    "log line 17",
    "{}",
    "汉字",
    "かな",
    "é",
    "e\u0301",
    "─│",
    "…→",
    "🙂",
    "ｆ",
]
_STYLES = [
    None,
    Style(color="#102030", bgcolor="#405060"),
    Style(color="#102030"),
    Style(bgcolor="#405060"),
    Style(color="#102030", bgcolor="#405060", bold=True),
    Style(color="red", bgcolor="blue", italic=True, underline=True),
    Style(reverse=True, bgcolor="color(99)"),
    Style(dim=True, strike=True),
    Style(color="#102030", link="https://example.org/a"),
    Style(bgcolor="#405060", link="https://example.org/b"),
]

_segments = st.lists(st.builds(Segment, st.sampled_from(_TEXTS), st.sampled_from(_STYLES)), max_size=5)


def row(segments: list[Segment], width: int = WIDTH) -> list[Cell]:
    """Segments as exactly `width` cells."""
    return _ink.cells(Strip(segments).adjust_cell_length(width))


rows = st.builds(row, _segments)
"""A full row."""

drawings = st.lists(rows, min_size=HEIGHT, max_size=HEIGHT)
"""A full screen."""

scraps = st.tuples(
    st.integers(0, WIDTH - 1), st.integers(0, HEIGHT - 1), st.builds(row, _segments, st.integers(1, 9))
)
"""A piece of a row somewhere: column, row, cells."""
