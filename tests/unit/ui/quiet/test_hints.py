from __future__ import annotations

import asyncio

import pytest
from textual.app import App
from textual.geometry import Region
from textual.widgets import Static

from tui.ui.quiet import QuietMixin, hint_scroll, rows_moved

ROWS = [object() for _ in range(6)]


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        (ROWS[0:4], ROWS[0:4], 0),
        (ROWS[0:4], ROWS[1:5], 1),
        (ROWS[0:4], ROWS[3:6], 3),
        (ROWS[0:2], ROWS[4:6], 0),
        ([], ROWS, 0),
        (ROWS, [], 0),
    ],
)
def test_a_window_that_moved_is_seen_by_its_first_row(
    before: list[object], after: list[object], moved: int
) -> None:
    assert rows_moved(before, after) == moved


class Hinted(QuietMixin, App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.hints: list[tuple[Region, int]] = []

    def scroll_hint(self, region: Region, dy: int) -> None:
        self.hints.append((region, dy))
        super().scroll_hint(region, dy)


def test_a_widget_tells_where_its_content_is_on_the_screen() -> None:
    async def run() -> None:
        app = Hinted()
        async with app.run_test(size=(20, 6)):
            child = Static("x")
            child.styles.border = ("round", "red")
            await app.mount(child)
            await app.animator.wait_until_complete()
            hint_scroll(child, 2)
            hint_scroll(child, 0)
            assert app.hints == [(child.content_region, 2)]
            assert app.line == "stock" and app.quiet_stats.mode == "stock"

    asyncio.run(run())


def test_any_other_app_is_told_nothing() -> None:
    async def run() -> None:
        app: App[None] = App()
        async with app.run_test():
            child = Static("x")
            await app.mount(child)
            hint_scroll(child, 1)

    asyncio.run(run())
