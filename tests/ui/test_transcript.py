"""The transcript pane over a real projection."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tui.projections.transcript import Transcript
from tui.ui.theming import variable_defaults
from tui.ui.widgets.transcript import TranscriptPane
from tui.wire.frame import Direction, Frame, Opcode


class Script:
    """A transcript fed by hand."""

    def __init__(self) -> None:
        self.transcript = Transcript()
        self._rows = 0

    def frame(self, direction: Direction, message: dict[str, Any]) -> None:
        payload = json.dumps(message).encode()
        opcode = Opcode.NONE if direction is Direction.EVENT else Opcode.BINARY
        self.transcript.feed(Frame(self._rows, 1, 1000.0 + self._rows, direction, opcode, payload))
        self._rows += 1

    def ask(self, text: str) -> None:
        turns = [{"role": "user", "parts": [{"text": text}]}]
        self.frame(Direction.SEND, {"client_content": {"turns": turns, "turn_complete": True}})

    def answer(self, text: str, *, thought: bool = False) -> None:
        part = {"text": text} | ({"thought": True} if thought else {})
        self.frame(Direction.RECEIVE, {"serverContent": {"modelTurn": {"parts": [part]}}})

    def end(self) -> None:
        self.frame(Direction.RECEIVE, {"serverContent": {"turnComplete": True}})


class Stage(App[None]):
    """One pane, nothing else."""

    def __init__(self, script: Script, *, by_line: bool = False) -> None:
        super().__init__()
        self.script = script
        self._by_line = by_line

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variable_defaults(self.current_theme)

    def compose(self) -> ComposeResult:
        yield TranscriptPane(self.script.transcript, by_line=self._by_line)

    @property
    def pane(self) -> TranscriptPane:
        return self.query_one(TranscriptPane)

    @property
    def rows(self) -> list[str]:
        """What is on screen, row by row."""
        return [strip.text.rstrip() for strip in self.screen._compositor.render_strips()]


def on_stage(
    script: Script, act: Callable[[Stage, Pilot[None]], Any], *, height: int = 12, by_line: bool = False
) -> None:
    async def play() -> None:
        stage = Stage(script, by_line=by_line)
        async with stage.run_test(size=(40, height)) as pilot:
            stage.pane.focus()
            await pilot.pause()
            await act(stage, pilot)

    asyncio.run(play())


def long_talk(turns: int = 30) -> Script:
    script = Script()
    for number in range(turns):
        script.ask(f"question {number}")
        script.answer(f"answer {number}")
        script.end()
    return script


def test_shows_who_said_what() -> None:
    script = Script()
    script.ask("Hello")
    script.answer("Hi **there**")
    script.end()

    async def act(stage: Stage, _: Pilot[None]) -> None:
        assert stage.rows[:3] == ["❯ Hello", "Hi there", ""]

    on_stage(script, act)


def test_markup_and_escape_codes_are_text() -> None:
    script = Script()
    script.ask("[/red] [bold]x")
    script.answer("clip \x1b]52;c;aGk=\x07 clear \x1b[2J")
    script.end()

    async def act(stage: Stage, _: Pilot[None]) -> None:
        screen = "\n".join(stage.rows)
        assert "[/red] [bold]x" in screen
        assert "\x1b" not in screen and "␛]52" in screen

    on_stage(script, act)


def test_thoughts_are_folded_until_asked_for() -> None:
    script = Script()
    script.ask("why")
    script.answer("because of that", thought=True)
    script.answer("So.")
    script.end()

    async def act(stage: Stage, pilot: Pilot[None]) -> None:
        assert "∴ thought for 3 words" in stage.rows
        await pilot.press("t")
        await pilot.pause()
        assert "because of that" in stage.rows

    on_stage(script, act)


def test_interrupted_turns_are_marked_where_they_were_cut() -> None:
    script = Script()
    script.ask("count")
    script.answer("one two")
    script.frame(Direction.RECEIVE, {"serverContent": {"interrupted": True}})
    script.end()

    async def act(stage: Stage, _: Pilot[None]) -> None:
        assert stage.rows[1:3] == ["one two", "▪ interrupted here"]

    on_stage(script, act)


def test_follows_the_end_until_scrolled_and_again_from_the_end() -> None:
    script = long_talk()

    async def act(stage: Stage, pilot: Pilot[None]) -> None:
        assert "answer 29" in stage.rows
        await pilot.press("pageup")
        await pilot.pause()
        before = stage.rows
        assert not stage.pane.following and "answer 29" not in before
        script.ask("later")
        script.answer("more")
        stage.pane.flush()
        await pilot.pause()
        assert stage.rows == before
        await pilot.press("end")
        await pilot.pause()
        assert stage.pane.following and "more" in stage.rows

    on_stage(script, act)


def test_home_and_turns() -> None:
    async def act(stage: Stage, pilot: Pilot[None]) -> None:
        await pilot.press("home")
        await pilot.pause()
        assert stage.rows[0] == "❯ question 0"
        await pilot.press("]", "]")
        await pilot.pause()
        assert stage.rows[0] == "❯ question 1"

    on_stage(long_talk(), act)


def test_only_rows_that_changed_are_repainted() -> None:
    script = long_talk()

    async def act(stage: Stage, pilot: Pilot[None]) -> None:
        script.ask("next")
        script.answer("a")
        stage.pane.flush()
        await pilot.pause()
        marked: list[Any] = []
        stage.pane.refresh = lambda *regions, **_: marked.extend(regions) or stage.pane  # type: ignore[method-assign, func-returns-value]
        script.answer("b")
        stage.pane.flush()
        assert [region.height for region in marked] == [1]

    on_stage(script, act)


def test_on_a_slow_line_a_line_is_shown_when_it_is_complete() -> None:
    """The rows are painted when a line ends and when the turn does, not a word at a time."""
    script, words = Script(), [f"word{n:02} " for n in range(12)]
    script.ask("next")

    async def act(stage: Stage, pilot: Pilot[None]) -> None:
        seen: list[list[str]] = []
        for word in words:
            script.answer(word)
            stage.pane.flush()
            await pilot.pause()
            if not seen or stage.rows != seen[-1]:
                seen.append(stage.rows)
        first, second = "".join(words[:5]).rstrip(), "".join(words[5:10]).rstrip()
        assert [rows[1:4] for rows in seen] == [["…", "", ""], [first, "…", ""], [first, second, "…"]]
        script.end()
        stage.pane.flush()
        await pilot.pause()
        assert stage.rows[1:4] == [first, second, "word10 word11"]

    on_stage(script, act, by_line=True)


def paints(words: Callable[[Script], Any], *, by_line: bool, thoughts: bool = False) -> tuple[int, list[str]]:
    """How often the screen changes while 60 words come one at a time; what it shows in the end."""
    script = Script()
    script.ask("next")
    counted = 0

    async def act(stage: Stage, pilot: Pilot[None]) -> None:
        nonlocal counted
        stage.pane.thoughts = thoughts
        before = stage.rows
        for _ in words(script):
            stage.pane.flush()
            await pilot.pause()
            counted += stage.rows != before
            before = stage.rows
        script.answer("So.")
        script.end()
        stage.pane.flush()
        await pilot.pause()
        final.extend(stage.rows)

    final: list[str] = []
    on_stage(script, act, height=30, by_line=by_line)
    return counted, final


def thinking(script: Script) -> Iterator[None]:
    for number in range(60):
        script.answer(f"thought{number:02} ", thought=True)
        yield


def speaking(script: Script) -> Iterator[None]:
    heard = ""
    for number in range(60):
        heard += f"word{number:02} "
        hear(script, "interimInputTranscription", {"text": heard})
        yield
    hear(script, "inputTranscription", {"text": heard, "finished": True})


def hear(script: Script, what: str, transcription: dict[str, Any]) -> None:
    script.frame(Direction.RECEIVE, {"serverContent": {what: transcription}})


@pytest.mark.parametrize(
    ("words", "shown", "most"), [(thinking, False, 1), (thinking, True, 15), (speaking, False, 15)]
)
def test_on_a_slow_line_thoughts_and_interim_words_come_by_the_line_too(
    words: Callable[[Script], Any], shown: bool, most: int
) -> None:
    by_word, usual = paints(words, by_line=False, thoughts=shown)
    by_line, slow = paints(words, by_line=True, thoughts=shown)
    assert by_word == 60
    assert by_line <= most
    assert slow == usual


def test_on_a_slow_line_what_was_said_before_a_tool_call_is_shown_while_it_waits() -> None:
    script = Script()
    script.ask("next")
    script.answer("Let me look.")

    async def act(stage: Stage, pilot: Pilot[None]) -> None:
        assert "Let me look." not in stage.rows
        calls = [{"id": "1", "name": "look", "args": {}}]
        script.frame(Direction.RECEIVE, {"toolCall": {"functionCalls": calls}})
        stage.pane.flush()
        await pilot.pause()
        assert "Let me look." in stage.rows

    on_stage(script, act, by_line=True)
