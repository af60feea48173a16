"""Where to in a recording: a line to type a place into."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen
from textual.widgets import Input

from tui.replay.places import EXAMPLES, find_place
from tui.replay.player import Player
from tui.ui.actions import bindings


class SeekScreen(ModalScreen[int]):
    """Closes with how many frames are to be played; with None where nothing was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("choice")]
    DEFAULT_CSS = """
    SeekScreen { align: center bottom; }
    SeekScreen > Input { width: 60; max-width: 100%; margin-bottom: 2; border: round $primary; }
    """

    def __init__(self, player: Player) -> None:
        super().__init__()
        self._player = player

    def compose(self) -> ComposeResult:
        """The line."""
        line = Input(placeholder=EXAMPLES)
        line.border_title = "Go to"
        yield line

    @on(Input.Submitted)
    def _go(self, event: Input.Submitted) -> None:
        row = find_place(event.value, self._player)
        if row is None:
            self.notify(f"A place is one of {EXAMPLES}", severity="warning", markup=False)
        else:
            self.dismiss(row)

    def action_give_up(self) -> None:
        """Stay."""
        self.dismiss(None)
