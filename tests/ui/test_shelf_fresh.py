"""The sessions pane while another program works on the shelf."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.ui import shelf_stage
from tests.ui.shelf_stage import Stage, shelf_of_three
from tests.ui.stage import make_app, play, seen, until
from tui.ui.app import GeminiApp
from tui.ui.widgets.shelf import ShelfPane


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


def test_a_pane_that_rests_says_nothing(tmp_path: Path) -> None:
    shelf_of_three(tmp_path)

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        pane = app.screen.query_one(ShelfPane)
        await until(lambda: "What of Peru" in seen(app))
        assert not pane._timers

    play(make_app(tmp_path), script, (160, 40))
