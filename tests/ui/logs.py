"""The wire log over a journal in an app of its own, and journals to put into it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual import on
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tui.projections.views import Views
from tui.store.journal import Journal
from tui.ui import theming
from tui.ui.in_turn import KeysInTurn
from tui.ui.widgets.detail import DetailPane
from tui.ui.widgets.log import LogPane
from tui.wire.frame import Direction, Opcode


class LogApp(KeysInTurn, App[None]):
    """A log and a detail over one journal, and nothing else."""

    CSS = "LogPane { height: 2fr; } DetailPane { height: 1fr; }"

    def __init__(self, journal: Journal) -> None:
        super().__init__()
        self.log_pane = LogPane(journal)
        self.detail = DetailPane()
        self.opened: list[int] = []
        self.selected: list[int] = []

    def compose(self) -> ComposeResult:
        yield self.log_pane
        yield self.detail

    @on(LogPane.FrameOpened)
    def _opened(self, event: LogPane.FrameOpened) -> None:
        if isinstance(event, LogPane.FrameSelected):
            self.selected.append(event.frame)
        else:
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


def views_of(journal: Journal) -> Views:
    """What the projections make of a journal."""
    views = Views()
    for frame in journal.frames():
        views.feed(frame)
    return views


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


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    """Wait for something to come true, within some seconds."""
    for _ in range(400):
        if condition():
            return
        await pilot.pause(0.02)
    raise AssertionError("it never came true")
