"""A JSON value as lines that fold: by node, by level, by siblings. What is folded costs nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from tui.wire.path import Path
from tui.wire.verbatim import is_container, is_object, name_at, part_of, parts_of, place_of

PAGE = 500
"""Parts of one container that are shown at first, and that are added at a time."""

MOST_LINES = 20_000
"""Lines beyond which containers are folded, whatever was asked."""

PIECE = 100
"""Characters of a long string on a line, once it is opened."""

_OPEN_AT_FIRST = 2_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. sort: `leaf`, `open`, `folded`, `close`, `more` (parts not shown yet, `value` of them, the
    nearest in the place that ends the path), or `text` (a piece of the string in the leaf above).

    name: the member's name or the place in an array; None at the root, and where a bracket closes.
    last: whether no comma follows.
    """

    path: Path
    name: str | int | None
    value: Any
    sort: str
    last: bool

    @property
    def depth(self) -> int:
        """How many containers it lies in."""
        return len(self.path)


class Outline:
    """The lines of a value. From a level on containers are folded, but for those that were opened by hand."""

    def __init__(self, value: Any) -> None:
        self.value = value
        self._level: int | None = None
        self._folded: set[Path] = set()
        self._opened: set[Path] = set()
        self._leading: set[Path] = set()
        self._windows: dict[Path, range] = {}
        self._spread: set[Path] = set()
        self._lines: dict[Path, int] = {}
        self.entries: list[Entry] = []
        self._lay_out()
        for level in (4, 3, 2, 1):
            if len(self.entries) > _OPEN_AT_FIRST:
                self.fold_level(level)

    def _lay_out(self) -> None:
        """All lines anew; no recursion, so that no depth of nesting can hurt."""
        self.entries = []
        waiting = [iter([self._head((), None, self.value, True)])]
        while waiting:
            entry = next(waiting[-1], None)
            if entry is None:
                waiting.pop()
                continue
            self.entries.append(entry)
            if entry.sort == "open":
                waiting.append(self._parts(entry))
            elif entry.path in self._spread and entry.sort == "leaf":
                pieces = islice(_spread(entry.value), MOST_LINES)
                self.entries += [Entry(entry.path, None, piece, "text", True) for piece in pieces]
        self._lines = {}
        for line, entry in enumerate(self.entries):
            self._lines.setdefault(entry.path, line)

    def _head(self, path: Path, name: str | int | None, value: Any, last: bool) -> Entry:
        if not is_container(value) or not value:
            return Entry(path, name, value, "leaf", last)
        return Entry(path, name, value, "folded" if self._is_folded(path) else "open", last)

    def _is_folded(self, path: Path) -> bool:
        if path in self._leading:
            return False
        if path in self._folded or len(self.entries) >= MOST_LINES:
            return True
        return self._level is not None and len(path) >= self._level and path not in self._opened

    def _parts(self, whole: Entry) -> Iterator[Entry]:
        path, value = whole.path, whole.value
        window = self._window(path)
        stop = min(window.stop, len(value))
        if window.start:
            yield Entry((*path, window.start - 1), None, window.start, "more", True)
        for n, (name, part) in enumerate(parts_of(value, window.start, stop), window.start):
            yield self._head((*path, name), name, part, n == len(value) - 1)
        if stop < len(value):
            yield Entry((*path, stop), None, len(value) - stop, "more", True)
        yield Entry(path, None, value, "close", whole.last)

    def _window(self, whole: Path) -> range:
        """The places of the parts that are shown of a container."""
        return self._windows.get(whole, range(PAGE))

    def _take_in(self, whole: Path, place: int) -> None:
        """Show the part in that place: with what lies between, unless that is far."""
        window = self._window(whole)
        if place in window:
            return
        if window.start - PAGE <= place < window.stop + PAGE:
            start, stop = (
                (window.start, place + PAGE) if place >= window.stop else (place - PAGE + 1, window.stop)
            )
        else:
            start, stop = place - PAGE // 2, place + PAGE // 2
        self._windows[whole] = range(max(0, start), stop)

    # Folding

    def toggle(self, line: int) -> int:
        """Fold or open what the line is about; the line it is on afterwards."""
        entry = self.entries[line]
        if entry.sort == "more":
            return self._show_more(entry.path)
        if entry.sort in ("leaf", "text") and isinstance(entry.value, str):
            self._spread ^= {entry.path}
            self._lay_out()
            return self.line_of(entry.path)
        return self.open(line) if entry.sort == "folded" else self.fold(line)

    def _show_more(self, path: Path) -> int:
        *whole, place = path
        assert isinstance(place, int)
        self._take_in(path[:-1], place)
        self._lay_out()
        return self.line_of((*whole, name_at(self.at(path[:-1]), place)))

    def fold(self, line: int) -> int:
        """Fold the container that opens or closes here; its line."""
        entry = self.entries[line]
        if entry.sort in ("open", "close"):
            self._turn([entry.path], folded=True)
        return self.line_of(entry.path)

    def open(self, line: int) -> int:
        """Open a folded container; its line."""
        entry = self.entries[line]
        self._turn([entry.path], folded=False)
        return self.line_of(entry.path)

    def fold_level(self, level: int) -> None:
        """Everything down to a level open, and what is deeper folded. 1 is the root's own members."""
        self._begin_anew(level)

    def _begin_anew(self, level: int | None, opened: Iterable[Path] = ()) -> None:
        self._level, self._folded, self._opened, self._leading = level, set(), set(opened), set()
        self._lay_out()

    def _turn(self, paths: Iterable[Path], *, folded: bool) -> None:
        gained, lost = (self._folded, self._opened) if folded else (self._opened, self._folded)
        for path in paths:
            gained.add(path)
            lost.discard(path)
            self._leading.discard(path)
        self._lay_out()

    def fold_except(self, paths: Iterable[Path]) -> None:
        """Only what leads to some paths open."""
        self._begin_anew(0, {path[:n] for path in paths for n in range(len(path) + 1)})

    def open_all(self) -> None:
        """Nothing folded."""
        self._begin_anew(None)

    def fold_siblings(self, line: int, *, folded: bool) -> int:
        """Fold or open a container and those beside it; the line it is on afterwards."""
        path = self.entries[line].path
        whole = path[:-1]
        window = self._window(whole)
        parts = parts_of(self.at(whole), window.start, window.stop) if path else ()
        self._turn([(*whole, name) for name, part in parts if is_container(part)] or [path], folded=folded)
        return self.line_of(path)

    def reveal(self, path: Path) -> int:
        """Open what a part is folded into, as far as it must be; its line."""
        if path not in self._lines or self.entries[self._lines[path]].sort == "more":
            self._leading = {path[:n] for n in range(len(path))}
            self._folded -= self._leading
            self._opened |= self._leading
            value = self.value
            for n, name in enumerate(path):
                self._take_in(path[:n], place_of(value, name))
                value = part_of(value, name)
            self._lay_out()
        return self.line_of(path)

    def spread(self, path: Path) -> int:
        """A long string over lines; the line where it begins."""
        if path not in self._spread:
            self._spread.add(path)
            self._lay_out()
        return self.line_of(path)

    # Finding

    def at(self, path: Path) -> Any:
        """The value at a path."""
        value = self.value
        for name in path:
            value = part_of(value, name)
        return value

    def line_of(self, path: Path) -> int:
        """The line of a path, or of what hides it: a folded container, or the parts not shown yet."""
        depth = next(n for n in range(len(path), -1, -1) if path[:n] in self._lines)
        line = self._lines[path[:depth]]
        if depth == len(path) or self.entries[line].sort != "open":
            return line
        whole, window = path[:depth], self._window(path[:depth])
        place = place_of(self.entries[line].value, path[depth])
        return self._lines[(*whole, window.start - 1 if place < window.start else window.stop)]

    def parent(self, line: int) -> int:
        """The line of the container a line lies in."""
        return self.line_of(self.entries[line].path[:-1])

    def sibling(self, line: int, step: int) -> int:
        """The next (1) or previous (-1) line that begins a part of the same container."""
        entry = self.entries[line]
        n = line + step
        while 0 <= n < len(self.entries) and self.entries[n].depth >= entry.depth:
            if self.entries[n].depth == entry.depth and self.entries[n].sort not in ("close", "text"):
                return n
            n += step
        return line

    def edge(self, line: int, *, last: bool) -> int:
        """The first or the last part of the container a line lies in."""
        path = self.entries[line].path
        if not path:
            return len(self.entries) - 1 if last else 0
        whole = self.at(path[:-1])
        return self.reveal((*path[:-1], name_at(whole, len(whole) - 1 if last else 0)))

    def partner(self, line: int) -> int:
        """The bracket that belongs to the one on this line."""
        entry = self.entries[line]
        wanted = {"open": "close", "close": "open"}.get(entry.sort)
        lines = (
            n for n, other in enumerate(self.entries) if other.path == entry.path and other.sort == wanted
        )
        return next(lines, line)


def _spread(text: str) -> Iterator[str]:
    """A string as its lines, long ones in pieces."""
    for line in text.split("\n"):
        yield from (line[at : at + PIECE] for at in range(0, min(len(line), PIECE * PAGE) or 1, PIECE))


def count_text(value: Any) -> str:
    """`{3}` or `[12]`, for a folded container."""
    return f"{{{len(value)}}}" if is_object(value) else f"[{len(value)}]"
