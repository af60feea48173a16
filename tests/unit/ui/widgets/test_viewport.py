from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.ui.widgets.viewport import Viewport


def view(count: int, height: int) -> Viewport:
    viewport = Viewport()
    viewport.resize(height)
    viewport.grow(count)
    return viewport


def test_pages_keep_the_cursors_line() -> None:
    viewport = view(100, 10)
    viewport.go(14)
    viewport.scroll(2)
    line = viewport.line
    viewport.page(1)
    assert (viewport.line, viewport.cursor) == (line, 23)


def test_half_pages_keep_it_too_and_always_go_somewhere() -> None:
    viewport = view(100, 11)
    viewport.go(14)
    line = viewport.line
    viewport.page(0.5)
    assert (viewport.line, viewport.cursor) == (line, 19)
    viewport.resize(1)
    viewport.page(-0.5)
    assert viewport.cursor == 18


def test_growth_moves_nothing() -> None:
    viewport = view(20, 10)
    viewport.go(15)
    top = viewport.top
    viewport.grow(50)
    assert (viewport.top, viewport.cursor) == (top, 15)


def test_the_wheel_takes_the_cursor_along_only_at_the_edge() -> None:
    viewport = view(100, 10)
    viewport.scroll(5)
    assert (viewport.top, viewport.cursor) == (5, 5)
    viewport.go(9)
    viewport.scroll(2)
    assert (viewport.top, viewport.cursor) == (7, 9)


@given(st.integers(0, 10_000_000), st.integers(1, 100), st.integers(0, 10_000_000))
def test_the_thumb_is_in_the_bar(count: int, height: int, row: int) -> None:
    viewport = view(count, height)
    viewport.go(row)
    start, length = viewport.thumb()
    assert 0 <= start <= start + length <= height
    assert (length == 0) == (count <= height)
    assert 0 <= viewport.row_at(height - 1) <= viewport.last_top


def test_the_ends_of_the_bar_are_the_ends_of_the_list() -> None:
    viewport = view(1_000_000, 40)
    assert (viewport.row_at(0), viewport.row_at(39)) == (0, viewport.last_top)
