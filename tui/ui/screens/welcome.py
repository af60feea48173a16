"""Where a key is missing, or another is wanted: why, and three ways on."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Paste
from textual.screen import Screen
from textual.widgets import Button, Input, Static

from tui.environment import keep_secret, require_key
from tui.errors import CredentialsError
from tui.ui.actions import bindings
from tui.ui.conversation import Opening
from tui.ui.widgets.key_line import KeyLine


class KeyField(Input):
    """Takes all that is pasted: of a key that is broken over two lines, a first line would look whole."""

    def _on_paste(self, event: Paste) -> None:
        event.text = " ".join(event.text.split())


class WelcomeScreen(Screen[Opening | None]):
    """Says what is missing; offers the demo, a key for this run, and the saved sessions.

    way_back: Esc goes back to the screen below, with None.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("welcome")]
    DEFAULT_CSS = """
    WelcomeScreen { align: center middle; }
    WelcomeScreen > Vertical {
        width: 72; max-width: 100%; height: auto; padding: 1 2; border: round $primary;
    }
    WelcomeScreen Static { margin-bottom: 1; }
    WelcomeScreen Button, WelcomeScreen Input { width: 100%; margin-bottom: 1; }
    """

    def __init__(self, missing: str, *, way_back: bool = False) -> None:
        super().__init__()
        self._missing = missing
        self._has_way_back = way_back

    def compose(self) -> ComposeResult:
        """A sentence, two buttons, and a field between them."""
        with Vertical():
            yield Static(Content.styled("gemini-tui", "bold"))
            yield Static(_sentence(self._missing), id="missing")
            yield Button("Try the demo: no key, no network", id="demo", compact=True)
            yield KeyField(placeholder="or paste an API key for this run: never stored", password=True)
            yield Button("Look at the saved sessions", id="saved", compact=True)
        yield KeyLine()

    def on_mount(self) -> None:
        """The demo is one Enter away."""
        self.query_one("#demo").focus()

    @on(Button.Pressed, "#demo")
    def _try_demo(self) -> None:
        self._go(Opening(demo=True))

    @on(Button.Pressed, "#saved")
    def _browse(self) -> None:
        self._go(Opening(browse=True))

    @on(Input.Submitted)
    def _use_key(self, event: Input.Submitted) -> None:
        key = event.value.strip()
        keep_secret(key)
        try:
            require_key(key)
        except CredentialsError as error:
            event.input.clear()
            self.query_one("#missing", Static).update(_sentence(str(error)))
        else:
            if key:
                self._go(Opening(key=key))

    def _go(self, opening: Opening) -> None:
        self.dismiss(opening)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Back leads somewhere, or is not offered."""
        return self._has_way_back if action == "back" else super().check_action(action, parameters)

    def action_back(self) -> None:
        """Choose nothing."""
        self.dismiss(None)


def _sentence(said: str) -> Content:
    return Content(said[:1].upper() + said[1:])
