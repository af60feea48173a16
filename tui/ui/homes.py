"""Where an action of the table lives on the screen: the widget that carries its scope's bindings."""

from __future__ import annotations

from collections.abc import Iterator

from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from tui.ui.action import Action
from tui.ui.widgets.panes import Panes


def scopes_of(node: DOMNode) -> Iterator[str]:
    """The scopes of the table that a node carries the bindings of, each once."""
    tables = [vars(base).get("BINDINGS", ()) for base in type(node).__mro__]
    ids = [binding.id for table in tables for binding in table if isinstance(binding, Binding)]
    yield from dict.fromkeys(name.partition(".")[0] for name in ids if name)


def home_of(action: Action, screen: Screen[object]) -> DOMNode | None:
    """The node that an action runs on; None where this screen has none."""
    nodes = (screen.app, screen, *screen.walk_children())
    return next((node for node in nodes if action.scope in scopes_of(node)), None)


def bring_up(home: DOMNode) -> DOMNode:
    """Show and focus the home of an action, where it is a widget."""
    if isinstance(home, Widget) and not isinstance(home, Screen):
        for panes in home.screen.query(Panes):
            if panes in home.ancestors:
                panes.reveal(home)
        home.focus()
    return home
