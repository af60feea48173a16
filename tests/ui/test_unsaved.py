"""Nothing can be saved: the conversation goes on, the strip says why, and leaving says what is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.ui.stage import play, seen, until
from tui.cli import build_parser
from tui.commands.host import LiveHost
from tui.simulator.server import SimulatorThread
from tui.store.shelf import Shelf
from tui.ui.app import GeminiApp
from tui.ui.conversation import Opening
from tui.ui.looks import Looks


@pytest.mark.parametrize("comes_back", [True, False])
def test_the_strip_says_that_nothing_is_saved_and_saving_resumes_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, comes_back: bool
) -> None:
    (tmp_path / "sessions").write_text("in the way")
    arguments = build_parser("app").parse_args(["--data-dir", str(tmp_path), "--audio", "none"])

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        await until(lambda: "NOT SAVING: " in seen(app))
        await pilot.press(*"Hello", "enter")
        await until(lambda: "I am the simulator" in seen(app))
        if comes_back:
            (tmp_path / "sessions").unlink()
            await until(lambda: "NOT SAVING" not in seen(app))
        await pilot.press("ctrl+q")

    with SimulatorThread(state_dir=tmp_path / "state") as simulator:
        for name, value in simulator.environment().items():
            monkeypatch.setenv(name, value)
        app = GeminiApp(lambda: LiveHost(Shelf(tmp_path), arguments), Opening(), Looks())
        play(app, script, (160, 40))
    assert app.return_code == (0 if comes_back else 1)
    if comes_back:
        assert Shelf(tmp_path).list()[0].metadata.title == "Hello"


def test_the_demo_goes_on_unsaved_and_says_why_nothing_is(tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("no directory")
    data = tmp_path / "in the way" / "data"
    arguments = build_parser("app").parse_args(["--demo", "--data-dir", str(data), "--audio", "none"])

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        await until(lambda: "NOT SAVING: Not a directory" in seen(app))
        await pilot.press(*"Hello", "enter")
        await until(lambda: "I am the simulator" in seen(app))
        assert "NOT SAVING: Not a directory" in seen(app)
        await pilot.press("ctrl+q")

    play(GeminiApp(lambda: LiveHost(Shelf(data), arguments), Opening(demo=True), Looks()), script, (160, 40))


@pytest.mark.parametrize("draft", ["", "half a thought"])
def test_leaving_tells_of_the_frames_and_of_the_draft_that_are_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], draft: str
) -> None:
    (tmp_path / "in the way").write_text("no directory")
    data = tmp_path / "in the way" / "data"
    arguments = build_parser("app").parse_args(["--demo", "--data-dir", str(data), "--audio", "none"])

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        await pilot.press(*"Hello", "enter")
        await until(lambda: "I am the simulator" in seen(app))
        await pilot.press(*draft, "ctrl+q")

    app = GeminiApp(lambda: LiveHost(Shelf(data), arguments), Opening(demo=True), Looks())
    play(app, script, (160, 40))
    said = " ".join(capsys.readouterr().err.split())
    assert "frames not saved: Not a directory" in said
    assert ("the draft is not kept" in said) == bool(draft)
    assert draft in said
    assert app.return_code == 1
