"""The one-line inputs of the sessions pane: the filter, and the editor that stands on a row."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input

from tui.ui.actions import bindings


class FilterLine(Input):
    """What the list is filtered by. Up and down move in the list, Esc empties it and goes back there."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("shelffilter")]
    DEFAULT_CSS = """
    FilterLine { display: none; height: 1; border: none; padding: 0 1; }
    FilterLine:focus { border: none; }
    """

    class Left(Message):
        """The filter is no longer wanted."""

    def __init__(self) -> None:
        super().__init__(placeholder="title, model, #tag or anything said", compact=True, disabled=True)

    def action_leave(self) -> None:
        """Empty it."""
        self.post_message(self.Left())


class RowEditor(Input):
    """Changes one thing about a session, where the session stands in the list."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("shelfeditor")]
    DEFAULT_CSS = """
    RowEditor { position: absolute; height: 1; width: 100%; border: none; padding: 0 1; layer: overlay; }
    RowEditor:focus { border: none; }
    """

    class Done(Message):
        """The new text; None where it is to stay as it was."""

        def __init__(self, editor: RowEditor, text: str | None) -> None:
            super().__init__()
            self.editor = editor
            self.text = text

    def __init__(self, session: str, what: str, text: str, **options: Any) -> None:
        super().__init__(text, placeholder=what, compact=True, select_on_focus=False, **options)
        self.select_all()
        self.session = session
        self.what = what

    async def action_submit(self) -> None:
        """Take the text over."""
        self.post_message(self.Done(self, self.value))

    def action_give_up(self) -> None:
        """Leave it as it was."""
        self.post_message(self.Done(self, None))

    def on_blur(self) -> None:
        """Whoever looks away has not decided."""
        if self.is_attached:
            self.post_message(self.Done(self, None))
