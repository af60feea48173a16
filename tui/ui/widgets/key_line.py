"""The keys that work now, in one line: no word is cut, and what everybody needs is always there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from tui.ui.actions import ACTIONS

_FIRST_KEYS = {action.id: action.keys.partition(",")[0] for action in ACTIONS}
_PLACES = {action.id: place for place, action in enumerate(ACTIONS)}
_OTHERWISE_NAMED = frozenset({"slash", "minus", "plus", "at", "backslash", "underscore"})
"""Keys that Textual has its own names for: it does not see that a line of text takes them."""


class Hint(NamedTuple):
    """A key and what it does. always: shown before any other finds room."""

    key: str
    shown: str
    label: str
    always: bool

    @property
    def content(self) -> Content:
        """As it stands in the line."""
        return Content.assemble((f" {self.shown} ", "$footer-key-foreground bold"), f"{self.label} ")


def fitting(hints: Iterable[Hint], width: int) -> list[Hint]:
    """As many as have room, in their order, after those that are always there."""
    doors = [hint for hint in hints if hint.always]
    left = width - sum(hint.content.cell_length for hint in doors)
    found = []
    for hint in (hint for hint in hints if not hint.always):
        left -= hint.content.cell_length
        if left < 0:
            break
        found.append(hint)
    return [*found, *doors]


class KeyLine(Static):
    """Those of the focused pane as far as there is room, then help, palette and the way out."""

    DEFAULT_CSS = """
    KeyLine {
        dock: bottom; height: 1; width: 1fr; text-wrap: nowrap;
        color: $footer-description-foreground; background: $footer-background;
    }
    """

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._shown: list[Hint] = []

    def on_mount(self) -> None:
        """Other keys work when the focus moves on."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self._tell())
        self.call_after_refresh(self._tell)

    def on_resize(self) -> None:
        """Another width has room for more, or for less."""
        self._tell()

    def _tell(self) -> None:
        if not self.is_attached or not self.size.width:
            return
        hints = fitting(self._hints(), self.size.width)
        if hints != self._shown:
            self._shown = hints
            self.update(Content("").join(hint.content for hint in hints), layout=False)

    def _hints(self) -> list[Hint]:
        """The first key of each action that is to be shown as the user has it, in the table's order."""
        hints: dict[str, Hint] = {}
        for _, binding, enabled, _ in self.screen.active_bindings.values():
            if binding.show and enabled and not self._is_typed(binding.key):
                name = binding.id or binding.action
                hints.setdefault(name, self._hint(name, binding))
        return [hints[name] for name in sorted(hints, key=lambda name: _PLACES.get(name, len(_PLACES)))]

    def _is_typed(self, key: str) -> bool:
        """Whether the key goes into the line that is being written."""
        focused = self.screen.focused
        return key in _OTHERWISE_NAMED and focused is not None and focused.check_consume_key(key, "/")

    def _hint(self, name: str, binding: Binding) -> Hint:
        keymap: dict[str, str] = getattr(self.app, "keymap", {})
        key = keymap.get(name, _FIRST_KEYS.get(name, binding.key)).partition(",")[0]
        shown = self.app.get_key_display(Binding(key, binding.action))
        return Hint(key, shown, binding.description, name.startswith("app."))

    def on_click(self, event: events.Click) -> None:
        """A click is the key."""
        edge = 0
        for hint in self._shown:
            edge += hint.content.cell_length
            if event.x < edge:
                self.app.simulate_key(hint.key)
                return
