"""The first frame: the main screen's outline, up before anything heavy is imported."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Static

from tui.ui.layout import capacity

TITLES = ("Transcript", "Wire log", "Sessions")


class Skeleton(Screen[None]):
    """Three empty panes. Keys typed at it are kept for the screen that follows."""

    DEFAULT_CSS = """
    Skeleton Static {
        width: 1fr; height: 1fr; border: round $panel-lighten-2; border-title-color: $text-muted;
    }
    Skeleton .prompt { height: 3; }
    Skeleton .strip { height: 2; border: none; background: $panel; color: $text-muted; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.typed: list[events.Key] = []

    def compose(self) -> ComposeResult:
        """The outline."""
        with Horizontal():
            for title in TITLES[: capacity(self.app.size.width)]:
                pane = Static(markup=False)
                pane.border_title = title
                yield pane
        yield Static(classes="prompt")
        yield Static("starting", classes="strip")

    def on_key(self, event: events.Key) -> None:
        """Somebody types faster than we start."""
        self.typed.append(event)
