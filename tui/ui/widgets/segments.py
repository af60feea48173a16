"""Segments of styled text, restyled in part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.segment import Segment
from rich.style import Style


def restyled(segments: Iterable[Segment], start: int, end: int, over: Style) -> Iterator[Segment]:
    """Segments with a style over the characters `start` to `end` (characters, as Textual counts them)."""
    at = 0
    for text, style, control in segments:
        low, high = (min(max(0, edge - at), len(text)) for edge in (start, end))
        at += len(text)
        for piece, inside in ((text[:low], False), (text[low:high], True), (text[high:], False)):
            if piece:
                yield Segment(piece, (style or Style()) + over if inside else style, control)


def highlighted(segment: Segment, words: str, over: Style) -> list[Segment]:
    """A segment with a style over each place where words stand; small letters match capitals too."""
    text = segment.text.lower() if words == words.lower() else segment.text
    found, at = [segment], text.find(words) if words else -1
    while at >= 0 and len(text) == len(segment.text):
        found = list(restyled(found, at, at + len(words), over))
        at = text.find(words, at + len(words))
    return found
