"""While a session is opened: the screen goes on, and a person may move on."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.ui.recording import ID, Recorded, RecordedHost, record
from tests.ui.stage import play, toasts, until
from tests.ui.test_in_turn import type_at_once
from tests.unit.store.scenes import saved
from tui.cli import build_parser
from tui.live.requests import Request, SendText
from tui.store.lock import SessionLock
from tui.store.scan import Watch
from tui.store.shelf import Shelf
from tui.ui.app import GeminiApp
from tui.ui.conversation import Opening
from tui.ui.looks import Looks
from tui.ui.screens.main import MainScreen
from tui.ui.widgets import prompt
from tui.ui.widgets.prompt import Prompt
from tui.ui.widgets.shelf import ShelfPane
from tui.ui.widgets.strip import StatusStrip

TAKE = "import sys, pathlib, tui.store.lock as lock; lock.SessionLock(pathlib.Path(sys.argv[1])).acquire()"


class Asked(Recorded):
    """Keeps what was asked of it."""

    requests: list[Request]

    def request(self, request: Request) -> None:
        """Keep it."""
        self.__dict__.setdefault("requests", []).append(request)


class WritingHost(RecordedHost):
    """Opens sessions for writing, and dials nothing."""

    def open(self, opening: Opening, watch: Watch | None = None) -> Asked:
        """The session that is asked for."""
        return Asked(self.shelf.open(opening.resume, write=True, watch=watch))


class Held:
    """A session whose opening waits, its lock held: where the index of its journal would be kept is a pipe
    that nothing comes out of until `release`.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._pipe = directory.parents[1] / "cache" / "index" / f"{directory.name}.idx"
        self._pipe.parent.mkdir(parents=True)
        os.mkfifo(self._pipe)
        self._end = -1

    def is_being_opened(self) -> bool:
        """Whether somebody reads it."""
        if self._end < 0:
            try:
                self._end = os.open(self._pipe, os.O_WRONLY | os.O_NONBLOCK)
            except OSError:  # nobody, yet
                return False
        return True

    def release(self) -> None:
        """Let the opening go on."""
        if self._end >= 0:
            os.close(self._end)
            self._end = -1


Script = Callable[[MainScreen, Pilot[str], Held], Awaitable[None]]


def app_with(host: RecordedHost, session: str) -> GeminiApp:
    return GeminiApp(lambda: host, Opening(resume=session), Looks())


def host_on(tmp_path: Path, kind: type[RecordedHost] = WritingHost) -> RecordedHost:
    arguments = build_parser("app").parse_args(["--data-dir", str(tmp_path)])
    return kind(Shelf(tmp_path), arguments, {"GEMINI_API_KEY": "unused"})


def play_held(tmp_path: Path, script: Script) -> GeminiApp:
    """A session that is being opened, and what a person does meanwhile."""
    held = Held(saved(tmp_path).directory)
    app = app_with(host_on(tmp_path), held.directory.name)

    async def meanwhile(app: GeminiApp, pilot: Pilot[str]) -> None:
        screen = app.screen
        assert isinstance(screen, MainScreen)
        await until(held.is_being_opened)
        try:
            await script(screen, pilot, held)
        finally:
            held.release()

    play(app, meanwhile)
    return app


def can_be_taken(directory: Path) -> bool:
    """Whether another process gets the session's lock."""
    command = [sys.executable, "-c", TAKE, str(directory)]
    return subprocess.run(command, check=False, timeout=30, stderr=subprocess.DEVNULL).returncode == 0


def said(screen: MainScreen) -> str:
    """What the strip says."""
    return str(screen.query_one(StatusStrip).content)


def test_keys_are_answered_meanwhile_and_what_is_sent_waits(tmp_path: Path) -> None:
    async def script(screen: MainScreen, pilot: Pilot[str], held: Held) -> None:
        assert said(screen) == "opening the session (esc gives up)"
        await pilot.press("f6")
        assert screen.query_one(ShelfPane).has_focus_within
        await pilot.press("f3", *"Hi", "enter", *"More")
        assert said(screen) == "opening the session (esc gives up) · 1 turn waits for the line"
        assert screen.query_one(Prompt).text == "More"
        assert screen.query_one(Prompt)._unsent == "Hi\nMore"
        assert not can_be_taken(held.directory)
        held.release()
        await until(lambda: screen.board.conversation)
        conversation = screen.board.conversation
        assert isinstance(conversation, Asked)
        assert conversation.requests == [SendText("Hi")]
        await until(lambda: "opening" not in said(screen))
        await screen.hang_up()

    play_held(tmp_path, script)


def test_esc_gives_it_up_and_the_words_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = tmp_path / "draft.txt"

    async def script(screen: MainScreen, pilot: Pilot[str], held: Held) -> None:
        monkeypatch.setattr(prompt, "KEEP_EVERY", 3600.0)
        await pilot.press("f3", *"Hi", "enter", *"You", "enter")
        await until(lambda: draft.exists() and draft.read_text() == "Hi\nYou")  # at once: nobody has them yet
        assert screen.query_one(Prompt)._unsent == "Hi\nYou"
        await pilot.press(*"There", "escape")
        assert said(screen) == "letting go of the session"
        held.release()
        await until(lambda: "○ not connected" in said(screen))
        assert screen.board.conversation is None
        assert screen.query_one(Prompt).text == "Hi\nYou\nThere"
        assert can_be_taken(held.directory)

    play_held(tmp_path, script)


def test_what_comes_late_does_not_take_the_place_of_what_was_chosen_since(tmp_path: Path) -> None:
    other = saved(tmp_path / "other").directory
    shown: list[Path] = []

    async def script(screen: MainScreen, pilot: Pilot[str], held: Held) -> None:
        other.rename(held.directory.parent / other.name)
        attempt = screen.board.attempt
        assert attempt is not None
        choosing = asyncio.create_task(screen.switch(Opening(resume=other.name)))
        await until(lambda: attempt.is_given_up)
        held.release()
        await choosing
        await until(lambda: screen.board.feed)
        assert can_be_taken(held.directory)
        assert screen.board.feed is not None
        shown.append(screen.board.feed.journal.path.parent)
        await screen.hang_up()

    play_held(tmp_path, script)
    assert [path.name for path in shown] == [other.name]


def test_quitting_meanwhile_ends_cleanly(tmp_path: Path) -> None:
    let_go: list[bool] = []

    async def script(screen: MainScreen, pilot: Pilot[str], held: Held) -> None:
        attempt = screen.board.attempt
        assert attempt is not None
        type_at_once(pilot.app, ["ctrl+q"])
        await until(lambda: attempt.is_given_up)
        held.release()
        await until(lambda: not pilot.app.is_running)
        let_go.append(can_be_taken(held.directory))

    app = play_held(tmp_path, script)
    assert (app.return_code, app.return_value) == (0, "")
    assert let_go == [True]


def test_a_session_that_is_live_elsewhere_is_said_and_leaves_the_screen_as_it_was(tmp_path: Path) -> None:
    directory = saved(tmp_path).directory

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        screen = app.screen
        assert isinstance(screen, MainScreen)
        await until(lambda: f"{directory.name} is live in another process" in toasts(app))
        await until(lambda: "○ not connected" in said(screen))
        await pilot.press("f3", *"Hi", "enter")
        assert screen.query_one(Prompt).text == "Hi"

    with SessionLock(directory):
        play(app_with(host_on(tmp_path), directory.name), script)


class SlowHost(WritingHost):
    """Reads on until it is given up."""

    read = 43

    def open(self, opening: Opening, watch: Watch | None = None) -> Asked:
        """Nothing, ever."""
        assert watch is not None
        while True:
            watch(self.read, 100)


def test_how_much_is_read_is_told_and_reading_stops_when_given_up(tmp_path: Path) -> None:
    host = host_on(tmp_path, SlowHost)
    assert isinstance(host, SlowHost)

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        screen = app.screen
        assert isinstance(screen, MainScreen)
        await until(lambda: said(screen) == "opening the session 43% (esc gives up)")
        host.read = 44
        await until(lambda: said(screen) == "opening the session 44% (esc gives up)")
        await pilot.press("escape")
        await until(lambda: "not connected" in said(screen) and screen.board.attempt is None)

    play(app_with(host, "any"), script)


class FaultyHost(WritingHost):
    """Cannot read what it opens."""

    def open(self, opening: Opening, watch: Watch | None = None) -> Asked:
        """Nothing."""
        raise OSError(5, "Input/output error")


def test_a_fault_leaves_nothing_opening(tmp_path: Path) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        screen = app.screen
        assert isinstance(screen, MainScreen)
        await until(lambda: "Opening a session failed: OSError(5" in toasts(app))
        await until(lambda: "not connected" in said(screen) and screen.board.attempt is None)

    play(app_with(host_on(tmp_path, FaultyHost), "any"), script)


def test_opening_is_no_work_of_the_screens_thread(tmp_path: Path) -> None:
    threads: list[str] = []

    class Watched(RecordedHost):
        def open(self, opening: Opening, watch: Watch | None = None) -> Recorded:
            threads.append(threading.current_thread().name)
            return super().open(opening, watch)

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        await pilot.press("ctrl+n")
        await until(lambda: len(threads) == 2)

    record(tmp_path)
    play(app_with(host_on(tmp_path, Watched), ID), script)
    assert "MainThread" not in threads
