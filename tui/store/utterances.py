"""Everything said in a journal, for the search index: who, where, what. Audio is passed over unread."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tui.projections.said import user_words
from tui.store.line import decode
from tui.text import clean_line
from tui.wire.frame import Direction
from tui.wire.spelling import pick, pick_list, pick_map, pick_text


class Utterance(NamedTuple):
    """What one side said without the other coming between: the `seq` it began with, on one clean line."""

    seq: int
    who: str
    text: str


def utterances(lines: Iterable[bytes]) -> Iterator[Utterance]:
    """Each utterance of a journal's lines, in order. A line without text is not parsed."""
    seq, who, words = 0, "", ""
    for line in lines:
        if b"text" not in line:
            continue
        for speaker, text in _spoken(line):
            if speaker != who:
                yield from _finished(seq, who, words)
                seq, who, words = _seq(line), speaker, ""
            words += text
    yield from _finished(seq, who, words)


def last_utterances(journal: Path, limit: int) -> list[Utterance]:
    """The last of a journal file, in order. Raises OSError."""
    with journal.open("rb") as lines:
        return list(deque(utterances(lines), limit))


def _finished(seq: int, who: str, words: str) -> Iterator[Utterance]:
    text = clean_line(" ".join(words.split()))
    if text:
        yield Utterance(seq, who, text)


def _spoken(line: bytes) -> list[tuple[str, str]]:
    try:
        frame = decode(line)
    except ValueError:
        return []
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


def _seq(line: bytes) -> int:
    return decode(line).seq
