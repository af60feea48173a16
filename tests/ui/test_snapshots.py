"""Every screen at four sizes in three themes, as it was when somebody last looked at it.

After a change that is meant: `SNAPSHOTS=write pytest tests/ui/test_snapshots.py`, and look at the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import tomli_w
from textual._cells import cell_len
from textual.pilot import Pilot

from tests.ui.snapshot import THEMES, grid, one_time_zone, styles_of, text_of
from tests.ui.stage import make_recorded_app, play
from tui.ui.app import GeminiApp

KEPT = Path(__file__).parent / "snapshots"
SCREENS = {
    "talk": ("f3",),
    "log": ("f5", "home"),
    "frame": ("f5", "home", "down", "down", "down", "enter"),
    "copy": ("f5", "y"),
    "help": ("f4", "f1"),
    "plain": ("f4", "alt+p"),
    "jump": ("f3", "ctrl+g"),
    "timeline": ("alt+i",),
}
BACK = dict.fromkeys(("frame", "copy", "help", "jump"), ("escape",)) | {"plain": ("alt+p",)}


async def look(app: GeminiApp, pilot: Pilot[str]) -> str:
    """The screen as it is now, in every theme."""
    app.clear_notifications()
    assert {cell_len(strip.text) for strip in app.screen._compositor.render_strips()} == {app.size.width}
    parts: list[str] = []
    for theme in THEMES:
        app.theme = theme
        await pilot.pause(0.01)
        screen = grid(app)
        parts += [] if parts else ["== text", text_of(screen)]
        parts += [f"== {theme}", styles_of(screen)]
    return "\n".join(parts) + "\n"


@pytest.mark.parametrize(
    "size", [(60, 20), (80, 24), (120, 40), (200, 50)], ids=lambda size: f"{size[0]}x{size[1]}"
)
def test_screens_look_as_they_did(tmp_path: Path, size: tuple[int, int]) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "layout.toml").write_text(tomli_w.dumps({"hidden": ["shelf"]}))  # it tells ages
    different: list[str] = []

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        for name, keys in SCREENS.items():
            await pilot.press(*keys)
            await pilot.pause(0.01)
            seen, path = await look(app, pilot), KEPT / f"{name}-{size[0]}x{size[1]}.txt"
            if os.environ.get("SNAPSHOTS") == "write":
                path.write_text(seen)
            elif not path.exists() or path.read_text() != seen:
                (tmp_path / path.name).write_text(seen)
                (tmp_path / path.name).with_suffix(".svg").write_text(app.export_screenshot())
                different.append(f"diff {path} {tmp_path / path.name}")
            await pilot.press(*BACK.get(name, ()))
            await pilot.pause(0.01)

    with one_time_zone():
        play(make_recorded_app(tmp_path), script, size)
    assert different == [], "\n".join(different)
