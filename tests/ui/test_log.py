"""The wire log over a journal, in an app of its own."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual import on
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tui.store.journal import Journal
from tui.ui import theming
from tui.ui.widgets.detail import DetailPane
from tui.ui.widgets.log import LogPane
from tui.wire.frame import Direction, Opcode


class LogApp(App[None]):
    """A log and a detail over one journal, and nothing else."""

    CSS = "LogPane { height: 2fr; } DetailPane { height: 1fr; }"

    def __init__(self, journal: Journal) -> None:
        super().__init__()
        self.log_pane = LogPane(journal)
        self.detail = DetailPane()
        self.opened: list[int] = []

    def compose(self) -> ComposeResult:
        yield self.log_pane
        yield self.detail

    @on(LogPane.FrameOpened)
    def _opened(self, event: LogPane.FrameOpened) -> None:
        if not isinstance(event, LogPane.FrameSelected):
            self.opened.append(event.frame)
            assert self.log_pane.journal is not None
            self.detail.show(self.log_pane.journal[event.frame])

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return theming.variable_defaults(self.current_theme)

    def screen_text(self) -> str:
        return "\n".join(strip.text for strip in self.screen._compositor.render_strips())


def receive(journal: Journal, message: object) -> None:
    payload = message if isinstance(message, bytes) else json.dumps(message).encode()
    journal.append(Direction.RECEIVE, Opcode.BINARY, payload, conn=1, t=1_000.0 + len(journal) / 10)


def text(words: str) -> object:
    return {"serverContent": {"modelTurn": {"parts": [{"text": words}]}}}


def audio(size: int = 4) -> object:
    data = {"mimeType": "audio/pcm;rate=24000", "data": "A" * size}
    return {"serverContent": {"modelTurn": {"parts": [{"inlineData": data}]}}}


Body = Callable[[LogApp, Pilot[None]], Awaitable[None]]


def run(
    tmp_path: Path, fill: Callable[[Journal], None], body: Body, size: tuple[int, int] = (100, 24)
) -> None:
    journal = Journal.create(tmp_path / "journal.jsonl")
    fill(journal)

    async def main() -> None:
        app = LogApp(journal)
        async with app.run_test(size=size) as pilot:
            app.log_pane.focus()
            await pilot.pause()
            await body(app, pilot)

    asyncio.run(main())
    journal.close()


def test_a_frame_is_a_row_and_opens_as_json(tmp_path: Path) -> None:
    def fill(journal: Journal) -> None:
        receive(journal, {"setupComplete": {}})
        receive(journal, {"serverContent": {"turnComplete": True}, "usageMetadata": {"totalTokenCount": 7}})

    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        screen = app.screen_text()
        assert "ready" in screen
        assert "turn usage" in screen
        assert "turn complete · 7 tokens" in screen
        assert "2 frames · " in screen
        await pilot.press("enter")
        await pilot.pause()
        assert app.opened == [1]
        assert '"totalTokenCount": 7' in app.screen_text()

    run(tmp_path, fill, body)


def test_follows_at_the_end_and_holds_the_readers_place_elsewhere(tmp_path: Path) -> None:
    def fill(journal: Journal) -> None:
        for n in range(60):
            receive(journal, text(f"word {n:03}"))

    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        journal = app.log_pane.journal
        assert journal is not None
        receive(journal, text("word 060"))
        app.log_pane.flush()
        await pilot.pause()
        assert "word 060" in app.screen_text()
        await pilot.press("home")
        await pilot.pause()
        before = app.screen_text().splitlines()[:10]
        receive(journal, text("word 061"))
        app.log_pane.flush()
        await pilot.pause()
        assert app.screen_text().splitlines()[:10] == before
        assert "+1 new" in app.screen_text()
        await pilot.press("end")
        await pilot.pause()
        assert "word 061" in app.screen_text()
        assert "new" not in app.screen_text()

    run(tmp_path, fill, body)


def test_audio_folds_to_one_row_and_opens_to_its_frames(tmp_path: Path) -> None:
    def fill(journal: Journal) -> None:
        receive(journal, text("before"))
        for _ in range(5):
            receive(journal, audio())
        receive(journal, text("after"))

    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        assert "audio ×5" in app.screen_text()
        assert len(app.log_pane.view.rows) == 3
        await pilot.press("up", "enter")
        assert len(app.log_pane.view.rows) == 7
        await pilot.press("left")
        assert len(app.log_pane.view.rows) == 3

    run(tmp_path, fill, body)


def test_a_theme_change_redraws_in_its_colours(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        def colours() -> set[str]:
            strip = app.screen._compositor.render_strips()[0]
            return {str(segment.style) for segment in strip if segment.style}

        before = colours()
        app.theme = "textual-light"
        await pilot.pause()
        assert colours() != before

    run(tmp_path, lambda journal: receive(journal, text("hello")), body)


def test_control_codes_do_not_reach_the_screen(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        await pilot.press("enter")
        await pilot.pause()
        assert "\x1b" not in app.screen_text()
        assert "␛" in app.screen_text()

    run(tmp_path, lambda journal: receive(journal, text("\x1b]52;c;aGk=\x07 \x1b[2J")), body)


def mixed(journal: Journal) -> None:
    """Three turns: words, a run of audio, usage."""
    for turn in range(3):
        receive(journal, text(f"words of turn {turn}"))
        for _ in range(4):
            receive(journal, audio())
        receive(
            journal, {"serverContent": {"turnComplete": True}, "usageMetadata": {"totalTokenCount": turn}}
        )


async def write(pilot: Pilot[None], line: str) -> None:
    for character in line:
        await pilot.press("space" if character == " " else character)
    await pilot.pause()


def test_a_filter_hides_rows_counts_them_and_gives_them_back(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        await pilot.press("f")
        await write(pilot, "kind:usage")
        await pilot.press("enter")
        await pilot.pause()
        assert len(app.log_pane.view.rows) == 3
        assert "15 hidden by kind:usage" in app.screen_text()
        assert "words of turn" not in app.screen_text()
        await pilot.press("backspace")
        await pilot.pause()
        assert len(app.log_pane.view.rows) == 9
        assert "hidden" not in app.screen_text()

    run(tmp_path, mixed, body)


def test_a_mistake_is_pointed_at_and_the_old_filter_stays(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        app.log_pane.filter("kind:usage")
        await pilot.press("f")
        await write(pilot, " knd:x")
        await pilot.press("enter")
        await pilot.pause()
        lines = app.screen_text().splitlines()
        at = next(n for n, line in enumerate(lines) if "^ there is no `knd:`" in line)
        assert lines[at].index("^") == lines[at - 1].index("knd:x")
        assert len(app.log_pane.view.rows) == 3
        await pilot.press("escape")
        assert app.log_pane.filtering.text == "kind:usage"
        assert app.focused is app.log_pane.view

    run(tmp_path, mixed, body)


def test_tab_completes_a_filter(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        await pilot.press("f")
        await write(pilot, "kind:usag")
        await pilot.press("tab", "enter")
        await pilot.pause()
        assert app.log_pane.filtering.text == "kind:usageMetadata"

    run(tmp_path, mixed, body)


def test_isolate_shows_one_kind_and_again_restores(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        await pilot.press("i")
        await pilot.pause()
        assert app.log_pane.filtering.text == "kind:turnComplete,usageMetadata"
        assert len(app.log_pane.view.rows) == 3
        await pilot.press("i")
        await pilot.pause()
        assert app.log_pane.filtering.text == ""
        assert len(app.log_pane.view.rows) == 9
        await pilot.press("-")
        await pilot.pause()
        assert app.log_pane.filtering.text == "not kind:turnComplete,usageMetadata"
        assert len(app.log_pane.view.rows) == 6

    run(tmp_path, mixed, body)


def test_search_finds_hidden_frames_and_says_so(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        await pilot.press("home", "/")
        await write(pilot, "TURN 1".lower())
        await pilot.press("enter")
        await pilot.pause()
        assert app.log_pane.view.selected == 6
        assert '"turn 1" 1 of 1 hit' in app.screen_text()
        app.log_pane.filter("kind:usage")
        await pilot.pause()
        await pilot.press("n")
        await pilot.pause()
        assert "frame 6 is hidden by the filter" in app.screen_text()

    run(tmp_path, mixed, body)


def test_jumps(tmp_path: Path) -> None:
    def fill(journal: Journal) -> None:
        mixed(journal)
        receive(journal, b"{{")
        receive(journal, {"fooBar": 1})

    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        view = app.log_pane.view
        await pilot.press("home", "]")
        assert view.selected == 6
        await pilot.press("]", "[", "[")
        assert view.selected == 0
        await pilot.press("e")
        assert view.selected == 18
        await pilot.press("u")
        assert view.selected == 19
        await pilot.press("u")
        await pilot.pause()
        assert "no unknown after this" in app.screen_text()
        await pilot.press("colon")
        await write(pilot, "8")
        await pilot.press("enter")
        await pilot.pause()
        assert view.selected == 8
        assert len(view.rows) == 11 + 3

    run(tmp_path, fill, body)


def test_marks_and_notes(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        await pilot.press("home", "m", "down", "down", "M")
        await write(pilot, "odd")
        await pilot.press("enter")
        await pilot.pause()
        assert app.log_pane.marks == {0: "", 5: "odd"}
        assert "◆" in app.screen_text()
        assert "odd · turn complete" in app.screen_text()
        await pilot.press("home", "apostrophe")
        assert app.log_pane.view.selected == 5
        app.log_pane.filter("marked")
        await pilot.pause()
        assert len(app.log_pane.view.rows) == 2

    run(tmp_path, mixed, body)


def test_pause_freezes_the_rows_not_the_recording(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        journal = app.log_pane.journal
        assert journal is not None
        await pilot.press("p")
        receive(journal, text("meanwhile"))
        app.log_pane.flush()
        await pilot.pause()
        assert "meanwhile" not in app.screen_text()
        assert "paused at 18" in app.screen_text()
        assert "19 frames" in app.screen_text()
        await pilot.press("p")
        await pilot.pause()
        assert "meanwhile" in app.screen_text()

    run(tmp_path, mixed, body)


def test_the_pane_narrows_gracefully(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        for width in (100, 66, 50, 30, 12, 4, 1):
            await pilot.resize_terminal(width, 24)
            await pilot.pause()
            assert all(len(line) <= width for line in app.screen_text().splitlines())

    run(tmp_path, mixed, body)
