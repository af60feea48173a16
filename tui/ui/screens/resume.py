"""Before a saved session is dialled: what comes back, what does not, what has changed, and the ways on."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.projections.duration import in_words
from tui.store.outlook import Outlook
from tui.store.standing import Standing
from tui.text import clean_line
from tui.ui.actions import bindings
from tui.ui.conversation import Change, Elsewhere
from tui.ui.screens.unbidden import Unbidden

OLDER = 20
"""Older handles that are offered at most."""


class Way(NamedTuple):
    """How to go on: `resume`; `fork` as of a turn; `seed` a new session with what was said.

    at: with which service, as an Opening has it.
    """

    how: str
    turn: int = 0
    at: str = ""


class ResumeScreen(Unbidden, ModalScreen[Way | None]):
    """Says it plainly and lets a person choose; Esc goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("resume")]
    DEFAULT_CSS = """
    ResumeScreen { align: center middle; }
    ResumeScreen > Vertical {
        width: 76; max-width: 100%; height: auto; max-height: 100%; padding: 1 2; border: round $primary;
        background: $surface;
    }
    ResumeScreen OptionList { height: auto; max-height: 12; margin-top: 1; }
    ResumeScreen OptionList, ResumeScreen OptionList:focus { border: none; padding: 0; }
    """

    def __init__(
        self,
        title: str,
        outlook: Outlook,
        changes: Sequence[Change],
        standing: Standing,
        elsewhere: Elsewhere | None = None,
    ) -> None:
        super().__init__()
        self._elsewhere = elsewhere
        self._title = title
        self._outlook = outlook
        self._changes = changes
        self._standing = standing
        self._ways = list(self._ways_there(elsewhere) if elsewhere else self._ways_here())

    def compose(self) -> ComposeResult:
        """What is so, then what can be done."""
        with Vertical():
            yield Static(Content.styled(clean_line(self._title) or "(nothing said)", "bold"))
            yield Static(Content("\n".join(self._lines())))
            yield OptionList(*(Option(Content(text)) for _, text in self._ways), markup=False)

    def on_mount(self) -> None:
        """The first way is one Enter away."""
        self.query_one(OptionList).focus()

    def _lines(self) -> Iterator[str]:
        yield from self._outlook.sentences()
        left = self._standing.left
        worth = f"≈ {in_words(left)} left" if left else self._standing.state.word.replace("-", " ")
        yield clean_line(f"Its newest handle: {worth} ({self._standing.source}).")
        if self._elsewhere:
            yield f"It was held with {self._elsewhere.held}. Here {self._elsewhere.here} would be dialled."
            if self._elsewhere.trouble:
                yield f"Where it was held cannot be dialled: {self._elsewhere.trouble}"
        if not self._changes:
            return
        yield "The setup is another than the session was held with:"
        for change in self._changes:
            yield clean_line(f"  {change.name}: {change.was or 'unset'} → {change.now or 'unset'}")
            if change.name == "system":
                yield "  (the service keeps the system instruction it began with)"

    def _ways_here(self) -> Iterator[tuple[Way, str]]:
        if handles := self._outlook.handles:
            yield Way("resume"), f"Resume after turn {handles[0].turn}"
        yield from self._older("")
        yield Way("seed"), "Begin a new session with what was said here as its history"

    def _ways_there(self, elsewhere: Elsewhere) -> Iterator[tuple[Way, str]]:
        """What is safe first: no service is given another's handle before a person chooses just that."""
        handles, (held, here, trouble) = self._outlook.handles, elsewhere
        if handles and not trouble:
            yield (
                Way("resume", at="held"),
                f"Resume after turn {handles[0].turn} with {held}: it gets your key",
            )
        yield Way("seed"), f"Begin a new session with {here}, with what was said here as its history"
        if handles:
            strange = f"Fork after turn {handles[0].turn} and dial {here}: it hardly knows the handle"
            yield Way("fork", handles[0].turn, at="here"), strange
        if not trouble:
            yield from self._older("held")

    def _older(self, at: str) -> Iterator[tuple[Way, str]]:
        for handle in self._outlook.handles[1 : OLDER + 1]:
            age = in_words(time.time() - handle.t)
            older = f"Fork after turn {handle.turn} · {age} ago · an older handle may be refused"
            yield Way("fork", handle.turn, at), older

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._ways[event.option_index][0])
