"""Everything said in a journal, for the search index: who, where, what. Audio is passed over unread."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from tui.projections.said import user_words
from tui.store.line import decode
from tui.text import clean_line
from tui.wire.frame import Direction, Frame
from tui.wire.spelling import pick, pick_list, pick_map, pick_text

LONGEST = 1 << 14
"""Characters after which a monologue goes on in another utterance: none is so long that it stalls one."""


class Utterance(NamedTuple):
    """What one side said without the other coming between: the `seq` it began with, on one clean line."""

    seq: int
    who: str
    text: str


@dataclass
class Listener:
    """Hears a journal line by line. Its fields are what was said last, which may go on: they can be kept, and
    listening goes on from them."""

    seq: int = 0
    who: str = ""
    words: str = ""

    def hear(self, line: bytes) -> Iterator[Utterance]:
        """What has ended with this line. A line without text is not parsed. Raises nothing."""
        if b"text" not in line:
            return
        try:
            frame = decode(line)
        except ValueError:
            return
        for who, text in _spoken(frame):
            if who != self.who:
                yield from self.rest()
                self.seq, self.who, self.words = frame.seq, who, ""
            yield from self._go_on(frame.seq, text)

    def rest(self) -> Iterator[Utterance]:
        """What was said last, as far as it has come."""
        yield from _finished(self.seq, self.who, self.words)

    def _go_on(self, seq: int, text: str) -> Iterator[Utterance]:
        """Add to the words; where they are too long they are cut, between two words if there are any."""
        words, start = self.words + text, 0
        while len(words) - start > LONGEST:
            end = words.rfind(" ", start + 1, start + LONGEST)
            end = end if end > 0 else start + LONGEST
            yield from _finished(self.seq, self.who, words[start:end])
            self.seq, start = seq, end
        self.words = words[start:]


def utterances(lines: Iterable[bytes]) -> Iterator[Utterance]:
    """Each utterance of a journal's lines, in order."""
    listener = Listener()
    for line in lines:
        yield from listener.hear(line)
    yield from listener.rest()


def last_utterances(journal: Path, limit: int) -> list[Utterance]:
    """The last of a journal file, in order. Raises OSError."""
    with journal.open("rb") as lines:
        return list(deque(utterances(lines), limit))


def _finished(seq: int, who: str, words: str) -> Iterator[Utterance]:
    text = clean_line(" ".join(words.split()))
    if text:
        yield Utterance(seq, who, text)


def _spoken(frame: Frame) -> list[tuple[str, str]]:
    if frame.direction is Direction.SEND:
        return [("user", f" {words}")] if (words := user_words(frame.message)) else []
    if frame.direction is Direction.RECEIVE:
        return _heard(pick_map(frame.message, "serverContent"))
    return []


def _heard(content: Any) -> list[tuple[str, str]]:
    heard = [("user", pick_text(pick_map(content, "inputTranscription"), "text"))]
    heard.append(("model", pick_text(pick_map(content, "outputTranscription"), "text")))
    parts = pick_list(pick_map(content, "modelTurn"), "parts")
    heard += [("model", pick_text(part, "text")) for part in parts if not pick(part, "thought")]
    return [(who, text) for who, text in heard if text]
