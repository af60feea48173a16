"""What the list of sessions shows, row by row: groups, sessions, and the words that matched. No drawing."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from tui.store.shelf import Entry
from tui.store.standing import Lifetimes, Standing, stand

Pieces = tuple[tuple[str, bool], ...]
"""A snippet, cut up: the text of each piece and whether it matched."""


class Row(NamedTuple):
    """A session (`entry`, no pieces), the words found in it (`pieces`), or the head of a group (`text`)."""

    entry: Entry | None = None
    pieces: Pieces = ()
    text: str = ""


class Sort(Enum):
    """The orders of the list; one key goes round."""

    RECENT = "recent"
    LEFT = "time left"
    TOKENS = "tokens"
    LENGTH = "length"

    @property
    def next(self) -> Sort:
        """The order that follows."""
        orders = list(Sort)
        return orders[(orders.index(self) + 1) % len(orders)]


class Shelved:
    """All entries, and the ones a filter leaves, in order. `here` is the id of this program's own session.

    `hits`: what was said that matches, by session; a session without a snippet yet has an empty one.
    """

    def __init__(self, lifetimes: Lifetimes) -> None:
        self.entries: dict[str, Entry] = {}
        self.here = ""
        self.words: list[str] = []
        self.hits: dict[str, Pieces] = {}
        self.sort = Sort.RECENT
        self._lifetimes = lifetimes
        self._ordered: tuple[Sort, list[tuple[Row, str]]] | None = None
        self._hay: dict[str, str] = {}

    def take(self, entries: Iterable[Entry]) -> None:
        """Another state of the shelf."""
        self.entries = {entry.id: entry for entry in entries}
        self._hay = {name: _hay(entry) for name, entry in self.entries.items()}
        self._ordered = None

    def put(self, entry: Entry) -> None:
        """Another state of one session."""
        self.entries[entry.id] = entry
        self._hay[entry.id] = _hay(entry)
        self._ordered = None

    def drop(self, name: str) -> None:
        """A session has gone."""
        self.entries.pop(name, None)
        self._ordered = None

    def standing(self, entry: Entry, now: float) -> Standing:
        """Where a session stands."""
        live = "here" if entry.id == self.here else "elsewhere" if entry.live else ""
        return stand(entry.metadata, now, live=live, lifetimes=self._lifetimes)

    def rows(self, now: float) -> list[Row]:
        """The rows there are now. A keystroke of a filter sorts nothing and makes no row anew."""
        if self._ordered is None or self._ordered[0] is not self.sort:
            entries = sorted(self.entries.values(), key=self._key(now), reverse=True)
            self._ordered = (self.sort, [(Row(entry), self._group(entry)) for entry in entries])
        days = {_day(now): "Today", _day(now - 86400): "Yesterday"}
        rows: list[Row] = []
        group = ""
        for row, head in self._ordered[1]:
            name = row.entry.id if row.entry is not None else ""
            if self.words and name not in self.hits and not self._matches(name):
                continue
            if head != group:
                group = head
                rows.append(Row(text=days.get(head, head)))
            rows.append(row)
            if pieces := self.hits.get(name):
                rows.append(Row(row.entry, pieces))
        return rows

    def _matches(self, name: str) -> bool:
        hay = self._hay[name]
        return all(word in hay for word in self.words)

    def _key(self, now: float) -> Callable[[Entry], tuple[object, ...]]:
        """Pinned first, then by the order asked for, then the newest."""

        def key(entry: Entry) -> tuple[object, ...]:
            metadata = entry.metadata
            value: float = 0.0
            if self.sort is Sort.LEFT:
                left = self.standing(entry, now).left
                value = -1.0 if left is None else left
            elif self.sort is Sort.TOKENS:
                value = metadata.totals.tokens
            elif self.sort is Sort.LENGTH:
                value = metadata.totals.frames
            return metadata.pinned, value, used(entry), entry.id

        return key

    def _group(self, entry: Entry) -> str:
        """Under which head it stands: pinned, its day where the order is by time, else the order."""
        if entry.metadata.pinned:
            return "Pinned"
        return _day(used(entry)) if self.sort is Sort.RECENT else f"By {self.sort.value}"


def used(entry: Entry) -> float:
    """When a session was last used, Unix seconds."""
    return entry.metadata.ended or entry.metadata.started


def _day(t: float) -> str:
    """The local day of a moment; no offset of a clock is finer than a quarter of an hour."""
    return _day_of(int(t // 900)) if math.isfinite(t) else "Some day"


@lru_cache(8192)
def _day_of(quarter: int) -> str:
    try:
        return time.strftime("%Y-%m-%d", time.localtime(quarter * 900))
    except (ValueError, OverflowError, OSError):
        return "Some day"


def _hay(entry: Entry) -> str:
    """Where the words of a filter are looked for, besides everything said."""
    metadata = entry.metadata
    tags = " ".join(f"#{tag}" for tag in metadata.tags)
    return f"{metadata.title}\n{metadata.model}\n{tags}\n{metadata.note}\n{entry.id}".casefold()
