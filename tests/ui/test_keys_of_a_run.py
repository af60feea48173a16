"""A key, or the demo, chosen while it runs: it holds for the run, and there is a way back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.ui.stage import Script, play, seen, until
from tests.ui.test_resuming import is_ready
from tests.unit.store.scenes import saved
from tui.cli import build_parser
from tui.commands.host import LiveHost
from tui.live.retry import Backoff
from tui.simulator.server import SimulatorThread
from tui.store.shelf import Shelf
from tui.ui.app import GeminiApp
from tui.ui.conversation import Opening
from tui.ui.looks import Looks
from tui.ui.screens.main import MainScreen
from tui.ui.screens.welcome import WelcomeScreen
from tui.ui.widgets.shelf import ShelfPane


@pytest.fixture
def bad_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A service, and a key that it does not take."""
    with SimulatorThread(state_dir=tmp_path / "state") as simulator:
        for name, value in simulator.environment().items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("GEMINI_API_KEY", "invalid")
        yield


@pytest.fixture
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing to authenticate with."""
    for name in ("GEMINI_API_KEY", "GOOGLE_API_KEY", "GOOGLE_GENAI_USE_VERTEXAI", "GOOGLE_GEMINI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


def app_on(tmp_path: Path) -> GeminiApp:
    """The app, as it starts without an option."""
    arguments = build_parser("app").parse_args(["--data-dir", str(tmp_path), "--audio", "none"])
    host = LiveHost(Shelf(tmp_path), arguments, backoff=Backoff(stays=True))
    return GeminiApp(lambda: host, Opening(), Looks())


async def choose(app: GeminiApp, pilot: Pilot[str], choice: str) -> None:
    """Choose on the screen that asks for a key: a key, the `demo`, or the `saved` sessions."""
    await until(lambda: isinstance(app.screen, WelcomeScreen) and "Look at the saved" in seen(app))
    if choice in ("demo", "saved"):
        await pilot.click(f"#{choice}")
    else:
        app.screen.query_one(Input).value = choice
        app.screen.query_one(Input).focus()
        await pilot.press("enter")
    await until(lambda: isinstance(app.screen, MainScreen))


def hold(app: GeminiApp, script: Script, ready: str = "#log") -> None:
    """Play the script, and hang up whatever becomes of it: an engine that still runs would be waited for."""

    async def guarded(app: GeminiApp, pilot: Pilot[str]) -> None:
        try:
            await script(app, pilot)
        finally:
            await main_screen(app).hang_up()

    play(app, guarded, (160, 40), ready=ready)


def main_screen(app: GeminiApp) -> MainScreen:
    """What is below whatever asks."""
    assert app.conversing is not None
    return app.conversing


@pytest.mark.usefixtures("bad_key")
@pytest.mark.parametrize("choice", ["good-key", "demo"])
def test_it_holds_for_the_run(tmp_path: Path, choice: str) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        screen = main_screen(app)
        await until(lambda: "alt+o: another key" in seen(app))
        await pilot.press("alt+o")
        await choose(app, pilot, choice)
        await until(lambda: is_ready(screen))
        first = screen.board.conversation
        await pilot.press("ctrl+n")
        await until(lambda: screen.board.conversation not in (first, None) and is_ready(screen))
        assert screen.board.conversation is not None
        assert screen.board.conversation.demo is (choice == "demo")

    hold(app_on(tmp_path), script)


@pytest.mark.usefixtures("bad_key")
def test_whoever_asked_for_it_may_change_their_mind_and_nothing_is_dialled(tmp_path: Path) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        screen = main_screen(app)
        await until(lambda: "alt+o: another key" in seen(app))
        held = screen.board.conversation
        await pilot.press("alt+o")
        await until(lambda: "Look at the saved" in seen(app))
        await pilot.press("escape")
        await until(lambda: app.screen is screen)
        await pilot.press("alt+o")
        await choose(app, pilot, "saved")
        pane = screen.query_one(ShelfPane)
        await until(lambda: pane.has_focus_within)
        assert screen.board.conversation is held

    hold(app_on(tmp_path), script)
    assert [entry.metadata.totals.connections for entry in Shelf(tmp_path).list()] == [1]


@pytest.mark.usefixtures("no_key")
@pytest.mark.parametrize("key", ["ctrl+n", "enter"])
def test_a_look_at_the_saved_sessions_shows_them_and_leads_on(tmp_path: Path, key: str) -> None:
    saved(tmp_path)

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        await pilot.press("escape")
        assert isinstance(app.screen, WelcomeScreen)
        await choose(app, pilot, "saved")
        screen = main_screen(app)
        pane = screen.query_one(ShelfPane)
        await until(lambda: pane.view.rows and pane.has_focus_within)
        await until(lambda: "○ not connected · ctrl+n begins a session" in seen(app))
        await pilot.press("home", key)
        await until(lambda: isinstance(app.screen, WelcomeScreen) and "No API key" in seen(app))
        await choose(app, pilot, "demo")
        await until(lambda: is_ready(screen) and "DEMO" in seen(app))

    hold(app_on(tmp_path), script, "#saved")
