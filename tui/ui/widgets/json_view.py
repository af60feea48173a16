"""JSON as a tree that folds, with the keys of jless."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, ClassVar

from rich.segment import Segment
from textual import events

from tui.text import clean_line, shorten
from tui.ui.actions import bindings
from tui.ui.theming import VARIABLES
from tui.ui.widgets.lines import LineView
from tui.wire.blob import describe_blob, is_blob
from tui.wire.frame import Direction
from tui.wire.outline import Entry, Outline, Path, count_text, dotted, jq_path
from tui.wire.spelling import pick_text
from tui.wire.verbatim import Number, is_container, is_object, parts_of, scalar_text, to_json

_LONGEST = 1000
"""Characters of a string that one line shows; Space spreads the rest."""

_COLOURED = [name for name in VARIABLES if name.startswith(("json-", "diff-"))]


@dataclass(frozen=True, slots=True)
class Flag:
    """Why a line stands out: a sign for the margin, a colour (`diff-removed`, …), and a word at its end."""

    sign: str
    style: str
    note: str = ""


Flags = Callable[[Path], Flag | None]


def _no_flag(path: Path) -> Flag | None:
    return None


class JsonView(LineView):
    """One value. `flags` tells which lines stand out."""

    BINDINGS = bindings("json")

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"json--{name}" for name in _COLOURED}

    DEFAULT_CSS = (
        "JsonView {\n" + "".join(f"& > .json--{name} {{ color: ${name}; }}\n" for name in _COLOURED) + "}"
    )

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.outline = Outline(None)
        self._direction = Direction.RECEIVE
        self._flags: Flags = _no_flag

    def show(self, value: Any, direction: Direction, flags: Flags | None = None) -> None:
        """Another value, from the top."""
        self.outline = Outline(value)
        self._direction = direction
        self._flags = flags or _no_flag
        self.viewport.grow(self.row_count())
        self.viewport.go(0)
        self.forget()

    def flag(self, flags: Flags) -> None:
        """Other lines stand out."""
        self._flags = flags
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
        """Margin, indent, name, value."""
        entry = self.outline.entries[row]
        flag = self._flags(entry.path) if entry.sort in ("leaf", "open", "folded") else None
        segments = [self._piece(f"{flag.sign} ", flag.style) if flag else Segment("  ")]
        segments.append(Segment("  " * entry.depth))
        if isinstance(entry.name, str) and entry.sort != "close":
            segments.append(self._piece(clean_line(json.dumps(entry.name, ensure_ascii=False)), "json-key"))
            segments.append(self._piece(": ", "json-punctuation"))
        segments += self._value(entry)
        if flag and flag.note:
            segments.append(self._piece(f"  {clean_line(flag.note)}", flag.style))
        return segments

    def _piece(self, text: str, style: str) -> Segment:
        return Segment(text, self.style_of(f"json--{style}"))

    def _value(self, entry: Entry) -> list[Segment]:
        comma = "" if entry.last else ","
        match entry.sort:
            case "open":
                return [self._piece("{" if is_object(entry.value) else "[", "json-punctuation")]
            case "close":
                return [self._piece(("}" if is_object(entry.value) else "]") + comma, "json-punctuation")]
            case "folded":
                return [self._piece(f"▸ {count_text(entry.value)}{comma}", "json-punctuation")]
            case "more":
                return [self._piece(f"… {entry.value:,} more, Space shows some", "json-payload")]
            case "text":
                return [self._piece(f"  {clean_line(entry.value)}", "json-string")]
        return [self._leaf(entry), self._piece(comma, "json-punctuation")]

    def _leaf(self, entry: Entry) -> Segment:
        value = entry.value
        if is_container(value):
            return self._piece("{}" if is_object(value) else "[]", "json-punctuation")
        if isinstance(value, (Number, int, float)) and not isinstance(value, bool):
            return self._piece(scalar_text(value), "json-number")
        if not isinstance(value, str):
            return self._piece(scalar_text(value), "json-keyword")
        if is_blob(value):
            mime = (
                pick_text(dict(parts_of(self.outline.at(entry.path[:-1]))), "mimeType") if entry.path else ""
            )
            return self._piece(clean_line(describe_blob(value, mime, self._direction)), "json-payload")
        return self._piece(
            clean_line(json.dumps(shorten(value, _LONGEST), ensure_ascii=False)), "json-string"
        )

    # Moving and folding

    def _refold(self, line: int) -> None:
        place = self.viewport.line
        self.viewport.count = self.row_count()
        self.viewport.hold(line, place)
        self.forget()

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
