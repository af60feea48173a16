"""Whatever keys are pressed on whatever screen of whatever size, the app goes on."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.ui.stage import make_recorded_app, play
from tui.ui.actions import ACTIONS
from tui.ui.app import GeminiApp

LEAVING = {"app.quit", "app.suspend", "main.new"}
KEYS = [key for action in ACTIONS if action.id not in LEAVING for key in action.keys.split(",")]
OFTEN = [*"abx19 /:", "enter", "escape", "tab", "f2", "f3", "f4", "f5", "f6"] * 4


@pytest.mark.parametrize("seed", [3, 10, 21])
def test_any_keys_do_no_harm(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    keys = [key for key in KEYS if key not in {"ctrl+q", "ctrl+c", "ctrl+z", "ctrl+n", "f7"}]

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        for _ in range(60):
            if chance.random() < 0.05:
                await pilot.resize_terminal(chance.randint(20, 200), chance.randint(8, 60))
            await pilot.press(chance.choice([*keys, *OFTEN]))
            if app.leaving:  # the palette has the way out, too
                return
            assert app.is_running

    play(make_recorded_app(tmp_path), script, chance.choice([(60, 20), (95, 25), (120, 40)]))
