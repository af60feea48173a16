"""The line of keys: whole words, the doors always, the user's own keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.ui.stage import make_recorded_app, play, until
from tui.ui.app import GeminiApp
from tui.ui.widgets.key_line import Hint, KeyLine, fitting

DOORS = [Hint("f1", "f1", "Help", True), Hint("ctrl+q", "^q", "Quit", True)]
OTHERS = [Hint("y", "y", "Copy", False), Hint("f", "f", "Filter", False)]


@pytest.mark.parametrize(
    ("width", "labels"), [(36, "Copy Filter Help Quit"), (35, "Copy Help Quit"), (5, "Help Quit")]
)
def test_what_has_no_room_is_left_out_whole(width: int, labels: str) -> None:
    assert [hint.label for hint in fitting([*OTHERS, *DOORS], width)] == labels.split()


def line(app: GeminiApp) -> str:
    return str(app.screen.query_one(KeyLine).render()).strip()


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 50)])
def test_it_tells_of_the_focused_pane_as_the_user_set_the_keys(tmp_path: Path, size: tuple[int, int]) -> None:
    app = make_recorded_app(tmp_path, keys={"log.copy": "c", "app.quit": "f12,ctrl+q", "app.suspend": "f11"})

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        await pilot.press("f5")
        await until(lambda: "c Copy" in line(app))
        assert "f12 Quit" in line(app) and "f1 Help" in line(app) and "^p Palette" in line(app)
        await pilot.press("f3")
        await until(lambda: "Copy" not in line(app) and "⏎ Send" in line(app))

    play(app, script, size)


def test_a_key_that_is_typed_into_a_line_is_not_offered(tmp_path: Path) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        await pilot.press("f5")
        await until(lambda: "/ Search" in line(app))
        await pilot.press("f")
        await until(lambda: "/ Search" not in line(app) and "f1 Help" in line(app))
        await pilot.press("escape")
        await until(lambda: "/ Search" in line(app))

    play(make_recorded_app(tmp_path), script)


def test_a_click_on_a_word_is_its_key(tmp_path: Path) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        await pilot.press("f5")
        await until(lambda: "y Copy" in line(app))
        await pilot.click(KeyLine, offset=(line(app).index("Copy") + 1, 0))
        await until(lambda: "Copy frame" in str(app.screen.query("OptionList").first().border_title))

    play(make_recorded_app(tmp_path), script)
