"""An app that does what it is told through a pipe, and says elsewhere what the stock line would send.

Each line of the pipe is a JSON list: the step's number, its name, its arguments.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from typing import Any, ClassVar

from rich.console import RenderableType
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual._compositor import CompositorUpdate
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.geometry import Region
from textual.screen import ModalScreen, Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import DataTable, Input, Label, Markdown, OptionList, Static

from tests.bench.tailing import Tail
from tui.ui.quiet import LineChoice, QuietMixin


class Box(ModalScreen[None]):
    """A modal over a dimmed background."""

    CSS = "Box { align: center middle; } Box > Label { width: 20; height: 5; background: $accent; }"

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def compose(self) -> ComposeResult:
        yield Label(self.text, markup=False)
        yield Static("", id="step")


class Linked(Widget):
    """One line, a part of it a link."""

    DEFAULT_CSS = "Linked { height: 1; }"

    def render_line(self, y: int) -> Strip:
        link = Style(link="https://example.org/a", color="#0000ff")
        strip = Strip([Segment("see "), Segment("wide 漢字 here", link), Segment(" 🙂 e\u0301.")])
        return strip.adjust_cell_length(self.size.width)


class Stage(QuietMixin, App[None]):
    """The steps are its methods `do_*`."""

    CSS = "#step { dock: bottom; height: 1; } #room > * { max-height: 6; } Horizontal > * { width: 1fr; }"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [("ctrl+l", "repaint", "Repaint")]

    def __init__(self, pipe: int, stock: int, line: LineChoice) -> None:
        super().__init__(line=line)
        self.pipe = pipe
        self.stock = stock
        self.steps: asyncio.Queue[list[Any]] = asyncio.Queue()
        self.buffer = b""

    def compose(self) -> ComposeResult:
        yield VerticalScroll(id="room")
        yield Static("", id="step")

    def on_mount(self) -> None:
        asyncio.get_running_loop().add_reader(self.pipe, self.read)
        self.run_worker(self.perform(), group="steps")

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if isinstance(renderable, CompositorUpdate):
            self.mirror(renderable)
        super()._display(screen, renderable)

    def draw_now(self, widget: Widget) -> None:
        """Past the compositor: what that would show goes to the stock line's terminal alone."""
        super().draw_now(widget)
        if not widget._repaint_required:
            compositor = self.screen._compositor
            waiting = compositor._dirty_regions.copy()
            full = compositor.render_update(full=True, screen_stack=self._background_screens)
            compositor._dirty_regions.update(waiting)
            assert isinstance(full, CompositorUpdate)
            self.mirror(full)

    def mirror(self, update: CompositorUpdate) -> None:
        os.write(self.stock, update.render_segments(self.console).replace("\n", "\r\n").encode())

    def read(self) -> None:
        *lines, self.buffer = (self.buffer + os.read(self.pipe, 65536)).split(b"\n")
        for line in lines:
            self.steps.put_nowait(json.loads(line))

    async def perform(self) -> None:
        while True:
            number, name, *arguments = await self.steps.get()
            await getattr(self, f"do_{name}")(*arguments)
            self.screen.query_one("#step", Static).update(f"step {number}")

    @property
    def room(self) -> VerticalScroll:
        return self.screen_stack[0].query_one("#room", VerticalScroll)

    async def do_clear(self) -> None:
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        await self.room.remove_children()

    async def do_static(self, text: str, colour: str, ground: str, styles: str) -> None:
        child = Static(Text(text, style=styles))
        child.styles.color, child.styles.background = colour, ground
        await self.room.mount(child)

    async def do_linked(self) -> None:
        await self.room.mount(Linked())

    async def do_side(self, left: str, right: str) -> None:
        await self.room.mount(Horizontal(Vertical(Static(left, markup=False)), Static(right, markup=False)))

    async def do_options(self, texts: list[str]) -> None:
        await self.room.mount(OptionList(*[Text(text) for text in texts]))

    async def do_markdown(self, text: str) -> None:
        await self.room.mount(Markdown(text))

    async def do_table(self, rows: list[list[str]]) -> None:
        table: DataTable[Text] = DataTable()
        await self.room.mount(table)
        table.add_columns("one", "two")
        table.add_rows([Text(cell) for cell in row] for row in rows)

    async def do_input(self, text: str) -> None:
        entry = Input(text)
        entry.cursor_blink = False
        await self.room.mount(entry)
        entry.focus()

    async def do_tails(self, names: list[str]) -> None:
        """Panes of rows, side by side."""
        tails = Horizontal(*[Tail(name, 3) for name in names])
        tails.styles.height = 6
        await self.room.mount(tails)

    async def do_grow(self, rows: int) -> None:
        """More rows in all panes, drawn past the compositor where it can be."""
        for number, tail in enumerate(self.screen_stack[0].query(Tail)):
            tail.grow(tail.count + rows + number)

    async def do_update(self, index: int, text: str) -> None:
        statics = list(self.room.query(Static))
        if statics:
            statics[index % len(statics)].update(Text(text))

    async def do_remove(self, index: int) -> None:
        if self.room.children:
            await self.room.children[index % len(self.room.children)].remove()

    async def do_scroll(self, to: int) -> None:
        self.room.scroll_to(y=to, animate=False, force=True, immediate=True)

    async def do_hint(self, y: int, height: int, dy: int) -> None:
        self.scroll_hint(Region(0, y, self.size.width, height), dy)

    async def do_theme(self, name: str) -> None:
        self.theme = name

    async def do_modal(self, text: str) -> None:
        await self.push_screen(Box(text))

    async def do_repaint(self) -> None:
        self.action_repaint()

    async def do_break(self) -> None:
        """A fault inside the quiet line."""
        if self._quiet is not None:
            self._quiet._shadow = None  # type: ignore[assignment]

    async def do_churn(self, times: int) -> None:
        """As many repaints as the clock of the screen allows."""
        child = Static("")
        await self.room.mount(child)
        for n in range(times):
            child.update(f"churn {n}")
            painted = asyncio.Event()
            self.call_after_refresh(painted.set)
            await painted.wait()

    async def do_suspend(self, sign: str, repaints: int) -> None:
        """Give the terminal to another program while everything here wants to be drawn."""
        with self.suspend():
            os.write(1, sign.encode())
            for n in range(repaints):
                self.screen.query_one("#step", Static).update(f"away {n}")
                self.screen._compositor.update_widgets({self.screen})
                self.screen._compositor_refresh()
            os.write(1, sign.encode())

    async def do_leave(self) -> None:
        """Something to draw, and the end."""
        self.room.mount(Static("last words"))
        self.call_after_refresh(self.exit)

    async def do_stats(self) -> None:
        self.room.mount(Static(f"now {self.line}: {self.quiet_stats}", markup=False))


if __name__ == "__main__":
    Stage(int(sys.argv[1]), int(sys.argv[2]), "stock" if sys.argv[3] == "stock" else "quiet").run()
