"""What was said in a session, beside the list, without opening it."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static


class ShelfPreview(VerticalScroll, can_focus=False):
    """The last utterances of one session."""

    DEFAULT_CSS = """
    ShelfPreview { display: none; height: 1fr; width: 1fr; border-top: solid $panel-lighten-2; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._text = Static("", markup=False)
        self.session = ""

    def compose(self) -> list[Static]:
        """One text, as long as it is."""
        return [self._text]

    def show(self, session: str, said: list[tuple[str, str]]) -> None:
        """Utterances as (who, text), cleaned when they were indexed."""
        self.session = session
        lines = [
            Content.assemble(("You  " if who == "user" else "     ", "bold"), text) for who, text in said
        ] or [Content("Nothing was said.")]
        self._text.update(Content("\n").join(lines))
        self.scroll_end(animate=False)
