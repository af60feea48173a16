"""What the main screen hands on: copies, the way to a pane, a plain view for the terminal's selection."""

from __future__ import annotations

from collections.abc import Iterable

from textual.screen import Screen

from tui.projections.turn import Turn
from tui.store.journal import Journal
from tui.ui.screens.choice import ChoiceScreen, Pick, lettered
from tui.ui.widgets.panes import Panes
from tui.wire.kinds import Kind
from tui.wire.quoting import Quote

_MOUSE_OFF = "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l"
_MOUSE_ON = "\x1b[?1000h\x1b[?1003h\x1b[?1015h\x1b[?1006h"


def turn_quotes(turn: Turn) -> Iterable[Quote]:
    """The forms of a turn."""
    yield Quote("t", "text of the answer", turn.answer)
    yield Quote("u", "what you said", turn.user)
    yield Quote("m", "Markdown", f"**You:** {turn.user}\n\n**Model:** {turn.answer}\n")


def setup_of(journal: Journal) -> bytes:
    """The newest setup frame's payload; empty where there is none."""
    found = journal.index.where(lambda what: int(bool(what.mask & Kind.SETUP.bit)))
    return journal[found[-1]].payload if found else b""


class Handout(Screen[None]):
    """A screen that hands its content on, and brings its panes up by letter."""

    def offer(self, title: str, quotes: Iterable[Quote]) -> None:
        """A list of forms; the one that is chosen is copied."""
        picks = [Pick(quote.letter, quote.name, quote.text) for quote in quotes if quote.text]
        self.app.push_screen(ChoiceScreen(title, picks), self._copy)

    def on_text_selected(self) -> None:
        """What the mouse has marked is copied as it lets go, as in a terminal."""
        self._copy(self.get_selected_text())

    def _copy(self, text: str | None) -> None:
        if text:
            self.app.copy_to_clipboard(text)

    def action_jump(self) -> None:
        """Go to any pane by its letter."""
        panes = [(str(pane.border_title), name) for name, pane in self.query_one(Panes).panes.items()]
        self.app.push_screen(ChoiceScreen("Go to", lettered([("Prompt", "prompt"), *panes])), self._jump)

    def _jump(self, name: str | None) -> None:
        if name:
            self.go_to(name)

    def go_to(self, name: str) -> None:
        """Bring up a pane and put the keys on it."""
        raise NotImplementedError

    def action_plain_view(self) -> None:
        """One pane, no borders, the mouse left to the terminal; and back."""
        plain = not self.has_class("-plain")
        self.set_class(plain, "-plain")
        self.query_one(Panes).zoom(plain)
        self._let_go_of_mouse(plain)
        if plain:
            self.notify("Select with the terminal's own mouse; alt+p goes back", timeout=3)

    def _let_go_of_mouse(self, let_go: bool) -> None:
        driver = self.app._driver
        if driver is not None and not driver.is_headless and driver._mouse:
            driver.write(_MOUSE_OFF if let_go else _MOUSE_ON)
            driver.flush()
