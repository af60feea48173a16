"""What every test of the screen leans on."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from tests.ui.stage import until
from tui.ui.in_turn import KeysInTurn


@pytest.fixture(autouse=True)
def keys_come_to_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """`press` returns when what was pressed is done: that keys wait for each other, Textual does not know."""
    press = Pilot.press

    async def press_and_wait(pilot: Pilot[object], *keys: str) -> None:
        await press(pilot, *keys)
        app = pilot.app
        if isinstance(app, KeysInTurn) and not app.at_rest:
            await until(lambda: app.at_rest or not app.is_running)
            await pilot._wait_for_screen()

    monkeypatch.setattr(Pilot, "press", press_and_wait)
