"""F1: what the focused pane is for, and every key that works there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Markdown

from tui.ui.actions import bindings
from tui.ui.homes import scopes_of
from tui.ui.widgets.key_table import ANYWHERE, KeyTable


class HelpScreen(ModalScreen[None]):
    """Made from the table of actions and the user's keymap; a pane adds its `HELP`, in Markdown."""

    BINDINGS = bindings("help")
    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    HelpScreen > VerticalScroll {
        width: 84; max-width: 100%; height: auto; max-height: 100%;
        padding: 0 2; border: round $primary; background: $surface;
        border-title-color: $text; border-subtitle-color: $text-muted;
    }
    HelpScreen Markdown { padding: 0; margin: 0; background: $surface; }
    HelpScreen MarkdownH2 { margin: 0 0 1 0; }
    """

    def __init__(self, focused: Widget | None, keymap: Mapping[str, str]) -> None:
        super().__init__()
        self._chain = focused.ancestors_with_self if focused else []
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        """The pane's own help, its keys, then those that work anywhere."""
        with VerticalScroll() as scroll:
            scroll.border_title = "Keys"
            scroll.border_subtitle = "esc closes"
            for node in self._chain:
                if isinstance(node, Widget) and node.HELP:
                    yield Markdown(node.HELP)
                    break
            for scope in [*self._pane_scopes(), *ANYWHERE]:
                yield KeyTable(scope, self._keymap)

    def _pane_scopes(self) -> Iterator[str]:
        for node in reversed(list(self._chain)):
            yield from (scope for scope in scopes_of(node) if scope not in ANYWHERE)
