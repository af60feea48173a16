"""What may pass the compositor, and what it then shows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from textual.app import App, ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from tests.bench.tailing import Tail
from tui.ui.quiet.direct import bare_region, wanted_lines


class Panes(App[None]):
    CSS = "Tail { height: 5; } #over { layer: top; offset: 3 1; width: 4; height: 1; }" + (
        "Screen { layers: default top; }"
    )

    def compose(self) -> ComposeResult:
        yield Static("head")
        yield Horizontal(Tail("left", 2), Tail("right", 2))


def in_app(check: Callable[[Panes, Pilot[None]], Awaitable[None]]) -> None:
    async def run() -> None:
        app = Panes()
        async with app.run_test(size=(60, 8), notifications=True) as pilot:
            await pilot.pause()
            await check(app, pilot)

    asyncio.run(run())


def test_a_bare_widget_is_where_the_compositor_has_it() -> None:
    async def check(app: Panes, pilot: Pilot[None]) -> None:
        tail = app.query(Tail).last()
        assert bare_region(tail) == tail.region == Region(30, 1, 30, 5)

    in_app(check)


def test_what_stands_over_it_is_seen() -> None:
    async def check(app: Panes, pilot: Pilot[None]) -> None:
        tail = app.query(Tail).last()
        await app.mount(Static("over", id="over"))
        await pilot.pause()
        left = app.query(Tail).first()
        assert bare_region(left) is None and bare_region(tail) == tail.region

    in_app(check)


def test_a_toast_may_stand_over_all() -> None:
    async def check(app: Panes, pilot: Pilot[None]) -> None:
        tail = app.query(Tail).last()
        app.notify("words\n" * 9, timeout=60)
        await pilot.pause()
        assert bare_region(tail) is None

    in_app(check)


def test_it_must_be_on_the_current_screen_shown_and_settled() -> None:
    async def check(app: Panes, pilot: Pilot[None]) -> None:
        tail = app.query(Tail).last()
        tail.refresh(layout=True)
        assert bare_region(tail) is None
        tail._layout_required = False
        tail.display = False
        assert bare_region(tail) is None
        await app.push_screen(Screen())
        assert bare_region(app.screen_stack[0].query(Tail).first()) is None
        assert bare_region(Tail("nowhere", 1)) is None

    in_app(check)


def test_what_is_cut_by_its_container_is_not_bare() -> None:
    async def check(app: Panes, pilot: Pilot[None]) -> None:
        room = VerticalScroll(Static("x\n" * 30), Tail("low", 2))
        await app.mount(room)
        await pilot.pause()
        room.scroll_to(y=28, animate=False, force=True, immediate=True)
        await pilot.pause()
        low = room.query_one(Tail)
        assert low in app.screen._compositor.visible_widgets and bare_region(low) is None

    in_app(check)


def test_its_lines_are_those_the_compositor_would_draw_and_are_drawn_once() -> None:
    async def check(app: Panes, pilot: Pilot[None]) -> None:
        tail = app.query(Tail).last()
        tail.grow(9)
        tail.refresh(Region(0, 2, 3, 2))
        region = bare_region(tail)
        assert region is not None
        drawn = {y: strip.text for x, y, strip in wanted_lines(tail, region)}
        full = [strip.text for strip in app.screen._compositor.render_strips()]
        assert drawn == {y: full[y][region.x :] for y in range(1, 6)}
        assert list(wanted_lines(tail, region)) == []
        tail.refresh(Region(0, 2, 3, 2))
        assert [y for _, y, _ in wanted_lines(tail, region)] == [3, 4]

    in_app(check)
