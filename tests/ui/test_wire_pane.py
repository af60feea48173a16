"""The wire log inside the whole app: its links to what is saved, sent, and shown beside it."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot

from tests.ui.recording import record_answering
from tests.ui.stage import make_recorded_app, play, seen, until
from tui.store.marks import marks_of
from tui.store.session import Session
from tui.ui.app import GeminiApp
from tui.ui.screens.editor import EditorScreen
from tui.ui.screens.main import MainScreen
from tui.ui.widgets.detail import DetailPane
from tui.ui.widgets.log import LogPane
from tui.ui.widgets.transcript import TranscriptPane


def main_screen(app: GeminiApp) -> MainScreen:
    assert isinstance(app.screen, MainScreen)
    return app.screen


async def in_the_log(app: GeminiApp, pilot: Pilot[str]) -> LogPane:
    log = main_screen(app).query_one(LogPane)
    await until(lambda: len(log.view.rows) and not log.view.busy)
    await pilot.press("f5")
    await pilot.pause()
    return log


def test_a_mark_is_written_down(tmp_path: Path) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        log = await in_the_log(app, pilot)
        await pilot.press("home", "m")
        conversation = main_screen(app).board.conversation
        assert conversation is not None
        await until(lambda: marks_of(conversation.session))
        with Session.open(conversation.session.directory) as again:
            assert marks_of(again) == log.marks != {}

    play(make_recorded_app(tmp_path), script)


def test_a_frame_opens_beside_or_below(tmp_path: Path) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        await in_the_log(app, pilot)
        await pilot.press("home", "enter")
        detail = main_screen(app).query_one(DetailPane)
        await until(lambda: detail.display and detail.frame is not None)
        await pilot.pause()
        log = main_screen(app).query_one(LogPane)
        assert log.region.x == detail.region.x
        await pilot.press("x")
        await until(lambda: detail.region.x > log.region.x)
        await pilot.press("escape")
        assert not detail.display

    play(make_recorded_app(tmp_path), script)


def test_a_sent_frame_is_edited_before_it_is_sent_again(tmp_path: Path) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        log = await in_the_log(app, pilot)
        log.filter("dir:out")
        await until(lambda: not log.view.busy)
        await pilot.press("home", "R")
        await until(lambda: isinstance(app.screen, EditorScreen))
        await pilot.press("escape")

    play(make_recorded_app(tmp_path), script)


def test_what_a_check_found_is_an_error_to_jump_to(tmp_path: Path) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        log = await in_the_log(app, pilot)
        assert log.journal is not None
        strange = next(n for n in range(len(log.journal)) if b"brandNew" in log.journal[n].payload)
        await pilot.press("home", "e")
        assert log.view.selected == strange
        await pilot.press("e", "E")
        assert log.view.selected == strange

    play(make_recorded_app(tmp_path), script)


def test_from_a_turn_to_its_frames_and_back(tmp_path: Path) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        log = await in_the_log(app, pilot)
        transcript = main_screen(app).query_one(TranscriptPane)
        await pilot.press("f4", "[", "[", "enter")
        await until(lambda: app.focused is log.view)
        turn = transcript.turn
        assert turn is not None
        assert (turn.number, log.view.selected) == (2, turn.first)
        await pilot.press("]", "T")
        await until(lambda: app.focused is transcript)
        assert transcript.turn is not None
        assert transcript.turn.number == 3
        await pilot.press("f5", "home", "T")
        await pilot.pause()
        assert "this frame belongs to no turn" in seen(app)

    play(make_recorded_app(tmp_path), script)


def test_escape_in_the_log_puts_away_what_is_open_and_silences_nobody(tmp_path: Path) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        log = await in_the_log(app, pilot)
        detail = main_screen(app).query_one(DetailPane)
        await until(lambda: main_screen(app)._answering)

        def is_asked_to_interrupt() -> bool:
            """The engine has ended, and says so to whoever asks it for something."""
            return any("closed:" in said.message for said in app._notifications)

        await pilot.press("/", *"Brazil", "enter", "enter")
        await until(lambda: detail.display and detail.frame is not None)
        await pilot.press("escape")
        await until(lambda: not detail.display and log.has_focus_within)
        assert log.finder.search is not None
        await pilot.press("escape")
        await until(lambda: log.finder.search is None)
        assert log.has_focus_within
        await pilot.press("escape")
        await until(lambda: not log.has_focus_within)
        assert not is_asked_to_interrupt()
        await pilot.press("escape")
        await until(is_asked_to_interrupt)

    play(make_recorded_app(tmp_path, write=record_answering), script)
