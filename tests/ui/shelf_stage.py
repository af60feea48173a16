"""An app that holds nothing but the sessions pane, and sessions for it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from tests.unit.store.scenes import saved
from tui.store.session import Session
from tui.store.shelf import Shelf
from tui.ui import theming
from tui.ui.in_turn import KeysInTurn
from tui.ui.widgets.shelf import ShelfPane

NOW = time.mktime((*time.localtime()[:3], 18, 0, 0, 0, 0, -1))
"""Six in the evening: yesterday and today are where the sessions below want them."""


class Stage(KeysInTurn, App[None]):
    """Only the pane."""

    def __init__(self, data_dir: Path) -> None:
        super().__init__()
        self.shelf = Shelf(data_dir)
        self.wanted: list[tuple[str, str]] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return theming.variable_defaults(self.current_theme)

    def compose(self) -> ComposeResult:
        yield ShelfPane(self.shelf)

    def on_mount(self) -> None:
        self.pane.view.focus()

    def on_shelf_pane_wanted(self, event: ShelfPane.Wanted) -> None:
        self.wanted.append((event.what, event.entry.id))

    @property
    def pane(self) -> ShelfPane:
        return self.query_one(ShelfPane)

    @property
    def titles(self) -> list[str]:
        return [
            row.entry.metadata.title if row.entry and not row.pieces else "-" for row in self.pane.view.rows
        ]

    @property
    def screen_text(self) -> str:
        return "\n".join(strip.text for strip in self.screen._compositor.render_strips())


Script = Callable[[Stage, Pilot[None]], Awaitable[None]]


async def until(app: Stage, condition: Callable[[], object]) -> None:
    """Wait for the pane to have come so far."""
    for _ in range(500):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError(app.screen_text)


async def settle(app: Stage) -> None:
    """Wait until no worker runs; one that another replaced has had its say."""
    while any(not worker.is_finished for worker in app.workers):
        with suppress(WorkerCancelled):
            await app.workers.wait_for_complete()


def play(data_dir: Path, script: Script, size: tuple[int, int] = (60, 20)) -> None:
    """Run a script once the shelf is read and indexed."""

    async def run() -> None:
        app = Stage(data_dir)
        async with app.run_test(size=size) as pilot:
            await until(app, lambda: app.pane.reader.version and app.pane.reader.progress is None)
            await settle(app)
            await pilot.pause()
            await script(app, pilot)
            await settle(app)

    asyncio.run(run())


def shelf_of_three(data_dir: Path) -> list[Session]:
    """Three sessions: one can be resumed, one expires soon, one is of yesterday."""
    ages = (600, 115 * 60, 30 * 3600)
    made = [
        saved(data_dir, topic=topic, t=NOW - age)
        for topic, age in zip(("Peru", "Chile", "Cuba"), ages, strict=True)
    ]
    for session in made:
        session.close()
    return made
