"""A filter at work on a journal: from the index where that tells, else from the frames themselves."""

from __future__ import annotations

from collections.abc import Container
from itertools import compress

from tui.projections.filters import Facts, Filter, Verdict
from tui.store.index import What
from tui.store.journal import Journal
from tui.ui.widgets.log_turns import Turns

_OPEN = 2
_UNDECIDED = bytes(n == _OPEN for n in range(256))
_YES = bytes(n == 1 for n in range(256))


class Sieve:
    """Asks one filter of a journal's frames, in order. `marks` holds the `seq`s that are marked."""

    def __init__(self, journal: Journal, asked: Filter, turns: Turns, marks: Container[int] = ()) -> None:
        self._journal = journal
        self._asked = asked
        self._turns = turns
        self._marks = marks

    @property
    def reads(self) -> bool:
        """Whether index classes do not suffice for every frame."""
        return any(self._decide(what) == _OPEN for what in self._journal.index.table)

    def sift(self, start: int, stop: int) -> bytes | bytearray:
        """A byte for each frame of `start` to `stop`: nonzero for those that pass.

        Fewer where a frame cannot be judged yet: the transcript has not come to the turn that is asked for.
        """
        verdicts = self._journal.index.classes(self._decide, start, stop)
        if _OPEN not in verdicts:
            return verdicts
        picked = bytearray(verdicts.translate(_YES))
        for n in compress(range(len(verdicts)), verdicts.translate(_UNDECIDED)):
            passes = self._passes(start + n)
            if passes is None:
                return picked[:n]
            picked[n] = passes
        return picked

    def _decide(self, what: What) -> int:
        verdict = self._asked.test(Facts(what.direction, what.mask))
        return _OPEN if verdict is None else int(verdict)

    def _passes(self, n: int) -> Verdict:
        index = self._journal.index
        what = index.what(n)
        facts = Facts(
            what.direction,
            what.mask,
            size=index.sizes[n],
            t=index.times[n],
            conn=index.conns[n],
            turn=self._turns.of(n),
        )
        verdict = self._asked.test(facts)
        if verdict is None:
            facts.frame = self._journal[n]
            facts.marked = facts.frame.seq in self._marks
            verdict = self._asked.test(facts)
        return verdict
