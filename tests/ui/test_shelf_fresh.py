"""The sessions pane while another program works on the shelf."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import traceback
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.ui import shelf_stage
from tests.ui.shelf_stage import Stage, shelf_of_three
from tests.ui.stage import make_app, play, seen, until
from tests.unit.store.scenes import turn
from tui.store.shelf import Shelf
from tui.ui.app import GeminiApp
from tui.ui.widgets.shelf import ShelfPane
from tui.ui.widgets.shelf_reader import ShelfReader


def gemini_tui(*arguments: str) -> None:
    """Run the program, to its end."""
    subprocess.run([sys.executable, "-m", "tui", *arguments], check=True, capture_output=True)


@pytest.mark.skipif(sys.platform != "linux", reason="nowhere else the system tells")
def test_what_another_program_makes_and_deletes_comes_and_goes_by_itself(tmp_path: Path) -> None:
    made = shelf_of_three(tmp_path)

    async def script(app: Stage, pilot: Pilot[None]) -> None:
        gemini_tui("fork", made[0].id, "--data-dir", str(tmp_path))
        await until(lambda: app.pane.view.sessions == 4)
        gemini_tui("delete", made[1].id, "--data-dir", str(tmp_path))
        await until(lambda: app.pane.view.sessions == 3)

    shelf_stage.play(tmp_path, script)


@pytest.mark.parametrize(("away", "back"), [("f3", "f6"), ("alt+z", "alt+z")])
def test_what_changed_within_a_session_is_seen_by_whoever_comes_back(
    tmp_path: Path, away: str, back: str
) -> None:
    """To the pane with the keys, or with the eyes alone: another pane was zoomed meanwhile."""
    made = shelf_of_three(tmp_path)

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        await until(lambda: "What of Peru" in seen(app))
        await pilot.press("alt+3" if away == "f3" else "alt+1", away)
        gemini_tui("rename", made[0].id, "Lima", "--data-dir", str(tmp_path))
        await pilot.press(back)
        await until(lambda: "Lima" in seen(app))

    play(make_app(tmp_path), script, (160, 40))


def readings() -> int:
    """How many threads read the shelf."""
    code = ShelfReader._read_all.__code__
    stacks = map(traceback.walk_stack, sys._current_frames().values())
    return sum(any(frame.f_code is code for frame, _ in stack) for stack in stacks)


def test_however_often_a_long_session_grows_one_thread_reads_it_to_its_end(tmp_path: Path) -> None:
    with Shelf(tmp_path).create() as session:
        for _ in range(20):
            turn(session.journal, "and so on " * 20_000, "Yes.")

        async def script(app: Stage, pilot: Pilot[None]) -> None:
            seen_at_once = set()
            for n in range(40):
                turn(session.journal, f"Brazil {n}", "Yes." * 40_000)
                app.pane.look_again()
                for _ in range(5):
                    await asyncio.sleep(0)
                    seen_at_once.add(readings())
            await shelf_stage.settle(app)
            await until(lambda: not readings())
            assert max(seen_at_once) == 1
            app.pane.reader.find("brazil 39")
            await until(lambda: session.id in app.pane.reader.found[1])

        shelf_stage.play(tmp_path, script)


def test_a_pane_that_rests_says_nothing(tmp_path: Path) -> None:
    shelf_of_three(tmp_path)

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        pane = app.screen.query_one(ShelfPane)
        await until(lambda: "What of Peru" in seen(app))
        assert not pane._timers

    play(make_app(tmp_path), script, (160, 40))
