"""Entries set in lines: each is set when it is first looked at, and again only when it has changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence

from textual.strip import Strip

from tui.projections.turn import Entry

Place = tuple[int, int]
"""(entry, line of it)"""


class Galley:
    """The lines of `entries`, which may grow; walked from either end, so that a long history costs nothing.

    set_entry: the lines of the n-th entry; look_of: what makes them look as they do, besides its words.
    """

    def __init__(self, set_entry: Callable[[int], list[Strip]], look_of: Callable[[int], Hashable]) -> None:
        self.entries: Sequence[Entry] = ()
        self._set_entry = set_entry
        self._look_of = look_of
        self._kept: dict[int, tuple[Hashable, list[Strip]]] = {}

    def forget(self) -> None:
        """Set everything anew when it is looked at: another width, other styles."""
        self._kept.clear()

    def window(self, top: Place | None, height: int) -> list[tuple[Place, Strip]]:
        """The lines from `top` on, at most `height`; the last ones for None."""
        lines = self._upwards() if top is None else self._downwards(top)
        found = [line for line, _ in zip(lines, range(height), strict=False)]
        return found[::-1] if top is None else found

    def walk(self, place: Place, lines: int) -> Place:
        """The place so many lines below, or above where negative; the first or the last at most."""
        for _ in range(abs(lines)):
            beside = self._below(place) if lines > 0 else self._above(place)
            if beside is None:
                break
            place = beside
        return place

    def _strips(self, n: int) -> list[Strip]:
        look = (self.entries[n].revision, self._look_of(n))
        kept = self._kept.get(n)
        if kept is None or kept[0] != look:
            kept = self._kept[n] = (look, self._set_entry(n))
        return kept[1]

    def _upwards(self) -> Iterator[tuple[Place, Strip]]:
        for n in range(len(self.entries) - 1, -1, -1):
            strips = self._strips(n)
            for line in range(len(strips) - 1, -1, -1):
                yield (n, line), strips[line]

    def _downwards(self, place: Place) -> Iterator[tuple[Place, Strip]]:
        start = place[1]
        for n in range(place[0], len(self.entries)):
            strips = self._strips(n)
            for line in range(start, len(strips)):
                yield (n, line), strips[line]
            start = 0

    def _above(self, place: Place) -> Place | None:
        n, line = place
        if line > 0:
            return n, line - 1
        return (n - 1, len(self._strips(n - 1)) - 1) if n > 0 else None

    def _below(self, place: Place) -> Place | None:
        n, line = place
        if line + 1 < len(self._strips(n)):
            return n, line + 1
        return (n + 1, 0) if n + 1 < len(self.entries) else None
