"""After a close that is not dialled again by itself: what is typed is kept, and the ways on are there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.ui.stage import Script, play, seen, toasts, until
from tui.cli import build_parser
from tui.commands.call import Call, Service
from tui.commands.host import LiveHost
from tui.errors import ConfigError
from tui.live.retry import Backoff
from tui.live.setup import Endpoint
from tui.projections.link import State
from tui.simulator.server import SimulatorThread
from tui.store.scan import Watch
from tui.store.session import Session
from tui.store.shelf import Shelf
from tui.ui.app import GeminiApp
from tui.ui.conversation import Opening
from tui.ui.looks import Looks
from tui.ui.screens.main import MainScreen
from tui.ui.widgets.prompt import Prompt
from tui.ui.widgets.shelf import ShelfPane
from tui.wire.frame import Direction

REFUSED = "close 1008 Your project has been denied access"
WIDE = (160, 40)
THERE = Backoff(stays=True)


@pytest.fixture
def endpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Endpoint]:
    """A service that does to the connection what it is told."""
    with SimulatorThread("faults", state_dir=tmp_path / "state") as simulator:
        for name, value in simulator.environment().items():
            monkeypatch.setenv(name, value)
        yield Endpoint.from_env(simulator.environment())


class Failing(LiveHost):
    """Its conversations fail once before there is an engine, then go on."""

    def call(self, opening: Opening, watch: Watch | None = None) -> Call:
        """A call that has to be begun twice."""
        call = super().call(opening, watch)
        service, tries = call._service, iter([True])

        @contextmanager
        def fails_once() -> Iterator[Endpoint]:
            if next(tries, False):
                raise ConfigError("there is no service", hint="Try again")
            with _entered(service) as found:
                yield found

        call._service = fails_once
        return call


def _entered(service: Service) -> AbstractContextManager[Endpoint]:
    return service()


def app_on(tmp_path: Path, kind: type[LiveHost] = LiveHost) -> GeminiApp:
    """The app, dialling."""
    arguments = build_parser("app").parse_args(["--data-dir", str(tmp_path), "--audio", "none"])
    return GeminiApp(lambda: kind(Shelf(tmp_path), arguments, backoff=THERE), Opening(), Looks())


def hold(app: GeminiApp, script: Script) -> None:
    """Play the script, and hang up whatever becomes of it: an engine that still runs would be waited for."""

    async def guarded(app: GeminiApp, pilot: Pilot[str]) -> None:
        screen = app.screen
        assert isinstance(screen, MainScreen)
        try:
            await script(app, pilot)
        finally:
            await screen.hang_up()

    play(app, guarded, WIDE)


async def say(pilot: Pilot[str], text: str) -> None:
    """Type a line and send it."""
    pilot.app.screen.query_one(Prompt).text = text
    await pilot.press("enter")


def state(screen: MainScreen) -> State:
    """Where the connection stands."""
    return screen.board.feed.views.link.state if screen.board.feed is not None else State.IDLE


def asked(session: Session) -> list[str]:
    """What was sent, turn by turn."""
    sent = (frame.message for frame in session.journal.frames() if frame.direction is Direction.SEND)
    return [str(message) for message in sent if "client_content" in message]


@pytest.mark.parametrize("way", ["ctrl+r", "/reconnect", "enter"])
@pytest.mark.usefixtures("endpoint")
def test_what_is_typed_after_it_goes_out_when_it_is_dialled(tmp_path: Path, way: str) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        screen = app.screen
        assert isinstance(screen, MainScreen)
        await until(lambda: state(screen) is State.READY)
        await say(pilot, REFUSED)
        await until(lambda: "ctrl+r dials, ctrl+n begins anew" in seen(app))
        await say(pilot, "What is the capital of Brazil?")
        session = screen.board.conversation.session if screen.board.conversation is not None else None
        assert session is not None
        if way == "enter":
            pane = screen.query_one(ShelfPane)
            await pilot.press("f6")
            await until(lambda: pane.view.rows)
            await pilot.press("home", "enter")
        elif way == "ctrl+r":
            await pilot.press("ctrl+r")
        else:
            await say(pilot, way)
        await until(lambda: any("Brazil" in text for text in asked(session)))

    hold(app_on(tmp_path), script)
    assert len(Shelf(tmp_path).list()) == 1


@pytest.mark.usefixtures("endpoint")
def test_where_no_engine_runs_the_prompt_keeps_what_nobody_took_and_ctrl_r_begins_again(
    tmp_path: Path,
) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        screen = app.screen
        assert isinstance(screen, MainScreen)
        await until(lambda: "there is no service" in toasts(app))
        await until(lambda: screen.board.engine is not None and screen.board.engine.is_finished)
        await say(pilot, "Hello")
        await until(lambda: "ctrl+r dials, ctrl+n begins anew" in toasts(app))
        assert screen.query_one(Prompt).text == "Hello"
        await pilot.press("ctrl+r")
        await until(lambda: state(screen) is State.READY)

    hold(app_on(tmp_path, Failing), script)
