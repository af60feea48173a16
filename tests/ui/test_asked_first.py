"""Asked before it is dialled: a session that the service would not remember, or another service would get."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.ui.served import app_over, one_conversation
from tests.ui.stage import play, seen, until
from tests.ui.test_resuming import is_ready, sent_setups
from tests.unit.store.scenes import refuse
from tui.simulator.server import SimulatorThread
from tui.store.session import Session
from tui.store.shelf import Shelf
from tui.ui.app import GeminiApp
from tui.ui.conversation import Opening
from tui.ui.screens.main import MainScreen
from tui.ui.screens.resume import ResumeScreen


@pytest.fixture(autouse=True)
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A service that knows one conversation of the shelf."""
    with one_conversation(tmp_path, monkeypatch):
        yield


def resuming_app(tmp_path: Path, *options: str) -> GeminiApp:
    """The app, as `--resume` starts it."""
    return app_over(tmp_path, Opening(resume="last"), *options)


@pytest.mark.parametrize("key", ["enter", "escape"])
def test_a_session_that_the_service_would_not_remember_is_never_gone_on_with_unasked(
    tmp_path: Path, key: str
) -> None:
    (entry,) = Shelf(tmp_path).list()
    with Session.open(entry.directory, write=True) as session:
        for handle in session.metadata.handles:
            refuse(session.journal, handle.handle, "BidiGenerateContent session expired")

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        await until(lambda: isinstance(app.screen, ResumeScreen))
        await until(lambda: "no handle to resume with: the service has refused" in seen(app))
        await pilot.press(key)
        await until(lambda: isinstance(app.screen, MainScreen))
        screen = app.screen
        assert isinstance(screen, MainScreen)
        await until(lambda: is_ready(screen) or "Hello there" in seen(app))
        await screen.hang_up()

    play(resuming_app(tmp_path), script)
    assert len(sent_setups(Session.open(entry.directory))) == 1
    assert len(list(Shelf(tmp_path).ids())) == (2 if key == "enter" else 1)


@pytest.mark.parametrize("way", ["held", "seed", "fork", "look"])
def test_neither_handle_nor_key_goes_to_another_service_before_a_person_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    (entry,) = Shelf(tmp_path).list()
    handle = entry.metadata.newest_handle
    assert handle is not None
    keys = {"held": "enter", "seed": "down enter", "fork": "down down enter", "look": "escape"}[way].split()
    with SimulatorThread(state_dir=tmp_path / "other") as other:
        here = other.environment()["GOOGLE_GEMINI_BASE_URL"]
        trusted = [Path(env["SSL_CERT_FILE"]).read_text() for env in (os.environ, other.environment())]
        (tmp_path / "both.pem").write_text("".join(trusted))
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "both.pem"))

        async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
            await until(lambda: isinstance(app.screen, ResumeScreen))
            await until(lambda: f"held with {entry.metadata.endpoint}" in seen(app))
            assert f"{entry.metadata.endpoint}: it gets your key" in seen(app)
            await pilot.press(*keys)
            await until(lambda: isinstance(app.screen, MainScreen))
            screen = app.screen
            assert isinstance(screen, MainScreen)
            await until(lambda: screen.board.feed is not None)
            if way in ("held", "seed"):
                await until(lambda: is_ready(screen))
            elif way == "fork":
                await until(lambda: "handle is not accepted" in seen(app))
            await screen.hang_up()

        play(resuming_app(tmp_path, "--base-url", here), script, (150, 40))
    original = Shelf(tmp_path).open(entry.id)
    assert sent_setups(original)[1:] == ([handle.handle] if way == "held" else [])
    assert original.newest_handle is not None
    made = [other for other in Shelf(tmp_path).list() if other.id != entry.id]
    assert [new.metadata.endpoint for new in made] == ([here] if way in ("seed", "fork") else [])
