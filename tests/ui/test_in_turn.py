"""Keys of one packet: each acts where those before it have led."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

import pytest
from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input

from tests.ui.stage import make_recorded_app, play, until
from tui.ui import in_turn
from tui.ui.app import GeminiApp
from tui.ui.in_turn import KeysInTurn
from tui.ui.screens.choice import ChoiceScreen
from tui.ui.screens.help import HelpScreen
from tui.ui.widgets.detail import DetailPane
from tui.ui.widgets.json_view import JsonView
from tui.ui.widgets.log import LogPane
from tui.ui.widgets.prompt import Prompt
from tui.ui.widgets.shelf import ShelfPane
from tui.ui.widgets.transcript import TranscriptPane

_CHARACTERS = {"slash": "/", "space": " "}


def type_at_once(app: App[str], keys: Iterable[str]) -> None:
    """All are there before any of them is acted on."""
    for key in keys:
        app.post_message(events.Key(key, _CHARACTERS.get(key, key if len(key) == 1 else None)))


async def has_rested(app: GeminiApp) -> None:
    read = asyncio.Event()
    app.call_later(read.set)
    await until(lambda: read.is_set() and app.at_rest)


@pytest.mark.parametrize("to_prompt", ["alt+0", "f3"])
@pytest.mark.parametrize("from_pane", ["f4", "f5", "f6"])
def test_what_follows_the_way_to_the_prompt_is_written_there(
    tmp_path: Path, from_pane: str, to_prompt: str
) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        sessions = list(app.screen.query_one(ShelfPane).shelf.ids())
        await pilot.press(from_pane)
        type_at_once(app, [to_prompt, *"ddre", "space", *"G"])
        await until(lambda: app.screen.query_one(Prompt).text == "ddre G")
        assert list(app.screen.query_one(ShelfPane).shelf.ids()) == sessions
        assert not app.screen.query_one(ShelfPane).asked

    play(make_recorded_app(tmp_path), script)


def test_what_follows_the_way_to_a_pane_acts_there(tmp_path: Path) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        log, transcript = app.screen.query_one(LogPane), app.screen.query_one(TranscriptPane)
        await until(lambda: len(log.view.rows) and not log.view.busy)
        type_at_once(app, ["f5", "home", "j", "j", "f4", "[", "f5", "j"])
        await has_rested(app)
        assert log.view.viewport.cursor == 3
        assert transcript.turn is not None
        assert app.screen.query_one(Prompt).text == ""
        type_at_once(app, ["k", "ctrl+g", "p", *"words", "alt+2", "k"])
        await has_rested(app)
        assert log.view.viewport.cursor == 1
        assert app.screen.query_one(Prompt).text == "words"

    play(make_recorded_app(tmp_path), script)


def test_what_follows_a_key_that_opens_a_line_is_written_into_it(tmp_path: Path) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        log = app.screen.query_one(LogPane)
        await until(lambda: len(log.view.rows) and not log.view.busy)
        type_at_once(app, ["f5", "f", *"turn:1", "enter", "home", "enter"])
        await has_rested(app)
        assert log.filtering.text == "turn:1"
        assert isinstance(app.focused, JsonView)
        type_at_once(app, ["slash", *"turns", "enter", "escape", "slash", *"rB", "escape", "alt+0", *"re"])
        await has_rested(app)
        assert not app.screen.query_one(DetailPane).display
        assert not log.gate.kinds
        assert app.screen.query_one(Prompt).text == "re"
        type_at_once(app, ["f6", "slash", *"dd", "escape", "r", *"dd", "escape", "alt+0", "d"])
        await has_rested(app)
        assert app.screen.query_one(Prompt).text == "red"
        assert len(list(app.screen.query_one(ShelfPane).shelf.ids())) == 1

    play(make_recorded_app(tmp_path), script)


def test_what_follows_a_screen_that_opens_or_closes_acts_on_it(tmp_path: Path) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        log, main = app.screen.query_one(LogPane), app.screen
        await until(lambda: len(log.view.rows) and not log.view.busy)
        type_at_once(app, ["f5", "home", "f1", "q", "j", "y", "escape", "j", "alt+i", "2", "escape", "j"])
        await has_rested(app)
        assert app.screen is main
        assert log.view.viewport.cursor == 3
        type_at_once(app, ["alt+0", *"ab", "f1"])
        await until(lambda: isinstance(app.screen, HelpScreen))
        type_at_once(app, ["escape", "ctrl+g"])
        await until(lambda: isinstance(app.screen, ChoiceScreen))
        type_at_once(app, ["q", *"cd", "tab", *"x", "alt+0", "e"])
        await has_rested(app)
        assert app.screen is main
        assert main.query_one(Prompt).text == "abcde"
        type_at_once(app, ["ctrl+p", *"zz"])
        await until(lambda: isinstance(app.focused, Input) and app.focused.value == "zz")

    play(make_recorded_app(tmp_path), script)


def test_what_is_pasted_takes_its_turn(tmp_path: Path) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        await pilot.press("f6")
        app.post_message(events.Key("alt+0", None))
        app.post_message(events.Paste("dd and\nmore"))
        app.post_message(events.Key("d", "d"))
        await until(lambda: app.screen.query_one(Prompt).text == "dd and\nmored")

    play(make_recorded_app(tmp_path), script)


def test_a_key_that_takes_for_ever_does_not_take_the_keyboard(monkeypatch: pytest.MonkeyPatch) -> None:
    class Busy(KeysInTurn, App[str]):
        BINDINGS: ClassVar[list[BindingType]] = [
            Binding("f2", "stand", priority=True),
            Binding("f3", "leave", priority=True),
        ]

        def compose(self) -> Iterable[Widget]:
            self.answered = asyncio.Event()
            yield Input()

        def action_stand(self) -> None:
            self.query_one(Input).call_later(self.answered.wait)

        def action_leave(self) -> None:
            self.answered.set()
            self.exit("left")

    async def leave() -> str | None:
        app = Busy()
        async with app.run_test():
            type_at_once(app, ["f2", "f3"])
            await until(lambda: app.return_value)
            return app.return_value

    monkeypatch.setattr(in_turn, "LONGEST", 0.05)
    assert asyncio.run(leave()) == "left"
