"""Questions that come when some work is done, whatever a person types meanwhile."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

from textual import events
from textual.message import Message
from textual.screen import ModalScreen

from tui.ui.screens.choice import ChoiceScreen

if TYPE_CHECKING:
    _Base = ModalScreen[Any]
else:
    _Base = object


class Unbidden(_Base):
    """A ModalScreen that takes no key for an answer that was typed before it was seen.

    since: when it was, in the time that events have; never before its first paint.
    """

    since = inf

    def on_mount(self) -> None:
        """Seen once it is painted."""
        self.call_after_refresh(self._be_seen)

    def _be_seen(self) -> None:
        self.since = Message().time

    def on_key(self, event: events.Key) -> None:
        """What was meant for the screen below does nothing here; keys that work anywhere still do."""
        if event.time < self.since:
            event.stop()
            event.prevent_default()


class UnbiddenChoice(Unbidden, ChoiceScreen):
    """A list to choose from that nobody asked for."""
