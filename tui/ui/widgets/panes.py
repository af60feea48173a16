"""The panes side by side, as many as have room; a line of tabs where not all have."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from tui.ui.layout import Layout, capacity

WEIGHTS = {"transcript": 4, "wire": 5, "shelf": 3}


class PaneTabs(Static):
    """One line that names every pane; those that are up stand out, in weight and not in colour alone."""

    DEFAULT_CSS = """
    PaneTabs { dock: top; height: 1; width: 1fr; color: $text-muted; display: none; }
    """

    @dataclass
    class Chosen(Message):
        """A tab was clicked."""

        pane: str

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._edges: list[tuple[int, str]] = []

    def show(self, titles: dict[str, str], up: tuple[str, ...]) -> None:
        """titles: id → title, in order."""
        self._edges, parts, x = [], [], 0
        for number, (pane, title) in enumerate(titles.items(), 1):
            label = Content(f" alt+{number} {title} ")
            parts.append(label.stylize("bold reverse" if pane in up else ""))
            x += label.cell_length
            self._edges.append((x, pane))
        self.update(Content("").join(parts))

    def on_click(self, event: events.Click) -> None:
        """Bring up the pane of the tab."""
        for edge, pane in self._edges:
            if event.x < edge:
                self.post_message(self.Chosen(pane))
                return


def _takes_focus(widget: Widget) -> bool:
    """Whether it can have the focus, or knows which part of it should."""
    return widget.focusable or type(widget).focus is not Widget.focus


class Panes(Container):
    """Shows and sizes its children of class `pane`, by their ids, as a Layout says."""

    DEFAULT_CSS = """
    Panes { layout: horizontal; height: 1fr; }
    Panes.-stacked { layout: vertical; }
    Panes > .pane { height: 1fr; width: 1fr; }
    Panes.-tabbed > PaneTabs { display: block; }
    """

    def __init__(self, *, remember: Path | None = None, id: str | None = None) -> None:
        super().__init__(id=id)
        self._remember = remember
        self._plan = Layout.load(remember or Path(), WEIGHTS)

    def compose(self) -> ComposeResult:
        """The tabs; the panes are added by whoever uses this."""
        yield PaneTabs()

    @property
    def panes(self) -> dict[str, Widget]:
        """The panes there are, by id, in their fixed order."""
        found = {pane.id or "": pane for pane in self.query_children(".pane")}
        return {name: found[name] for name in self._plan.panes if name in found}

    @property
    def looked_at(self) -> str:
        """The id of the pane that was looked at last."""
        return next(pane for pane in self._plan.recent if pane in self.panes)

    def on_mount(self) -> None:
        """Lay out what is there."""
        self._apply()

    def on_resize(self) -> None:
        """Another width has room for more panes, or for fewer."""
        self._apply()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A pane that has the focus is looked at."""
        name = next((node.id for node in event.widget.ancestors_with_self if node.parent is self), None)
        if name in self.panes and name != self._plan.recent[0]:
            self._plan.look_at(name)
            self._apply()

    @on(PaneTabs.Chosen)
    def _choose(self, event: PaneTabs.Chosen) -> None:
        self.reveal(event.pane).focus()

    def reveal(self, what: str | Widget) -> Widget:
        """Bring up the pane that is, or holds, a widget or the one of this id; what to focus in it."""
        widget = self.query_one(f"#{what}") if isinstance(what, str) else what
        pane = next(node.id for node in widget.ancestors_with_self if node.parent is self)
        if pane is not None:
            self._plan.look_at(pane)
            self._apply()
        return next(filter(_takes_focus, widget.walk_children(Widget, with_self=True)), widget)

    def zoom(self, zoomed: bool) -> None:
        """One pane alone, or all that have room."""
        self._plan.zoomed = zoomed
        self._apply()

    def rearrange(self, how: str) -> None:
        """Zoom, hide, stack, or make the pane that was looked at last `wider` or `narrower`."""
        layout, pane = self._plan, self.looked_at
        if how == "zoom":
            self.zoom(not layout.zoomed)
        elif how == "stack":
            layout.stacked = not layout.stacked
        elif how == "hide":
            layout.hide(pane)
        else:
            layout.grow(pane, 1 if how == "wider" else -1)
        self._apply()
        self._keep()

    def _apply(self) -> None:
        layout, panes = self._plan, self.panes
        room = capacity(self.size.width) if not layout.stacked else len(panes)
        up = tuple(name for name in layout.shown(room) if name in panes)
        for name, pane in panes.items():
            share = f"{layout.weights[name]}fr"
            pane.display = name in up
            pane.styles.width, pane.styles.height = ("1fr", share) if layout.stacked else (share, "1fr")
        self.set_class(layout.stacked, "-stacked")
        self.set_class(len(up) == 1, "-alone")
        self.set_class(len(up) < len(panes), "-tabbed")
        titles = {name: str(pane.border_title or name) for name, pane in panes.items()}
        self.query_one(PaneTabs).show(titles, up)

    def _keep(self) -> None:
        if self._remember is not None:
            try:
                self._plan.save(self._remember)
            except OSError as error:
                self.notify(f"The layout is not remembered: {error}", severity="warning", markup=False)
