"""Panes come and go with the width and with what a person asks for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Button

from tui.ui.widgets.panes import Panes, PaneTabs


class Stage(App[None]):
    """Three panes that can have the focus."""

    def __init__(self, remember: Path | None = None) -> None:
        super().__init__()
        self.remember = remember

    def compose(self) -> ComposeResult:
        with Panes(id="panes", remember=self.remember):
            for name in ("transcript", "wire", "shelf"):
                pane = Button(name, id=name, classes="pane")
                pane.border_title = name.title()
                yield pane

    @property
    def up(self) -> list[str]:
        return [pane.id or "" for pane in self.query(".pane") if pane.display]

    @property
    def tabs(self) -> PaneTabs:
        return self.query_one(PaneTabs)


def play(
    script: Callable[[Stage, Pilot[None]], Awaitable[None]],
    size: tuple[int, int],
    remember: Path | None = None,
) -> None:
    async def run() -> None:
        app = Stage(remember)
        async with app.run_test(size=size) as pilot:
            await pilot.pause(0.01)
            await script(app, pilot)

    asyncio.run(run())


@pytest.mark.parametrize(
    ("width", "up"),
    [(60, ["transcript"]), (80, ["transcript"]), (90, ["transcript", "wire"])],
)
def test_where_not_all_have_room_the_tabs_name_them(width: int, up: list[str]) -> None:
    async def script(app: Stage, pilot: Pilot[None]) -> None:
        assert app.up == up
        assert app.tabs.display
        assert str(app.tabs.render()) == " alt+1 Transcript  alt+2 Wire  alt+3 Shelf "

    play(script, (width, 20))


def test_from_120_columns_all_stand_side_by_side_without_tabs() -> None:
    async def script(app: Stage, pilot: Pilot[None]) -> None:
        assert app.up == ["transcript", "wire", "shelf"]
        assert not app.tabs.display
        widths = [pane.size.width for pane in app.query(".pane")]
        assert widths[1] > widths[0] > widths[2]

    play(script, (120, 40))


def test_a_pane_that_is_asked_for_comes_up_and_stays_after_the_focus_went_on() -> None:
    async def script(app: Stage, pilot: Pilot[None]) -> None:
        app.query_one(Panes).reveal("shelf").focus()
        await pilot.pause(0.01)
        assert app.up == ["shelf"]
        await pilot.resize_terminal(100, 20)
        assert app.up == ["transcript", "shelf"]
        await pilot.resize_terminal(140, 20)
        assert len(app.up) == 3

    play(script, (60, 20))


def test_a_click_on_a_tab_brings_its_pane_up() -> None:
    async def script(app: Stage, pilot: Pilot[None]) -> None:
        await pilot.click(PaneTabs, offset=(18, 0))
        await pilot.pause(0.01)
        assert app.up == ["wire"]
        assert app.focused is app.query_one("#wire")

    play(script, (60, 20))


def test_keys_zoom_hide_widen_and_stack_and_it_is_remembered(tmp_path: Path) -> None:
    path = tmp_path / "layout.toml"

    async def script(app: Stage, pilot: Pilot[None]) -> None:
        panes = app.query_one(Panes)
        panes.rearrange("zoom")
        assert app.up == ["transcript"]
        panes.rearrange("zoom")
        await pilot.pause(0.01)
        before = app.query_one("#transcript").size.width
        panes.rearrange("wider")
        await pilot.pause(0.01)
        assert app.query_one("#transcript").size.width > before
        panes.rearrange("stack")
        await pilot.pause(0.01)
        assert {pane.size.width for pane in app.query(".pane")} == {120}
        panes.reveal("wire")
        panes.rearrange("hide")
        assert app.up == ["transcript", "shelf"]

    async def again(app: Stage, pilot: Pilot[None]) -> None:
        assert app.up == ["transcript", "shelf"]
        assert app.query_one(Panes).has_class("-stacked")

    play(script, (120, 40), path)
    play(again, (120, 40), path)
