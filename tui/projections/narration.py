"""A conversation said line by line: what is once said is never said again or changed.

For a screen reader, and for whoever wants plain lines: sentences of the model as they are complete, notes
about the connection, tool calls, the end of a turn that was cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tui.projections.transcript import Transcript
from tui.projections.turn import Note, Status, Turn
from tui.text import clean_line

_SENTENCE = re.compile(r".*?[.!?…。！？\n]+(?=\s)|.+", re.DOTALL)
_COMPLETE = re.compile(r".*[.!?…。！？\n]+(?=\s)", re.DOTALL)


class Narration:
    """Says what is new in a transcript. `lines` gives each line once, in order.

    typed: also what was typed, which whoever typed it knows.
    """

    def __init__(self, *, typed: bool = False) -> None:
        self._typed = typed
        self._over = 0
        self._done: set[int] = set()
        self._said: dict[int, int] = {}
        self._calls: dict[int, int] = {}
        self._asked: set[int] = set()

    def lines(self, transcript: Transcript) -> Iterator[str]:
        """What can be said now; every line is one line, cleaned."""
        entries = transcript.entries
        for n in range(self._over, len(entries)):
            entry = entries[n]
            if n in self._done:
                continue
            yield from _note(entry) if isinstance(entry, Note) else self._turn(n, entry)
            if isinstance(entry, Note) or not entry.is_open:
                self._done.add(n)
        while self._over in self._done:
            self._done.remove(self._over)
            self._over += 1

    def _turn(self, n: int, turn: Turn) -> Iterator[str]:
        if (turn.spoken or self._typed) and turn.user and turn.is_answered and n not in self._asked:
            self._asked.add(n)
            yield f"You said: {_flat(turn.user)}"
        for call in turn.calls[self._calls.get(n, 0) :]:
            yield f"The model calls {call.name} with {clean_line(str(call.args))}."
        self._calls[n] = len(turn.calls)
        yield from self._answer(n, turn)
        if turn.status is Status.UNSENT:
            yield f"Not sent: {_flat(turn.user)}"
        elif not turn.is_open and turn.status is not Status.COMPLETE:
            yield f"The answer was {turn.status}."

    def _answer(self, n: int, turn: Turn) -> Iterator[str]:
        """The sentences that are whole; all of it once the turn is over."""
        said = self._said.get(n, 0)
        rest = turn.answer[said:]
        if turn.is_open:
            complete = _COMPLETE.match(rest)
            rest = complete[0] if complete else ""
        for sentence in filter(None, map(_flat, _SENTENCE.findall(rest))):
            yield sentence if self._said.get(n) else f"Model: {sentence}"
            self._said[n] = said + len(rest)


def _note(note: Note) -> Iterator[str]:
    yield " ".join(f"{part.rstrip('.')}." for part in (f"Notice: {note.text}", note.hint) if part)


def _flat(text: str) -> str:
    return " ".join(text.split())
