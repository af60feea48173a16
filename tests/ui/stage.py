"""The whole app over an empty shelf: nothing is dialled."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from tui.cli import build_parser
from tui.commands.host import LiveHost
from tui.store.shelf import Shelf
from tui.ui.app import GeminiApp
from tui.ui.conversation import Opening
from tui.ui.looks import Looks

Script = Callable[[GeminiApp, Pilot[str]], Awaitable[None]]


def make_app(tmp_path: Path, **options: Any) -> GeminiApp:
    """An app that only looks at what is saved under `tmp_path`."""
    arguments = build_parser("app").parse_args(["--data-dir", str(tmp_path)])
    env = {"GEMINI_API_KEY": "unused", "GEMINI_TUI_CONFIG": str(tmp_path / "config.toml")}
    host = LiveHost(Shelf(tmp_path), arguments, env)
    return GeminiApp(host, Opening(browse=True), Looks(**options))


def play(app: GeminiApp, script: Script, size: tuple[int, int] = (120, 40)) -> None:
    """Run the script against the app on a screen of this size."""

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await script(app, pilot)

    asyncio.run(run())


async def until(pilot: Pilot[str], condition: Callable[[], object]) -> None:
    """Wait for a condition, boundedly. Raises AssertionError."""
    for _ in range(200):
        if condition():
            return
        await pilot.pause()
    raise AssertionError("it did not come to be")
