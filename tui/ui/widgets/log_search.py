"""Search for words over every frame of a journal, straight over its file: no frame is parsed."""

from __future__ import annotations

import json
import re
from array import array
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator

from tui.store.journal import Journal

_SHORTEST_BLOB = 64
_BASE64 = re.compile(rb"[A-Za-z0-9+/=_-]*")


def pattern_of(words: str) -> re.Pattern[bytes]:
    r"""What `words` look like in a journal line: as in the payload, or as in a JSON string of it.

    A journal line holds the payload as a JSON string, so a quote in a frame's text stands there as `\\\"`.
    Small letters match capitals too.
    """
    spelled = [words, _escaped(words), json.dumps(words)[1:-1]]
    in_line = dict.fromkeys(_escaped(spelling).encode(errors="replace") for spelling in spelled)
    flags = re.IGNORECASE if words == words.lower() else re.NOFLAG
    return re.compile(b"|".join(map(re.escape, in_line)), flags)


def _escaped(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


class Search:
    """Hits of `words`, found step by step: from a frame to the end, then from the start to that frame.

    hits: frames, ascending. seen: how many frames were looked at.
    """

    def __init__(self, journal: Journal, words: str, origin: int = 0) -> None:
        self.words = words
        self.hits: array[int] = array("I")
        self._journal = journal
        self._pattern = pattern_of(words)
        self._origin = min(origin, len(journal))
        self._after = self._origin
        self._before = 0

    @property
    def seen(self) -> int:
        """Frames looked at."""
        return self._after - self._origin + self._before

    @property
    def done(self) -> bool:
        """Whether every frame there is was looked at."""
        return self.seen >= len(self._journal)

    def steps(self) -> Iterator[None]:
        """Look at some more frames with each step, until all are seen; goes on when there are more."""
        while not self.done:
            if self._after < len(self._journal):
                start, stop = self._after, self._journal.index.reach(self._after)
                self._after = stop
            else:
                start = self._before
                stop = min(self._origin, self._journal.index.reach(start))
                self._before = stop
            self._add(self._found(start, stop))
            yield

    def _add(self, found: list[int]) -> None:
        if found and (not self.hits or found[0] > self.hits[-1]):
            self.hits.extend(found)
        else:
            for frame in found:
                insort(self.hits, frame)

    def _found(self, start: int, stop: int) -> list[int]:
        data, offsets = self._journal.lines(start, stop)
        found, at = [], 0
        while (match := self._pattern.search(data, at)) is not None:
            n = bisect_right(offsets, match.start()) - 1
            if (blob_end := _end_of_blob(data, match)) is not None:
                at = blob_end
                continue
            found.append(start + n)
            at = offsets[n + 1] if n + 1 < len(offsets) else len(data)
        return found

    def next(self, frame: int, step: int) -> int | None:
        """The hit after (`step` 1) or before (-1) a frame, round the ends; None where there is none."""
        if not self.hits:
            return None
        at = bisect_right(self.hits, frame) if step > 0 else bisect_left(self.hits, frame) - 1
        return self.hits[at % len(self.hits)]

    def is_hit(self, frame: int) -> bool:
        """Whether a frame is among the hits."""
        at = bisect_left(self.hits, frame)
        return at < len(self.hits) and self.hits[at] == frame

    def place(self, frame: int) -> int:
        """Which hit a frame is, from 1."""
        return bisect_left(self.hits, frame) + 1


def _end_of_blob(data: bytes, match: re.Match[bytes]) -> int | None:
    """Where the base64 ends that a hit lies in; None for a hit in text."""
    opening = data.rfind(b'"', 0, match.start()) + 1
    run = _BASE64.match(data, opening)
    assert run is not None
    return run.end() if run.end() >= match.end() and run.end() - opening >= _SHORTEST_BLOB else None
