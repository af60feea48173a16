"""Whatever happens to a log on a screen, the reader keeps the frame and the line."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.ui.logs import LogApp, audio, receive, text, until
from tui.store.journal import Journal
from tui.wire.kinds import Kind

FILTERS = ["", "kind:audio", "not kind:audio", "kind:text or kind:event", "text:words"]
HEIGHTS = [9, 14, 24, 40]
MOVES = ["up", "down", "pageup", "pagedown", "home", "n", "N", "[", "e"]


def a_disk_that_takes_nothing() -> None:
    raise OSError(28, "No space left on device")


class Reading:
    """A log over a journal that has only memory, and not much of it: sooner or later frames are given up."""

    def __init__(self, app: LogApp, pilot: Pilot[None], journal: Journal, seed: int) -> None:
        self.view = app.log_pane.view
        self.app, self.pilot, self.journal = app, pilot, journal
        self.random = random.Random(seed)
        self.place: tuple[int | None, int] = (None, 0)

    async def settle(self) -> None:
        self.app.log_pane.flush()
        await until(self.pilot, lambda: not self.view.busy and not self.view.reader.seeking)
        await self.pilot.pause()

    async def append(self) -> None:
        for _ in range(self.random.randint(1, 12)):
            receive(self.journal, self.random.choice([audio(), audio(), text("some words")]))

    async def fold(self) -> None:
        await self.pilot.press(self.random.choice(["left", "right", "z"]))

    async def filter(self) -> None:
        self.app.log_pane.filter(self.random.choice(FILTERS))

    async def resize(self) -> None:
        await self.pilot.resize_terminal(self.random.choice([50, 100]), self.random.choice(HEIGHTS))

    async def move(self) -> None:
        await self.pilot.press(self.random.choice(MOVES))
        await self.settle()
        self.remember()

    def remember(self) -> None:
        self.place = (None if self.view.following else self.view.selected, self.view.viewport.line)

    def check(self, what: str) -> None:
        """The frame the reader chose is under the cursor, or in the row in its place; so is the line."""
        view, (frame, line) = self.view.viewport, self.place
        assert view.top <= view.cursor < view.top + view.height
        if frame is None or self.view.following:
            self.remember()
            return
        assert view.cursor == self.view.rows.row_of(frame), what
        if self.view.rows.holds(frame):
            assert frame in self.view.rows.frames(view.cursor), what
        wanted = min(line, view.height - 1)
        assert view.line == wanted or view.top in (0, view.last_top), what

    async def go_on(self, steps: int) -> None:
        ways: list[Callable[[], Awaitable[None]]] = [
            self.append,
            self.append,
            self.fold,
            self.filter,
            self.resize,
            self.move,
        ]
        for n in range(steps):
            way = self.random.choice(ways)
            await way()
            await self.settle()
            self.check(f"step {n}: {way.__name__}")


@pytest.mark.parametrize("seed", range(3))
def test_the_reader_keeps_frame_and_line(tmp_path: Path, seed: int) -> None:
    journal = Journal.begin(tmp_path / "journal.jsonl", a_disk_that_takes_nothing)
    journal.tail.bound = 8_000

    async def main() -> None:
        app = LogApp(journal)
        async with app.run_test(size=(100, 24)) as pilot:
            app.log_pane.focus()
            await Reading(app, pilot, journal, seed).go_on(60)

    asyncio.run(main())
    assert journal.index.replaced > 2
    journal.close()


def test_frames_that_were_given_up_are_not_folded_away(tmp_path: Path) -> None:
    journal = Journal.begin(tmp_path / "journal.jsonl", a_disk_that_takes_nothing)

    async def main() -> None:
        app = LogApp(journal)
        async with app.run_test(size=(100, 24)) as pilot:
            for _ in range(20):
                receive(journal, audio())
            app.log_pane.flush()
            await pilot.pause()
            assert len(app.log_pane.view.rows) == 1
            journal.tail.bound = 1_000
            receive(journal, audio())
            app.log_pane.flush()
            await pilot.pause()
            assert "gap: frames 0 to" in app.screen_text()
            gaps = [n for n in range(len(journal)) if journal.mask(n) == Kind.EVENT.bit]
            assert gaps != []

    asyncio.run(main())
    journal.close()
