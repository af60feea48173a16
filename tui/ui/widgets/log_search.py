"""Search for words over every frame of a journal, straight over its file.

A block of lines is looked through at once; only a line that holds the words is read as a frame. It holds
more than its frame: `{"seq":333,"dir":"send",…`, and there may be lines beside it that are no frame.
"""

from __future__ import annotations

import json
import re
from array import array
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator

from tui.store.journal import Journal
from tui.store.line import payload_of

_DATA = re.compile(rb'"data"\s*:\s*"\Z')
_BLOB = re.compile(rb"[A-Za-z0-9+/=_-]{64,}")
_NOT_UTF8 = b'"data_b64":"'
"""A line with a payload that stands there in base64: what it says is seen only in the payload."""


class Words:
    r"""Words as they may be spelled in a payload: plainly, or as in a JSON string.

    Small letters match capitals. A journal line holds the payload as a JSON string, so a quote in a frame's
    text stands there as `\\\"`; an event's fields are members of the line itself.
    """

    def __init__(self, words: str) -> None:
        spelled = [words, _escaped(words), json.dumps(words)[1:-1]]
        self._any_case = words == words.lower()
        self._in_payload = _as_bytes(spelled)
        self._in_line = _as_bytes([*spelled, *map(_escaped, spelled)])

    def lines(self, data: bytes, offsets: list[int]) -> list[int]:
        """Which of the lines that begin at some offsets may have them in their payload, ascending."""
        folded = self._folded(data)
        found = {n for spelling in self._in_line for n in _lines_with(spelling, folded, offsets)}
        return sorted(found.union(_lines_with(_NOT_UTF8, data, offsets)))

    def are_in(self, payload: bytes) -> bool:
        """Whether a payload has them, base64 apart."""
        folded = self._folded(payload)
        return any(_stands_in(folded, spelling) for spelling in self._in_payload)

    def _folded(self, text: bytes) -> bytes:
        return text.lower() if self._any_case else text


def _escaped(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _as_bytes(spellings: list[str]) -> list[bytes]:
    return list(dict.fromkeys(spelling.encode(errors="replace") for spelling in spellings))


def _lines_with(spelling: bytes, data: bytes, offsets: list[int]) -> Iterator[int]:
    at = data.find(spelling)
    while at >= 0:
        n = bisect_right(offsets, at)
        yield n - 1
        at = data.find(spelling, offsets[n]) if n < len(offsets) else -1


def _stands_in(payload: bytes, spelling: bytes) -> bool:
    """Whether it stands anywhere but in base64."""
    at = payload.find(spelling)
    while at >= 0:
        opening = payload.rfind(b'"', 0, at) + 1
        blob = _BLOB.match(payload, opening)
        if blob is None or blob.end() < at + len(spelling) or not _is_data(payload, opening):
            return True
        at = payload.find(spelling, blob.end())
    return False


def _is_data(payload: bytes, opening: int) -> bool:
    return _DATA.search(payload, max(0, opening - 32), opening) is not None


class Search:
    """Hits of `words`, found step by step: from a frame to the end, then from the start to that frame.

    hits: frames, ascending. seen: how many frames were looked at.
    """

    def __init__(self, journal: Journal, words: str, origin: int = 0) -> None:
        self.words = words
        self.hits: array[int] = array("I")
        self._journal = journal
        self._spelled = Words(words)
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
        return [start + n for n in self._spelled.lines(data, offsets) if self._is_hit(data, offsets, n)]

    def _is_hit(self, data: bytes, offsets: list[int], n: int) -> bool:
        end = offsets[n + 1] if n + 1 < len(offsets) else len(data)
        line = data[offsets[n] : end].lstrip().partition(b"\n")[0]
        try:
            return self._spelled.are_in(payload_of(line))
        except ValueError:  # its bytes are gone
            return False

    def next(self, frame: int, step: int) -> int | None:
        """The hit after (`step` 1) or before (-1) a frame, round the ends; None where there is none."""
        if not self.hits:
            return None
        at = bisect_right(self.hits, frame) if step > 0 else bisect_left(self.hits, frame) - 1
        return self.hits[at % len(self.hits)]

    def has_looked(self, frame: int, step: int) -> bool:
        """Whether the first hit after (1) or before (-1) a frame is known; back, a search began at 0."""
        comes_before = self._origin == 0 and self._after > frame and bool(self.hits) and self.hits[0] <= frame
        return step > 0 or comes_before or self.done

    def is_hit(self, frame: int) -> bool:
        """Whether a frame is among the hits."""
        at = bisect_left(self.hits, frame)
        return at < len(self.hits) and self.hits[at] == frame

    def place(self, frame: int) -> int:
        """Which hit a frame is, from 1."""
        return bisect_left(self.hits, frame) + 1
