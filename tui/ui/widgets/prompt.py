"""Where a person writes to the model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.message import Message
from textual.widgets import TextArea

from tui.ui.actions import bindings


class Prompt(TextArea):
    """A text area that grows to six lines; Enter sends, `ctrl+j` breaks the line, `alt+up` recalls."""

    HELP = "## Prompt\nWrite to the model. **Enter** sends, **ctrl+j** starts a new line."
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("prompt")]
    DEFAULT_CSS = """
    Prompt { height: auto; max-height: 8; min-height: 3; }
    """

    @dataclass
    class Sent(Message):
        """A person finished a turn."""

        text: str

    def __init__(self, **options: Any) -> None:
        super().__init__(
            compact=False,
            highlight_cursor_line=False,
            placeholder="Write to the model",
            soft_wrap=True,
            tab_behavior="focus",
            **options,
        )
        self._sent: list[str] = []
        self._back = 0
        self._draft = ""

    def action_send(self) -> None:
        """Send what is written."""
        text = self.text.strip()
        if not text:
            return
        self._sent.append(text)
        self._back = 0
        self.clear()
        self.post_message(self.Sent(text))

    def give_back(self, text: str) -> None:
        """Nobody took what was sent: it stands here again, where nothing else was written meanwhile."""
        if not self.text:
            self.text = text
            self.move_cursor(self.document.end)

    def action_newline(self) -> None:
        """Break the line."""
        self.insert("\n")

    def action_recall(self, step: int) -> None:
        """Bring back what was sent before; past the newest, the draft."""
        if self._back == 0:
            self._draft = self.text
        self._back = max(0, min(len(self._sent), self._back - step))
        self.text = self._sent[-self._back] if self._back else self._draft
        self.move_cursor(self.document.end)
