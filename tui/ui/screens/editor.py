"""Something to write before it is sent: a frame, an answer. Checked while it is written."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from tui.text import clean_line
from tui.ui.actions import bindings

Check = Callable[[str], str]
"""What is wrong with a text, in words; empty if nothing is."""


def json_object(text: str) -> str:
    """What keeps the text from being one JSON object."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        return f"line {error.lineno}, column {error.colno}: {error.msg[:1].lower()}{error.msg[1:]}"
    return "" if isinstance(value, dict) else "this is JSON, but no object in braces"


def _ready(text: str) -> str:
    return "ready to send"


class EditorScreen(ModalScreen[str]):
    """Dismisses with the text, or None where the person thought better of it."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("editor")]
    DEFAULT_CSS = """
    EditorScreen { align: center middle; }
    EditorScreen > Vertical {
        width: 90%; height: 80%; border: round $primary; background: $surface;
        border-title-color: $text; border-subtitle-color: $text-muted;
    }
    EditorScreen TextArea { height: 1fr; border: none; }
    EditorScreen Static { height: auto; padding: 0 1; color: $text-muted; }
    EditorScreen .-bad { color: $text-error; }
    """

    def __init__(
        self,
        title: str,
        text: str,
        check: Check = json_object,
        *,
        strict: bool = True,
        describe: Check = _ready,
    ) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._check = check
        self._strict = strict
        self._describe = describe

    def compose(self) -> ComposeResult:
        """The text, and under it what is wrong with it."""
        with Vertical() as frame:
            frame.border_title = Content(self._title)
            frame.border_subtitle = "ctrl+s sends · esc gives up"
            yield TextArea(self._text, tab_behavior="indent", show_line_numbers=True, compact=True)
            yield Static(markup=False)

    def on_mount(self) -> None:
        """The keys go to the text."""
        self.query_one(TextArea).focus()
        self._judge()

    @on(TextArea.Changed)
    def _judge(self) -> None:
        problem = self._check(self.query_one(TextArea).text)
        verdict = self.query_one(Static)
        verdict.set_class(bool(problem), "-bad")
        text = self.query_one(TextArea).text
        verdict.update(Content(clean_line(problem or self._describe(text))))

    def action_send(self) -> None:
        """Done, unless there is something wrong that may not be sent."""
        text = self.query_one(TextArea).text
        if not self._strict or not self._check(text):
            self.dismiss(text)

    def action_undo(self) -> None:
        """Take back what was written last."""
        self.query_one(TextArea).undo()

    def action_give_up(self) -> None:
        """Send nothing."""
        self.dismiss(None)
