"""A line of a JSON tree as coloured segments."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style

from tui.text import clean_line, shorten
from tui.ui.theming import VARIABLES
from tui.ui.widgets.segments import highlighted
from tui.wire.blob import describe_blob, is_blob
from tui.wire.frame import Direction
from tui.wire.outline import Entry, count_text
from tui.wire.spelling import pick_text
from tui.wire.verbatim import Number, is_container, is_object, parts_of, scalar_text

_LONGEST = 1000
"""Characters of a string that one line shows; Space spreads the rest."""

_BESIDE = 20
"""Members among which that one is looked for which says what a base64 is."""

COLOURED = [name for name in VARIABLES if name.startswith(("json-", "diff-"))]


@dataclass(frozen=True, slots=True)
class Flag:
    """Why a line stands out: a sign for the margin, a colour (`diff-removed`, …), and a word at its end."""

    sign: str
    style: str
    note: str = ""


Flags = Callable[[Entry], Flag | None]


def no_flag(entry: Entry) -> Flag | None:
    """No line stands out."""
    return None


class JsonPainter:
    """Makes the segments of a line. `style_of` gives the style of a component class; `words` stand out."""

    def __init__(self, style_of: Callable[[str], Style]) -> None:
        self._style_of = style_of
        self.words = ""

    def paint(self, entry: Entry, whole: object, direction: Direction, flag: Flag | None) -> list[Segment]:
        """Margin, indent, name, value. whole: the container the entry is a part of, None at the root."""
        segments = [self._piece(f"{flag.sign} ", flag.style) if flag else Segment("  ")]
        segments.append(Segment("  " * entry.depth))
        if isinstance(entry.name, str) and entry.sort != "close":
            segments += self._marked(self._piece(_quoted(entry.name), "json-key"))
            segments.append(self._piece(": ", "json-punctuation"))
        segments += self._value(entry, whole, direction)
        if flag and flag.note:
            segments.append(self._piece(f"  {clean_line(flag.note)}", flag.style))
        return segments

    def _piece(self, text: str, style: str) -> Segment:
        return Segment(text, self._style_of(f"json--{style}"))

    def _marked(self, segment: Segment) -> list[Segment]:
        """What is shown as JSON, with the words standing out."""
        return highlighted(segment, _quoted(self.words)[1:-1], self._style_of("json--match"))

    def _value(self, entry: Entry, whole: object, direction: Direction) -> list[Segment]:
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
                piece = self._piece(f"  {clean_line(entry.value)}", "json-string")
                return highlighted(piece, clean_line(self.words), self._style_of("json--match"))
        return [*self._leaf(entry.value, whole, direction), self._piece(comma, "json-punctuation")]

    def _leaf(self, value: object, whole: object, direction: Direction) -> list[Segment]:
        if is_container(value):
            return [self._piece("{}" if is_object(value) else "[]", "json-punctuation")]
        if isinstance(value, (Number, int, float)) and not isinstance(value, bool):
            return self._marked(self._piece(scalar_text(value), "json-number"))
        if not isinstance(value, str):
            return self._marked(self._piece(scalar_text(value), "json-keyword"))
        if is_blob(value):
            mime = pick_text(dict(parts_of(whole, 0, _BESIDE)), "mimeType") if is_object(whole) else ""
            return [self._piece(clean_line(describe_blob(value, mime, direction)), "json-payload")]
        return self._marked(self._piece(_quoted(shorten(value, _LONGEST)), "json-string"))


def _quoted(text: str) -> str:
    """A string as JSON, on one clean line."""
    return clean_line(json.dumps(text, ensure_ascii=False))
