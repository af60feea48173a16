"""The first screen without a key: what is missing, and three ways on."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Input, Static

from tui.environment import keep_secret
from tui.ui.conversation import Opening
from tui.ui.widgets.key_line import KeyLine


class WelcomeScreen(Screen[Opening]):
    """Says what is missing; offers the demo, a key for this run, and the saved sessions."""

    DEFAULT_CSS = """
    WelcomeScreen { align: center middle; }
    WelcomeScreen > Vertical {
        width: 72; max-width: 100%; height: auto; padding: 1 2; border: round $primary;
    }
    WelcomeScreen Static { margin-bottom: 1; }
    WelcomeScreen Button, WelcomeScreen Input { width: 100%; margin-bottom: 1; }
    """

    def __init__(self, missing: str) -> None:
        super().__init__()
        self._missing = missing

    def compose(self) -> ComposeResult:
        """A sentence, a field, three buttons."""
        with Vertical():
            yield Static(Content.styled("gemini-tui", "bold"))
            yield Static(Content(self._missing[:1].upper() + self._missing[1:]))
            yield Button("Try the demo: no key, no network", id="demo", compact=True)
            yield Input(placeholder="or paste an API key for this run: never stored", password=True)
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
        if key := event.value.strip():
            keep_secret(key)
            self._go(Opening(key=key))

    def _go(self, opening: Opening) -> None:
        self.dismiss(opening)
