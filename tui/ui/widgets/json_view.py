"""JSON as a tree that folds, with the keys of jless."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import ClassVar

from rich.segment import Segment
from textual import events

from tui.ui.actions import bindings
from tui.ui.widgets.json_painter import COLOURED, Flags, JsonPainter, no_flag
from tui.ui.widgets.line_search import Order
from tui.ui.widgets.lines import LineView
from tui.wire.frame import Direction
from tui.wire.occurrences import finder, occurrences
from tui.wire.outline import Entry, Outline
from tui.wire.path import Path, dotted, jq_path
from tui.wire.verbatim import to_json

_BESIDE = 20
"""Cells of a line that are taken by what is not the value: margin, quotes, most names."""


class JsonView(LineView):
    """One value. `flags` tells which lines stand out."""

    BINDINGS = bindings("json")

    COMPONENT_CLASSES: ClassVar[set[str]] = {"json--match", *(f"json--{name}" for name in COLOURED)}

    DEFAULT_CSS = (
        """
    JsonView {
        & > .json--match {
            color: $match-foreground; background: $match-background; text-style: underline;
        }
    """
        + "".join(f"& > .json--{name} {{ color: ${name}; }}\n" for name in COLOURED)
        + "}"
    )

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.outline = Outline(None)
        self._direction = Direction.RECEIVE
        self._flags: Flags = no_flag
        self._painter = JsonPainter(self.style_of)

    def show(self, outline: Outline, direction: Direction, flags: Flags = no_flag) -> None:
        """Another value, from the top."""
        self.outline = outline
        self._direction = direction
        self._flags = flags
        self.viewport.grow(self.row_count())
        self.viewport.go(0)
        self.forget()

    @property
    def entry(self) -> Entry:
        """The line under the cursor."""
        return self.outline.entries[self.viewport.cursor]

    # Rows

    def row_count(self) -> int:
        """Lines of the outline."""
        return len(self.outline.entries)

    def row_key(self, row: int) -> Hashable:
        """A line is what its entry is."""
        entry = self.outline.entries[row]
        return entry.path, entry.sort, entry.last, entry.value if entry.sort == "text" else None

    def row_segments(self, row: int, width: int) -> list[Segment]:
        """The line as the painter draws it."""
        entry = self.outline.entries[row]
        flag = self._flags(entry) if entry.sort in ("leaf", "open", "folded") else None
        whole = self.outline.at(entry.path[:-1]) if entry.sort == "leaf" and entry.path else None
        return self._painter.paint(entry, whole, self._direction, flag)

    # Moving and folding

    def _refold(self, line: int) -> None:
        place = self.viewport.line
        self.viewport.count = self.row_count()
        self.viewport.hold(line, place)
        self.forget()

    def _go_among_others(self, line: int) -> None:
        """To a line, now that others may have come."""
        self.viewport.count = self.row_count()
        self.forget()
        self.go(line)

    def action_open(self) -> None:
        """Enter does as Space."""
        self.action_turn()

    def on_click(self, event: events.Click) -> None:
        """A click on the line under the cursor folds or opens it; one that ends a selection does not."""
        event.prevent_default()
        offset = event.get_content_offset(self)
        row = self.viewport.top + offset.y if offset is not None else self.row_count()
        if row >= self.row_count() or self.text_selection is not None:
            return
        if row == self.viewport.cursor:
            self.action_turn()
        else:
            self.go(row)

    def action_turn(self) -> None:
        """Fold or open."""
        self._refold(self.outline.toggle(self.viewport.cursor))

    def action_open_or_enter(self) -> None:
        """Open a folded container; from an open one on to its first part."""
        if self.entry.sort == "folded":
            self._refold(self.outline.open(self.viewport.cursor))
        elif self.entry.sort == "open":
            self.action_move(1)

    def action_fold_or_leave(self) -> None:
        """Fold an open container; from anything else back to what it lies in."""
        if self.entry.sort in ("open", "close"):
            self._refold(self.outline.fold(self.viewport.cursor))
        else:
            self.action_parent()

    def action_parent(self) -> None:
        """To the container this lies in."""
        self.go(self.outline.parent(self.viewport.cursor))

    def action_sibling(self, step: int) -> None:
        """To the next or previous part of the same container."""
        self.go(self.outline.sibling(self.viewport.cursor, step))

    def action_partner(self) -> None:
        """To the other bracket."""
        self.go(self.outline.partner(self.viewport.cursor))

    def action_beside(self, folded: bool) -> None:
        """Fold or open a container and those beside it."""
        self._refold(self.outline.fold_siblings(self.viewport.cursor, folded=folded))

    def action_edge(self, last: bool) -> None:
        """To the first or the last part of the same container."""
        self._go_among_others(self.outline.edge(self.viewport.cursor, last=last))

    def action_open_all(self) -> None:
        """Nothing folded."""
        path = self.entry.path
        self.outline.open_all()
        self._refold(self.outline.line_of(path))

    def action_level(self, level: int) -> None:
        """Everything down to a level open."""
        path = self.entry.path
        self.outline.fold_level(level)
        self._refold(self.outline.line_of(path))

    # Searching

    def occurrences(self, words: str) -> Iterator[Path | None]:
        """The paths of the parts that hold words."""
        return occurrences(self.outline.value, words)

    def order_of(self, path: Path) -> Order:
        """The line of a part; of what is folded, that of what hides it."""
        line = self.outline.line_of(path)
        entry = self.outline.entries[line]
        return line, entry.path != path or entry.sort == "more"

    @property
    def place(self) -> Order:
        """The cursor's line; within a string that is spread, the line it begins on."""
        is_piece = self.entry.sort == "text"
        return self.outline.line_of(self.entry.path) if is_piece else self.viewport.cursor, False

    def show_hit(self, path: Path) -> None:
        """To a part, opened as far as it must be; a string is spread where its line is too short for it."""
        line = self.outline.reveal(path)
        value, find = self.outline.entries[line].value, finder(self._painter.words)
        if isinstance(value, str) and find(value) > self.size.width - 2 * len(path) - _BESIDE:
            line = self.outline.spread(path)
            pieces = enumerate(self.outline.entries[line + 1 :], line + 1)
            line = next((n for n, piece in pieces if piece.sort == "text" and find(piece.value) >= 0), line)
        self._go_among_others(line)

    def highlight(self, words: str) -> None:
        """Show where words stand."""
        if words != self._painter.words:
            self._painter.words = words
            self.forget()

    # Copying

    def action_copy(self, what: str) -> None:
        """The value under the cursor as JSON, its path, or jq's path, to the clipboard."""
        self.app.copy_to_clipboard(self.copied(what))

    def copied(self, what: str) -> str:
        """What copying gives: `value`, `path` or `jq`."""
        entry = self.entry
        if what == "path":
            return dotted(entry.path)
        if what == "jq":
            return jq_path(entry.path)
        value = self.outline.at(entry.path) if entry.sort != "more" else self.outline.at(entry.path[:-1])
        return value if isinstance(value, str) else to_json(value)
