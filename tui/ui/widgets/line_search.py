"""Words searched in one payload, line by line: hits, next and previous."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from tui.text import counted
from tui.ui.widgets.slices import Slices

MOST_HITS = 10_000
"""Hits after which no more are looked for."""

Hit = Any
"""A place in what is searched: what it is, the view that found it knows."""

Order = tuple[int, bool]
"""Where a hit is among the lines: the line, and whether it is hidden in it."""


class Searchable(Protocol):
    """A view that finds words in what it shows, also where that is folded."""

    def occurrences(self, words: str) -> Iterator[Hit | None]:
        """Every hit in order; None now and then, while there is none."""

    def order_of(self, hit: Hit) -> Order:
        """Where a hit is now."""

    @property
    def place(self) -> Order:
        """Where the cursor is."""

    def show_hit(self, hit: Hit) -> None:
        """The cursor to a hit, out of what it is folded into."""

    def highlight(self, words: str) -> None:
        """Show where words stand."""


class LineSearch:
    """One search at a time, run in slices, over one view. `on_hits`: called as hits come, and at the end."""

    def __init__(self, on_hits: Callable[[], None], on_error: Callable[[Exception], None]) -> None:
        self.words = ""
        self.hits: list[Hit] = []
        self._view: Searchable | None = None
        self._slices = Slices(on_hits, on_error)

    def start(self, view: Searchable, words: str) -> None:
        """Look for words in a view; no words end the search."""
        self.stop()
        self._view, self.words = view, words
        view.highlight(words)
        if words:
            self._slices.start(self._steps(view))

    def stop(self) -> None:
        """Forget the search."""
        self._slices.stop()
        if self._view is not None:
            self._view.highlight("")
        self.words, self.hits, self._view = "", [], None

    def _steps(self, view: Searchable) -> Iterator[None]:
        for hit in view.occurrences(self.words):
            if hit is not None:
                self.hits.append(hit)
            yield
            if len(self.hits) == MOST_HITS:
                return

    @property
    def running(self) -> bool:
        """Whether there is more to look at."""
        return self._slices.running

    def next(self, step: int, *, here: bool = False) -> Hit | None:
        """The hit after (`step` 1) or before (-1) the cursor, round the ends; here: or on its line."""
        view = self._view
        if view is None or not self.hits:
            return None
        bisect = bisect_left if here or step < 0 else bisect_right
        at = bisect(self.hits, view.place, key=view.order_of) - (step < 0)
        return self.hits[at % len(self.hits)]

    @property
    def has_passed_cursor(self) -> bool:
        """Whether what is found so far tells which hit comes first from the cursor on."""
        view = self._view
        return not self.running or (
            view is not None and bool(self.hits) and view.order_of(self.hits[-1]) >= view.place
        )

    def __str__(self) -> str:
        """`"refund" 3 of 17 hits`; empty while nothing is searched."""
        view, count = self._view, len(self.hits)
        if view is None or not self.words:
            return ""
        if not count and not self.running:
            return f'"{self.words}" no match'
        at = bisect_left(self.hits, view.place, key=view.order_of)
        is_here = at < count and view.order_of(self.hits[at]) == view.place
        which = f"{at + 1:,} of " if is_here else ""
        more = " …" if self.running else " or more" if count == MOST_HITS else ""
        return f'"{self.words}" {which}{counted(count, "hit")}{more}'
