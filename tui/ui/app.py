"""The terminal app: which screen is up, in which colours, and the one way out."""

from __future__ import annotations

import asyncio
import signal
import sys
from typing import ClassVar

from textual import on
from textual.app import App
from textual.binding import BindingType

from tui.ui.actions import ACTIONS, bindings
from tui.ui.conversation import Host, Opening
from tui.ui.copying import Copying
from tui.ui.keymap import read_keymap
from tui.ui.looks import Looks
from tui.ui.palette import Palette
from tui.ui.screens.help import HelpScreen
from tui.ui.screens.main import MainScreen
from tui.ui.screens.welcome import WelcomeScreen
from tui.ui.themed import Themed

SIGNALS = ("SIGHUP", "SIGTERM")


class GeminiApp(Themed, Copying, App[str]):
    """Runs until a person leaves; the result is the id of the session that was open, or empty."""

    CSS_PATH = "app.tcss"
    TITLE = "gemini-tui"
    COMMANDS = {Palette}  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("app")]

    def __init__(
        self,
        host: Host,
        opening: Opening,
        looks: Looks | None = None,
        *,
        say: tuple[str, ...] = (),
    ) -> None:
        super().__init__()
        self.keymap: dict[str, str] = {}
        self.host = host
        self.looks = looks or Looks()
        self.terminal = self.looks.terminal
        self.opening = opening
        self._say = say
        self.dress(self.looks)

    @on(WelcomeScreen.Chosen)
    def _go_on(self, event: WelcomeScreen.Chosen) -> None:
        self.pop_screen()
        self.open(event.opening)

    # -- screens -----------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Open the conversation, or the screen that says what is missing."""
        self._leave_on_signals()
        if self.host.missing and not self.opening.demo:
            self.push_screen(WelcomeScreen(self.host.missing))
        else:
            self.open(self.opening)
        self._take_keys()

    def open(self, opening: Opening) -> None:
        """Put up the main screen with one conversation."""
        self.opening = opening
        self.push_screen(MainScreen(self.host, opening, say=self._say, rate=self.terminal.flushes_per_second))

    @property
    def conversing(self) -> MainScreen | None:
        """The main screen, where it is up."""
        return next((screen for screen in self.screen_stack if isinstance(screen, MainScreen)), None)

    async def switch(self, opening: Opening) -> None:
        """Hang up, then hold another conversation."""
        if (main := self.conversing) is not None:
            self.opening = opening
            await main.switch(opening)

    # -- leaving -----------------------------------------------------------------------------------

    def _leave_on_signals(self) -> None:
        """A dropped line and a polite kill take the same way out as a key."""
        if sys.platform == "win32":
            return
        loop = asyncio.get_running_loop()
        for name in SIGNALS:
            loop.add_signal_handler(getattr(signal, name), self.call_later, self.action_leave)

    async def action_leave(self) -> None:
        """Close the socket, flush, save the handle, restore the terminal."""
        self.exit(await main.hang_up() if (main := self.conversing) is not None else "")

    # -- keys --------------------------------------------------------------------------------------

    def _take_keys(self) -> None:
        self.keymap, problems = read_keymap(self.looks.keys, ACTIONS)
        self.set_keymap(self.keymap)
        if problems := [*self.looks.problems, *problems]:
            text = "\n".join(problems)
            self.notify(text, title="config.toml", severity="warning", timeout=15, markup=False)

    def action_help(self) -> None:
        """Every key that works in the focused pane, and anywhere."""
        self.push_screen(HelpScreen(self.focused, self.keymap))
