"""The whole app over an empty shelf, or over a recording: nothing is dialled."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from math import inf
from pathlib import Path
from typing import Any

from textual.app import App
from textual.pilot import Pilot

from tests.ui.recording import RecordedHost, record
from tui.cli import build_parser
from tui.commands.host import LiveHost
from tui.store.shelf import Shelf
from tui.ui.app import GeminiApp
from tui.ui.conversation import Opening
from tui.ui.looks import Looks
from tui.ui.screens.unbidden import Unbidden

Script = Callable[[GeminiApp, Pilot[str]], Awaitable[None]]


def make_app(tmp_path: Path, **options: Any) -> GeminiApp:
    """An app that only looks at what is saved under `tmp_path`."""
    arguments = build_parser("app").parse_args(["--data-dir", str(tmp_path)])
    env = {"GEMINI_API_KEY": "unused", "GEMINI_TUI_CONFIG": str(tmp_path / "config.toml")}
    host = LiveHost(Shelf(tmp_path), arguments, env)
    return GeminiApp(lambda: host, Opening(browse=True), Looks(**options))


def make_recorded_app(
    tmp_path: Path, *, write: Callable[[Path], object] = record, **options: Any
) -> GeminiApp:
    """An app that shows a conversation of `recording`."""
    write(tmp_path)
    arguments = build_parser("app").parse_args(["--data-dir", str(tmp_path)])
    host = RecordedHost(Shelf(tmp_path), arguments, {"GEMINI_API_KEY": "unused"})
    return GeminiApp(lambda: host, Opening(), Looks(**options))


def play(
    app: GeminiApp,
    script: Script,
    size: tuple[int, int] = (120, 40),
    *,
    ready: str = "#log",
    notifications: bool = False,
) -> None:
    """Run the script against the app on a screen of this size. notifications: whether toasts are drawn."""

    async def run() -> None:
        async with app.run_test(size=size, notifications=notifications) as pilot:
            await until(lambda: app.screen.query(ready))
            await pilot.pause()
            await script(app, pilot)

    asyncio.run(run())


async def until(condition: Callable[[], object], seconds: float = 20) -> None:
    """Wait for a condition, boundedly. Raises AssertionError."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come to be"
        await asyncio.sleep(0.005)


async def asked(app: App[str], question: type[Unbidden]) -> None:
    """Wait until a question is seen: it takes no answer before."""
    await until(lambda: isinstance(app.screen, question) and app.screen.since < inf)


def seen(app: GeminiApp) -> str:
    """What is on the screen."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


def toasts(app: App[str]) -> str:
    """What the app has notified of."""
    return "\n".join(notification.message for notification in app._notifications)
