"""What is on the screen while a session is opened."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot

from tests.ui.recording import Recorded, RecordedHost, record
from tests.ui.stage import play, until
from tui.cli import build_parser
from tui.store.shelf import Shelf
from tui.ui.app import GeminiApp
from tui.ui.conversation import Opening
from tui.ui.looks import Looks
from tui.ui.widgets.strip import StatusStrip


def test_the_strip_says_that_a_session_is_being_opened(tmp_path: Path) -> None:
    said: list[str] = []

    class Watched(RecordedHost):
        def open(self, opening: Opening) -> Recorded:
            said.append(str(app.screen.query_one(StatusStrip).content))
            return super().open(opening)

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        await pilot.press("ctrl+n")
        await until(lambda: len(said) == 2)

    record(tmp_path)
    arguments = build_parser("app").parse_args(["--data-dir", str(tmp_path)])
    host = Watched(Shelf(tmp_path), arguments, {"GEMINI_API_KEY": "unused"})
    app = GeminiApp(lambda: host, Opening(), Looks())
    play(app, script)
    assert said == ["opening the session"] * 2
