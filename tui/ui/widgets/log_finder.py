"""Searching as it is seen from the pane: words, hits, progress, next and previous."""

from __future__ import annotations

from collections.abc import Callable

from tui.store.journal import Journal
from tui.text import counted
from tui.ui.widgets.log_search import Search
from tui.ui.widgets.slices import Slices


class Finder:
    """One search at a time, run in slices. `on_hits` is called as hits come and when it is done."""

    def __init__(self, on_hits: Callable[[], None], on_error: Callable[[Exception], None]) -> None:
        self.search: Search | None = None
        self._slices = Slices(on_hits, on_error)

    def start(self, journal: Journal, words: str, origin: int) -> None:
        """Look for words, from a frame on and round the end; no words end the search."""
        self.stop()
        if words:
            self.search = Search(journal, words, origin)
            self._slices.start(self.search.steps())

    def stop(self) -> None:
        """Forget the search."""
        self._slices.stop()
        self.search = None

    def go_on(self) -> None:
        """Look at the frames that have come since."""
        if self.search is not None and not self.search.done and not self._slices.running:
            self._slices.start(self.search.steps())

    @property
    def running(self) -> bool:
        """Whether there are frames to look at."""
        return self._slices.running

    def state(self, total: int, frame: int | None, *, named: bool = True) -> str:
        """`"refund" 3 of 17 hits · 45 %`; the words are left out where it is not to be named."""
        search = self.search
        if search is None:
            return ""
        count = len(search.hits)
        at = f"{search.place(frame):,} of " if frame is not None and search.is_hit(frame) else ""
        progress = f" · {100 * search.seen // max(1, total)} %" if self.running else ""
        words = f'"{search.words}" ' if named else ""
        return f"{words}{at}{counted(count, 'hit')}{progress}"
