"""The prompt, and what is in it when the app is left."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.ui.stage import make_app, play
from tui.paths import draft_file
from tui.ui.app import GeminiApp
from tui.ui.widgets.prompt import Prompt


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+q"])
def test_what_was_not_sent_is_there_at_the_next_start(tmp_path: Path, key: str) -> None:
    async def write(app: GeminiApp, pilot: Pilot[str]) -> None:
        await pilot.press("f3", *"half a", "ctrl+j", *"thought", key)

    async def go_on(app: GeminiApp, pilot: Pilot[str]) -> None:
        await pilot.press("f3", *"!")
        prompt = app.screen.query_one(Prompt)
        assert prompt.text == "half a\nthought!"
        prompt.clear()
        await pilot.press("ctrl+q")

    play(make_app(tmp_path), write)
    assert draft_file(tmp_path).stat().st_mode & 0o777 == 0o600
    play(make_app(tmp_path), go_on)
    assert not draft_file(tmp_path).exists()


def test_what_was_written_last_is_taken_back(tmp_path: Path) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        await pilot.press("f3", *"one", "ctrl+j", *"two", "alt+u")
        assert app.screen.query_one(Prompt).text != "one\ntwo"

    play(make_app(tmp_path), script)
