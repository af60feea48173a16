"""Where a person writes to the model."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.message import Message
from textual.widgets import TextArea

from tui.errors import StoreError
from tui.paths import make_private
from tui.ui.actions import bindings


class Prompt(TextArea):
    """A text area that grows to six lines; Enter sends, `ctrl+j` breaks the line, `alt+up` recalls.

    draft: the file in which `keep_draft` leaves what was not sent, to be taken up by the next start.
    """

    HELP = "## Prompt\nWrite to the model. **Enter** sends, **ctrl+j** starts a new line."
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("prompt")]
    DEFAULT_CSS = """
    Prompt { height: auto; max-height: 8; min-height: 3; }
    """

    @dataclass
    class Sent(Message):
        """A person finished a turn."""

        text: str

    def __init__(self, *, draft: Path | None = None, **options: Any) -> None:
        super().__init__(
            _read(draft) if draft is not None else "",
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
        self._kept = draft

    def on_mount(self) -> None:
        """Go on behind what was not sent the last time."""
        self.move_cursor(self.document.end)

    def keep_draft(self) -> None:
        """Keep what is written for the next start; nothing is kept of an empty prompt, or of a hidden one.

        Raises StoreError.
        """
        if self._kept is None or not self.display:
            return
        try:
            if self.text.strip():
                make_private(self._kept.parent)
                self._kept.touch(mode=0o600)
                self._kept.write_text(self.text, encoding="utf-8")
            else:
                self._kept.unlink(missing_ok=True)
        except OSError as error:
            what = f"the draft is not kept: {error.strerror}"
            raise StoreError(what, hint=f"What was in the prompt: {self.text}", path=self._kept) from error

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


def _read(draft: Path) -> str:
    with suppress(OSError, UnicodeDecodeError):
        return draft.read_text(encoding="utf-8")
    return ""
