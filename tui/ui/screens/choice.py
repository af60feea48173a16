"""A short list to choose from with one letter: where to go, what to copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.ui.actions import bindings


class Pick(NamedTuple):
    """One line: its letter, what it says, what it stands for."""

    letter: str
    label: str
    value: str


def lettered(labels: Sequence[tuple[str, str]]) -> list[Pick]:
    """(label, value) pairs, each with the first letter of its label that is still free."""
    taken: set[str] = set()
    picks = []
    for label, value in labels:
        letter = next((c for c in label.casefold() if c.isalnum() and c not in taken), "")
        taken.add(letter)
        picks.append(Pick(letter, label, value))
    return picks


class ChoiceScreen(ModalScreen[str]):
    """Closes with the value that was chosen; with an empty one when nothing was."""

    BINDINGS = bindings("choice")
    DEFAULT_CSS = """
    ChoiceScreen { align: center middle; }
    ChoiceScreen > OptionList, ChoiceScreen > OptionList:focus {
        width: auto; min-width: 30; max-width: 100%; height: auto; max-height: 100%;
        border: round $primary; border-title-color: $text; background: $surface;
    }
    """

    def __init__(self, title: str, picks: Sequence[Pick]) -> None:
        super().__init__()
        self._title = title
        self._picks = picks

    def compose(self) -> ComposeResult:
        """One line a pick."""
        options = [Option(self._line(pick)) for pick in self._picks]
        choices = OptionList(*options, markup=False)
        choices.border_title = Content(self._title)
        yield choices

    def _line(self, pick: Pick) -> Content:
        return Content.assemble((pick.letter or " ", "bold underline"), "  ", pick.label, " ")

    @on(OptionList.OptionSelected)
    def _take(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._picks[event.option_index].value)

    def on_key(self, event: events.Key) -> None:
        """A letter chooses at once."""
        for pick in self._picks:
            if event.character == pick.letter:
                event.stop()
                self.dismiss(pick.value)
                return

    def action_give_up(self) -> None:
        """Choose nothing."""
        self.dismiss("")
