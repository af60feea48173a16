"""Reads the shelf on threads of its own: the list, the index of words, what matches, a preview."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from textual.message import Message
from textual.widget import Widget
from textual.worker import get_current_worker

from tui.store.catalog import Catalog, Progress
from tui.store.search import find_hits, find_sessions, said_in
from tui.store.shelf import Entry, Shelf
from tui.store.utterances import last_utterances
from tui.ui.background import run_thread
from tui.ui.widgets.shelf_rows import Pieces

FIRST = 200
"""Sessions that are shown before the rest is read from the cache."""

PREVIEWED = 200
"""Utterances a preview shows at most: the last ones."""


class Read(Message):
    """There is something new in the reader's fields."""

    def can_replace(self, message: Message) -> bool:
        """One of them is enough."""
        return isinstance(message, Read)


class ShelfReader:
    """What the shelf was found to hold; `Read` tells its owner that a field has changed.

    entries: the list. progress, doing: how far a scan has come, None when it rests. found: the filter and
    what was said that matches it. preview: the session and its last words.
    """

    def __init__(self, owner: Widget, shelf: Shelf) -> None:
        self.shelf = shelf
        self.entries: list[Entry] = []
        self.version = 0
        self.progress: Progress | None = None
        self.doing = ""
        self.found: tuple[str, dict[str, Pieces]] = ("", {})
        self.preview: tuple[str, list[tuple[str, str]]] = ("", [])
        self._owner = owner
        self._asking = threading.Lock()
        self._scanning = threading.Lock()
        self._asked: Catalog | None = None

    def close(self) -> None:
        """Nothing more will be asked."""
        with self._asking:
            if self._asked is not None:
                self._asked.close()

    def scan(self) -> None:
        """Bring the list up to date, then the index of words; a scan under way gives up."""
        self._start("shelf-scan", self._scan)

    def stop(self) -> None:
        """Give up the scan; what it has read stays."""
        for worker in self._owner.workers:
            if worker.group == "shelf-scan":
                worker.cancel()

    def find(self, text: str) -> None:
        """Look for words in everything said; the last filter asked for wins."""
        self._start("shelf-find", lambda: self._find(text))

    def look(self, name: str) -> None:
        """Read a session's last words."""
        self._start("shelf-preview", lambda: self._look(name))

    def _start(self, group: str, work: Callable[[], None]) -> None:
        run_thread(self._owner, work, group=group, exclusive=True, what="Reading the saved sessions")

    def _scan(self) -> None:
        """One at a time: the one that gives up ends before the next begins."""
        with self._scanning:
            if not get_current_worker().is_cancelled:
                self._read_all()

    def _read_all(self) -> None:
        self.shelf.trash.purge(time.time())
        with Catalog(self.shelf) as catalog:
            if not self.version:
                self._list(catalog.entries(FIRST))
                self._list(catalog.entries())
            self._follow("reading", catalog.refresh)
            self._list(catalog.entries(), final=True)
            self._follow("indexing", catalog.index)

    def _list(self, entries: list[Entry], *, final: bool = False) -> None:
        if get_current_worker().is_cancelled:
            return
        if entries or final:
            self.entries, self.version = entries, self.version + 1
        self._tell()

    def _follow(self, doing: str, scan: Callable[[Callable[[], bool]], Iterable[Progress]]) -> None:
        worker = get_current_worker()
        for progress in scan(lambda: worker.is_cancelled):
            if worker.is_cancelled:
                break
            self.doing, self.progress = doing, progress
            self._tell()
        self.progress = None
        self._tell()

    @contextmanager
    def _catalog(self) -> Iterator[Catalog]:
        """A connection that is kept: a keystroke does not wait for one to be made."""
        with self._asking:
            self._asked = self._asked or Catalog(self.shelf)
            yield self._asked

    def _find(self, text: str) -> None:
        hits: dict[str, Pieces] = {}
        with self._catalog() as catalog:
            if not get_current_worker().is_cancelled:
                hits = dict.fromkeys(find_sessions(catalog, text), ())
                for hit in find_hits(catalog, text):
                    hits[hit.id] = hits.get(hit.id) or hit.pieces
        self._finish(lambda: setattr(self, "found", (text, hits)))

    def _look(self, name: str) -> None:
        with self._catalog() as catalog:
            said = said_in(catalog, name, PREVIEWED)
        if not said:
            said = self._from_journal(name)
        self._finish(lambda: setattr(self, "preview", (name, said)))

    def _from_journal(self, name: str) -> list[tuple[str, str]]:
        try:
            last = last_utterances(self.shelf.directory / name / "journal.jsonl", PREVIEWED)
        except OSError:
            return []
        return [(one.who, one.text) for one in last]

    def _finish(self, keep: Callable[[], None]) -> None:
        if not get_current_worker().is_cancelled:
            keep()
            self._tell()

    def _tell(self) -> None:
        self._owner.post_message(Read())
