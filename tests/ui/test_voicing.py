"""The sound of a turn, from the transcript."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.ui.recording import record
from tests.ui.stage import make_recorded_app, play, toasts, until
from tui.live.requests import PlayTurn, Request
from tui.store.export.sound import free_wav
from tui.store.shelf import Shelf
from tui.ui.app import GeminiApp
from tui.ui.screens.main import MainScreen
from tui.ui.widgets.transcript import TranscriptPane


async def choose_first_turn(app: GeminiApp, pilot: Pilot[str]) -> None:
    """Put the keys on the transcript, and go up to the first turn."""
    await pilot.press("f4")
    pane = app.screen.query_one(TranscriptPane)
    while pane.turn is None or pane.turn.number > 1:
        await pilot.press("[")


def test_the_sound_of_a_turn_is_written_to_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        await pilot.press("f4", "w")
        await until(lambda: "This turn has no sound" in toasts(app))
        await choose_first_turn(app, pilot)
        await pilot.press("w")
        await until(lambda: "The sound of turn 1 is in" in toasts(app))

    monkeypatch.chdir(tmp_path)
    play(make_recorded_app(tmp_path), script)
    (session,) = Shelf(tmp_path).ids()
    with wave.open(str(tmp_path / f"gemini-tui-{session}-turn-01.wav")) as file:
        assert (file.getframerate(), file.getnframes()) == (24_000, 8 * 5_760)


def test_no_file_is_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    journal = record(tmp_path).journal
    for name in ("turn-01", "turn-01-2"):
        path = free_wav(journal, "turn-01")
        assert path.name == f"gemini-tui-{journal.path.parent.name}-{name}.wav"
        path.write_text("somebody's")


def test_a_turn_is_played_again_by_one_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Request] = []

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        await choose_first_turn(app, pilot)
        screen = app.screen
        assert isinstance(screen, MainScreen)
        monkeypatch.setattr(screen.board, "ask", asked.append)
        turn = screen.query_one(TranscriptPane).turn
        await pilot.press("p")
        assert turn is not None and asked == [PlayTurn(turn.first, turn.last)]

    play(make_recorded_app(tmp_path), script)
