"""The terminal app: which screen is up, in which colours, and the one way out."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.command import Provider
from textual.screen import Screen

from tui.errors import TuiError
from tui.ui.actions import ACTIONS, bindings
from tui.ui.alt_keys import free_alt_keys
from tui.ui.conversation import Host, Opening
from tui.ui.copying import Copying
from tui.ui.crash import Crashing
from tui.ui.in_turn import KeysInTurn
from tui.ui.keymap import read_keymap
from tui.ui.looks import Looks
from tui.ui.outlet import Outlasting
from tui.ui.quiet import QuietMixin
from tui.ui.reverse import keep_reverse
from tui.ui.screens.skeleton import Skeleton
from tui.ui.themed import Themed

if TYPE_CHECKING:
    from tui.ui.screens.main import MainScreen

SIGNALS = ("SIGHUP", "SIGTERM")


def find_palette() -> type[Provider]:
    """The palette, imported when it is opened."""
    from tui.ui.palette import Palette

    return Palette


class GeminiApp(QuietMixin, KeysInTurn, Outlasting, Themed, Copying, Crashing, App[str]):
    """Runs until a person leaves; the result is the id of the session that was open, or empty.

    find_host is called after the first frame: what it imports costs the start nothing.
    """

    CSS_PATH = "app.tcss"
    TITLE = "gemini-tui"
    COMMANDS = {find_palette}  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("app")]

    def __init__(
        self,
        find_host: Callable[[], Host],
        opening: Opening,
        looks: Looks | None = None,
        *,
        say: tuple[str, ...] = (),
    ) -> None:
        self.looks = looks or Looks()
        super().__init__(line=self.looks.line)
        free_alt_keys()
        keep_reverse()
        self.keymap: dict[str, str] = {}
        self.leaving = False
        self.host: Host
        self.conversing: MainScreen | None = None
        self._find_host = find_host
        self.terminal = self.looks.terminal
        self.opening = opening
        self._say = say
        self.dress(self.looks)

    # -- screens -----------------------------------------------------------------------------------

    def get_default_screen(self) -> Screen[None]:
        """The outline, until there is more to show."""
        return Skeleton()

    def on_mount(self) -> None:
        """Paint first; begin then."""
        self._leave_on_signals()
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        """Open the conversation, or the screen that says what is missing."""
        self.host, opening = self._find_host(), self.opening
        try:
            missing = "" if opening.demo or opening.key or opening.browse else self.host.missing
        except TuiError as error:
            self.exit("", error.exit_code, Text(f"gemini-tui: {error}"))
            return
        if missing:
            from tui.ui.screens.welcome import WelcomeScreen

            self.push_screen(WelcomeScreen(missing), self._open_first)
        else:
            self.open(self.opening)
        self._take_keys()
        self.call_after_refresh(self.gather_themes)
        self.call_after_refresh(_collect_garbage_again)

    def _open_first(self, opening: Opening | None) -> None:
        """What the first screen led to: where that is a look at what is saved, the keys are there."""
        if opening is None:
            return
        self.open(replace(opening, resume=self.opening.resume if opening.key else ""))
        if opening.browse and self.conversing is not None:
            self.call_after_refresh(self.conversing.go_to, "shelf")

    def open(self, opening: Opening) -> None:
        """Put up the main screen with one conversation; not on the way out."""
        if self.leaving:
            return
        from tui.ui.screens.main import MainScreen

        self.opening = opening
        self.conversing = MainScreen(self.host, opening, say=self._say, terminal=self.terminal)
        self.conversing.filters = self.looks.filters
        typed = self.screen.typed if isinstance(self.screen, Skeleton) else []
        self.push_screen(self.conversing)
        for event in typed:
            self.call_after_refresh(self.post_message, event)

    async def on_event(self, event: events.Event) -> None:
        """A letter with Alt is a command, in a text field too: terminals send the letter along."""
        if isinstance(event, events.Key) and event.key.startswith("alt+"):
            event.character = None
        await super().on_event(event)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """No cursor blinks: each time would be bytes on the line, and unrest."""
        from textual.widgets import Input, TextArea

        if isinstance(event.widget, Input | TextArea):
            event.widget.cursor_blink = False

    # -- leaving -----------------------------------------------------------------------------------

    def _leave_on_signals(self) -> None:
        """A dropped line and a polite kill take the same way out as a key."""
        if sys.platform == "win32":
            return
        loop = asyncio.get_running_loop()
        for name in SIGNALS:
            loop.add_signal_handler(getattr(signal, name), self.call_later, self.action_leave)

    async def action_leave(self) -> None:
        """Close the socket, flush, save the handle, restore the terminal; once, however often it is asked."""
        if self.leaving:
            return
        self.leaving = True
        session, lost = await self.conversing.leave() if self.conversing is not None else ("", [])
        # what could not be saved is said where it stays: after the screen is gone
        said = "\n".join(f"gemini-tui: {error}" for error in lost)
        self.exit(session, 1 if lost else 0, Text(said) if lost else None)

    def let_go(self) -> None:
        """End the conversation without waiting for it."""
        if self.conversing is not None:
            self.conversing.board.let_go()

    # -- keys --------------------------------------------------------------------------------------

    def _take_keys(self) -> None:
        self.keymap, problems = read_keymap(self.looks.keys, ACTIONS)
        self.set_keymap(self.keymap)
        if problems := [*self.looks.proofread(), *problems]:
            text = "\n".join(problems)
            self.notify(text, title="config.toml", severity="warning", timeout=15, markup=False)

    def action_help(self) -> None:
        """Every key that works in the focused pane, and anywhere."""
        from tui.ui.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.focused, self.keymap))


def _collect_garbage_again() -> None:
    """What the start imported is never garbage: looking through it again and again would cost the start."""
    gc.freeze()
    gc.enable()
