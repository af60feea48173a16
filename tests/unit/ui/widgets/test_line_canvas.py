from __future__ import annotations

import asyncio

from textual.app import App, ComposeResult
from textual.geometry import Region

from tests.bench.tailing import Tail


class Pane(App[None]):
    def compose(self) -> ComposeResult:
        yield Tail("log", 2)


def test_a_row_is_the_same_strip_as_long_as_it_looks_the_same() -> None:
    async def run() -> None:
        app = Pane()
        async with app.run_test(size=(40, 6)) as pilot:
            tail, crop = app.query_one(Tail), Region(0, 0, 40, 6)
            tail.grow(9)
            await pilot.pause()
            before = tail.render_lines(crop)
            tail.grow(10)
            after = tail.render_lines(crop)
            assert after[0] is before[1] and after[3] is before[4]  # between them the scrollbar moved
            app.theme = "textual-light"
            await pilot.pause()
            assert tail.render_lines(crop)[0].text == after[0].text and tail.render_lines(crop)[0] != after[0]

    asyncio.run(run())


def test_a_pane_on_its_way_out_can_still_be_drawn() -> None:
    async def run() -> None:
        app = Pane()
        async with app.run_test(size=(40, 6)) as pilot:
            tail = app.query_one(Tail)
            tail.grow(3)
            await pilot.pause()
            await tail.remove()
            assert not tail.is_attached
            assert len(tail.render_lines(Region(0, 0, 40, 6))) == 6

    asyncio.run(run())
