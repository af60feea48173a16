from __future__ import annotations

import asyncio

import pytest
from textual._compositor import CompositorUpdate, LayoutUpdate
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import Static

from tui.ui.quiet.updates import pieces


class Two(App[None]):
    CSS = "Screen { layout: horizontal; } Static { width: 1fr; }"

    def compose(self) -> ComposeResult:
        yield Static("left 漢字", id="left")
        yield Static("right", id="right")


def texts(update: CompositorUpdate) -> list[tuple[int, int, str]]:
    return [(x, y, strip.text.rstrip()) for x, y, strip in pieces(update)]


def test_a_full_update_is_all_strips_in_their_places() -> None:
    full = LayoutUpdate([[Strip.blank(3), Strip.blank(2)], [Strip.blank(5)]], Region(4, 1, 5, 2))
    assert [(x, y, strip.cell_length) for x, y, strip in pieces(full)] == [(4, 1, 3), (7, 1, 2), (4, 2, 5)]


def test_a_partial_update_is_whole_chops_even_where_a_wide_character_is_cut() -> None:
    async def run() -> None:
        app = Two()
        async with app.run_test(size=(40, 3)) as pilot:
            await pilot.pause()
            compositor = app.screen._compositor
            compositor._dirty_regions.add(Region(6, 0, 1, 1))
            update = compositor.render_update()
            assert isinstance(update, CompositorUpdate)
            assert texts(update) == [(0, 0, "left 漢字")]

    asyncio.run(run())


def test_an_unknown_update_is_an_error() -> None:
    with pytest.raises(TypeError, match="unknown update: CompositorUpdate"):
        pieces(CompositorUpdate())
