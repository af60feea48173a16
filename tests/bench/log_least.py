"""The least that a log on a disk can do: what ours is compared with.

The store keeps a frame's bytes as they are, each given to the system before it is told of, since what a
process still holds is lost when it is killed; and of each where it ends, when it came and one kind, found by
a pattern in its first bytes. The widget draws the last rows, again at most once a frame of the screen, from
those first bytes.
"""

from __future__ import annotations

import os
import re
from array import array
from pathlib import Path
from time import time

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.cache import LRUCache
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

_BADGES = {
    b"setupComplete": "ready",
    b"outputTranscription": "out",
    b"inputTranscription": "in",
    b"inlineData": "audio",
    b"turnComplete": "turn",
    b"toolCall": "tool",
    b"toolCallCancellation": "untool",
    b"usageMetadata": "usage",
    b"sessionResumptionUpdate": "handle",
    b"goAway": "goaway",
    b"interrupted": "cut",
    b"generationComplete": "gen",
    b"text": "text",
}
_BADGE = [*_BADGES.values(), "?"]
_KIND = {name: n for n, name in enumerate(_BADGES)}
_NAMED = re.compile(b'"(' + b"|".join(sorted(_BADGES, reverse=True)) + b')"')
_TEXT = re.compile(rb'"text": ?"((?:[^"\\]|\\.)*)')
_HEAD = 384
"""Bytes that a row is made from."""

_FAINT, _PLAIN = Style(color="#808080"), Style(color="#e0e0e0")
_COLOURS = [Style(color=f"#{60 + 12 * n:02x}c080") for n in range(len(_BADGE))]
_THUMB, _TRACK = Segment("█", Style(color="#40a0ff")), Segment("│", _FAINT)


class LeastStore:
    """Frames in a file, 17 bytes of index for each."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("ab", buffering=1 << 16)
        self._fd = os.open(path, os.O_RDONLY)
        self._size = 0
        self.ends, self.kinds, self.times = array("Q"), bytearray(), array("d")

    def append(self, data: bytes) -> None:
        """One more frame."""
        file = self._file
        file.write(data)
        file.write(b"\n")
        file.flush()
        self._size += len(data) + 1
        self.ends.append(self._size)
        found = _NAMED.search(data, 0, 256)
        self.kinds.append(len(_KIND) if found is None else _KIND[found[1]])
        self.times.append(time())

    def head(self, row: int) -> tuple[bytes, int]:
        """A frame's first bytes, and how long it is."""
        start = self.ends[row - 1] if row else 0
        size = self.ends[row] - start - 1
        return os.pread(self._fd, min(_HEAD, size), start), size


class LeastLog(Widget):
    """The last rows of a store."""

    DEFAULT_CSS = "LeastLog { width: 1fr; height: 1fr; }"

    def __init__(self, store: LeastStore) -> None:
        super().__init__()
        self._store = store
        self._seen, self._grew = 0, False
        self._strips: LRUCache[int, Strip] = LRUCache(512)

    def append(self, data: bytes) -> None:
        """One more frame."""
        self._store.append(data)
        self._grew = True

    def on_mount(self) -> None:
        """Look as often as the screen is drawn."""
        self.set_interval(1 / 60, self._look)

    def _look(self) -> None:
        if self._grew:
            self._seen, self._grew = len(self._store.ends), False
            self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Rows up to the newest that was there when it looked."""
        top = max(0, self._seen - self.size.height)
        return [self._strip(top + y, crop.width) for y in crop.line_range]

    def _strip(self, row: int, width: int) -> Strip:
        if row >= self._seen:
            return Strip.blank(width)
        strip = self._strips.get(row)
        if strip is None:
            bar = _THUMB if row == self._seen - 1 else _TRACK
            line = Strip(self._segments(row)).adjust_cell_length(width - 1)
            strip = self._strips[row] = Strip([*line, bar], width)
        return strip

    def _segments(self, row: int) -> list[Segment]:
        head, size = self._store.head(row)
        kind = self._store.kinds[row]
        found = _TEXT.search(head)
        text = (found[1] if found else head[:160].replace(b"\n", b" ")).decode("utf-8", "replace")
        return [
            Segment(f"{row:>8} {size:>7} ", _FAINT),
            Segment(f"{_BADGE[kind]:<7}", _COLOURS[kind]),
            Segment(text, _PLAIN),
        ]


class LeastApp(App[None]):
    """It alone."""

    def __init__(self, store: LeastStore) -> None:
        super().__init__()
        self.rows = LeastLog(store)

    def compose(self) -> ComposeResult:
        """The rows."""
        yield self.rows
