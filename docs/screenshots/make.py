"""Pictures of the running app, in light and dark: `python docs/screenshots/make.py`.

A real conversation with the built-in simulator, in a directory of its own.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from textual.pilot import Pilot

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.unit.store.scenes import saved
from tui.cli import build_parser
from tui.commands.host import LiveHost
from tui.store.shelf import Shelf
from tui.ui.app import GeminiApp
from tui.ui.conversation import Opening
from tui.ui.looks import Looks

HERE = Path(__file__).parent
SIZE = (132, 36)
TURNS = ("Hello", "What is the capital of Brazil?", "What was the last question I asked?")
PATIENCE = 60.0
OLDER = (
    ("Refunds: barge-in at the second call", 5, 1_500),
    ("Timetables in Portuguese", 8, 6_600),
    ("Why 1011 after an hour", 3, 9_000),
    ("First audio, 2.5 against 3.8", 12, 100_000),
)
"""Titles of saved sessions, their turns, and how many seconds ago they began."""


def answered(app: GeminiApp) -> int:
    """How many turns have been answered."""
    feed = app.conversing.board.feed if app.conversing is not None else None
    turns = feed.views.transcript.turns if feed is not None else []
    return sum(not turn.is_open for turn in turns)


async def talk(app: GeminiApp, pilot: Pilot[str]) -> None:
    """Wait for the answers, then look at the frame with the newest handle."""
    async with asyncio.timeout(PATIENCE):
        while answered(app) < len(TURNS):
            await asyncio.sleep(0.1)
    await asyncio.sleep(2)
    await pilot.press("f5", "up", "enter")
    await asyncio.sleep(1)


def fill(data: Path) -> None:
    """A shelf that has been in use."""
    for title, turns, age in OLDER:
        session = saved(data, turns=turns, t=time.time() - age)
        with Shelf(data).open(session.id, write=True) as session:
            session.edit(title=title)


async def picture(data: Path, theme: str) -> None:
    """One conversation, one picture."""
    arguments = build_parser("app").parse_args(["--data-dir", str(data), "--audio", "none"])
    host = partial(LiveHost, Shelf(data), arguments)
    app = GeminiApp(host, Opening(demo=True), Looks(theme=theme), say=TURNS)
    async with app.run_test(size=SIZE) as pilot:
        try:
            await talk(app, pilot)
            picture = app.export_screenshot(title="gemini-tui --demo", simplify=True)
            (HERE / f"{theme}.svg").write_text(picture)
        finally:
            await app.action_leave()


def main() -> None:
    """Every picture of the README."""
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    for theme in ("dusk", "paper"):
        with tempfile.TemporaryDirectory() as data:
            fill(Path(data))
            asyncio.run(picture(Path(data), theme))


if __name__ == "__main__":
    main()
