"""A recording in the app: the panes are the live ones, a bar stands where the prompt would."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.ui.stage import play, toasts, until
from tests.unit.projections.script import Script
from tui.commands.replay import Played, RecordingHost
from tui.replay.player import Player
from tui.replay.recording import recording
from tui.store.journal import Journal
from tui.store.shelf import Shelf
from tui.ui.app import GeminiApp
from tui.ui.replay import ReplayApp
from tui.ui.screens.replay import ReplayScreen
from tui.ui.widgets.log import LogPane
from tui.ui.widgets.replay_bar import ReplayBar, bar_text, clock
from tui.ui.widgets.transcript import TranscriptPane

Scene = Callable[[ReplayScreen, Pilot[str]], Awaitable[None]]


def conversation() -> Script:
    script = Script(step=0.5).setup().receive(setupComplete={})
    return script.ask("One?").text("Uno.").turn().ask("Two?").text("Dos.").turn()


def watch(tmp_path: Path, scene: Scene, recorded: Script | None = None) -> None:
    """The scene over a paused recording: of eight frames, if not of others."""
    path = tmp_path / "journal.jsonl"
    journal = Journal.create(path)
    for frame in (recorded or conversation()).frames:
        journal.append(frame.direction, frame.opcode, frame.payload, conn=1, t=frame.t)
    journal.close()
    with recording(path) as session:
        player = Player(session.journal)
        player.pause()
        host = RecordingHost(Shelf(tmp_path), Played(session, player, "none"))
        app = ReplayApp(host, player)

        async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
            screen = app.screen
            assert isinstance(screen, ReplayScreen)
            await until(lambda: screen.board.feed is not None)
            try:
                await scene(screen, pilot)
            finally:
                player.stop()

        play(app, script)


def shown(screen: ReplayScreen) -> tuple[int, list[str]]:
    """(frames in the log, answers in the transcript)."""
    journal = screen.query_one(LogPane).journal
    turns = screen.query_one(TranscriptPane).transcript.turns
    return len(journal) if journal is not None else 0, [turn.answer for turn in turns]


def test_stepping_shows_frame_after_frame_and_back(tmp_path: Path) -> None:
    async def scene(screen: ReplayScreen, pilot: Pilot[str]) -> None:
        for _ in range(4):
            await pilot.press("right")
        await until(lambda: shown(screen) == (4, ["Uno."]))
        await pilot.press("left")
        await until(lambda: shown(screen) == (3, [""]))
        await pilot.press("]")
        await until(lambda: shown(screen) == (5, ["Uno."]))

    watch(tmp_path, scene)


def test_the_keys_work_from_every_pane(tmp_path: Path) -> None:
    async def scene(screen: ReplayScreen, pilot: Pilot[str]) -> None:
        await pilot.press("f5", "full_stop", "full_stop")
        await until(lambda: shown(screen)[0] == 2)
        await pilot.press("right_parenthesis", "comma", "greater_than_sign")
        await until(lambda: shown(screen)[0] == 4)
        assert screen.player.speed == 2.0
        await pilot.press("f3")
        assert isinstance(screen.focused, ReplayBar)

    watch(tmp_path, scene)


def test_playing_runs_to_the_end(tmp_path: Path) -> None:
    async def scene(screen: ReplayScreen, pilot: Pilot[str]) -> None:
        screen.player.set_speed(100)
        await pilot.press("space")
        await until(lambda: shown(screen) == (8, ["Uno.", "Dos."]))
        await until(lambda: not screen.player.playing)
        bar = screen.query_one(ReplayBar)
        assert str(bar.render()).startswith("■ 100×  0:03 / 0:03  frame 8 of 8")

    watch(tmp_path, scene)


def test_digits_jump(tmp_path: Path) -> None:
    async def scene(screen: ReplayScreen, pilot: Pilot[str]) -> None:
        await pilot.press("5")
        await until(lambda: shown(screen)[0] == 4)
        await pilot.press("G")
        await until(lambda: shown(screen)[0] == 8)
        await pilot.press("0")
        await until(lambda: shown(screen)[0] == 0)

    watch(tmp_path, scene)


@pytest.mark.parametrize(("width", "ends"), [(60, "────"), (40, "frame 0 of 8"), (10, "frame 0 of 8")])
def test_the_bar_gives_way_to_its_words(tmp_path: Path, width: int, ends: str) -> None:
    path = tmp_path / "journal.jsonl"
    journal = Journal.create(path)
    for frame in conversation().frames:
        journal.append(frame.direction, frame.opcode, frame.payload, conn=1, t=frame.t)
    text = bar_text(Player(journal), width)
    journal.close()
    assert text.endswith(ends)
    assert len(text) == width or width < 50


def test_hours_are_shown_where_there_are_any() -> None:
    assert [clock(65), clock(3665)] == ["1:05", "1:01:05"]


def test_a_place_is_typed(tmp_path: Path) -> None:
    async def scene(screen: ReplayScreen, pilot: Pilot[str]) -> None:
        await pilot.press("semicolon", *"soon", "enter", *["backspace"] * 4, *"turn1", "enter")
        await until(lambda: shown(screen) == (5, ["Uno."]))
        await pilot.press("semicolon", "escape")
        await until(lambda: pilot.app.screen is screen)

    watch(tmp_path, scene)


def test_going_back_keeps_the_filter_and_the_marks(tmp_path: Path) -> None:
    async def scene(screen: ReplayScreen, pilot: Pilot[str]) -> None:
        log = screen.query_one(LogPane)
        screen.player.seek(8)
        await until(lambda: log.view.rows.seen == 8)
        log.filter("dir:in")
        await pilot.press("f5", "home", "m")
        await until(lambda: "last until you quit" in toasts(pilot.app))
        journal = log.journal
        screen.player.seek(5)
        await until(lambda: log.journal is not journal and log.view.rows.seen == 5)
        assert log.filtering.text == "dir:in"
        assert log.view.rows.frames_shown == 3
        assert list(log.marks) == [1]

    watch(tmp_path, scene)
