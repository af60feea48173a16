"""The terminal app: which screen is up, in which colours, and the one way out."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import App
from textual.binding import BindingType
from textual.theme import Theme

from tui import paths
from tui.ui import theming
from tui.ui.actions import bindings
from tui.ui.conversation import Host, Opening
from tui.ui.screens.main import MainScreen
from tui.ui.screens.welcome import WelcomeScreen
from tui.ui.terminal import Terminal

SIGNALS = ("SIGHUP", "SIGTERM")


class GeminiApp(App[str]):
    """Runs until a person leaves; the result is the id of the session that was open, or empty."""

    CSS_PATH = "app.tcss"
    TITLE = "gemini-tui"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("app")]

    def __init__(
        self,
        host: Host,
        opening: Opening,
        *,
        terminal: Terminal | None = None,
        say: tuple[str, ...] = (),
        theme: str = "",
        user_themes: Path | None = None,
    ) -> None:
        super().__init__()
        self.host = host
        self.terminal = terminal or Terminal()
        self.opening = opening
        self._say = say
        self._put_on(theme, user_themes)

    # -- colours -----------------------------------------------------------------------------------

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own colour names, for themes that do not know them."""
        return theming.variable_defaults(self.current_theme)

    def _put_on(self, wanted: str, user_themes: Path | None) -> None:
        directories = [paths.themes_dir()] + ([user_themes] if user_themes else [])
        themes, self._theme_problems = theming.load_themes(*directories)
        for theme in themes:
            self.register_theme(theme)
        default = theming.NO_HUE if self.terminal.hueless else theming.DEFAULT
        known: dict[str, Theme] = self.available_themes
        self.theme = wanted if wanted in known else default
        self._unknown_theme = wanted if wanted and wanted not in known else ""

    @on(WelcomeScreen.Chosen)
    def _go_on(self, event: WelcomeScreen.Chosen) -> None:
        self.pop_screen()
        self.open(event.opening)

    def _tell_theme_problems(self) -> None:
        problems = [str(problem) for problem in self._theme_problems]
        if self._unknown_theme:
            problems.append(f"There is no theme {self._unknown_theme!r}; ctrl+p lists those there are.")
        if problems:
            self.notify("\n".join(problems), title="Themes", severity="warning", markup=False)

    # -- screens -----------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Open the conversation, or the screen that says what is missing."""
        self._leave_on_signals()
        if self.host.missing and not self.opening.demo:
            self.push_screen(WelcomeScreen(self.host.missing))
        else:
            self.open(self.opening)
        self.call_after_refresh(self._tell_theme_problems)

    def open(self, opening: Opening) -> None:
        """Put up the main screen with one conversation."""
        self.opening = opening
        self.push_screen(MainScreen(self.host, opening, say=self._say))

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
        screen = next((screen for screen in self.screen_stack if isinstance(screen, MainScreen)), None)
        self.exit(await screen.hang_up() if screen is not None else "")

    def action_toggle_help(self) -> None:
        """Show or hide the keys of the focused pane."""
        if self.screen.query("HelpPanel"):
            self.action_hide_help_panel()
        else:
            self.action_show_help_panel()
