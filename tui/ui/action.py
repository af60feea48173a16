"""One line of the table of actions."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person can do.

    id: stable, `scope.verb`: what the keymap and the palette call it. keys: comma-separated, the first is
    the one shown. method: Textual's action string. shown: whether the footer has room for it.
    """

    id: str
    keys: str
    method: str
    label: str
    help: str = ""
    shown: bool = False
    priority: bool = False

    @property
    def scope(self) -> str:
        """The widget or screen that carries the binding."""
        return self.id.partition(".")[0]

    @property
    def binding(self) -> Binding:
        """Textual's form of it."""
        return Binding(
            self.keys,
            self.method,
            self.label,
            show=self.shown,
            priority=self.priority,
            tooltip=self.help,
            id=self.id,
        )
