"""A filter at work on a journal: from the index where that tells, else from the frames themselves."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import compress

from tui.projections.filters import Facts, Filter, Verdict
from tui.projections.moments import Span
from tui.store.index import What
from tui.store.journal import Journal
from tui.ui.widgets.log_turns import Turns

_OPEN = 2
_UNDECIDED = bytes(n == _OPEN for n in range(256))
_YES = bytes(n == 1 for n in range(256))


class Sieve:
    """Asks one filter of a journal's frames, in order. `marks`: the `seq`s that are marked."""

    def __init__(self, journal: Journal, asked: Filter, turns: Turns, marks: Iterable[int] = ()) -> None:
        self.asked = asked
        self._journal = journal
        self._turns = turns
        self._span = Span.of(journal.index.times)
        self._marked = {journal.find(seq) for seq in marks}

    @property
    def reads(self) -> bool:
        """Whether index classes do not suffice for every frame."""
        return any(self._decide(what) == _OPEN for what in self._journal.index.table)

    def sift(self, start: int, stop: int) -> bytes | bytearray:
        """A byte for each frame of `start` to `stop`: 1 for those that pass, else 0.

        Fewer where a frame cannot be judged yet: the transcript has not come to the turn that is asked for.
        """
        verdicts = bytearray(self._journal.index.classes(self._decide, start, stop))
        for n in self._marked:
            if n is not None and start <= n < stop:
                verdicts[n - start] = _OPEN
        if _OPEN not in verdicts:
            return verdicts
        picked = bytearray(verdicts.translate(_YES))
        for n in compress(range(len(verdicts)), verdicts.translate(_UNDECIDED)):
            passes = self._passes(start + n, marked=start + n in self._marked)
            if passes is None:
                return picked[:n]
            picked[n] = passes
        return picked

    def hides(self, what: What) -> bool:
        """Whether no frame of this kind of thing passes, be it marked or not."""
        return self.asked.test(Facts(what.direction, what.mask)) is False

    def minds_mark(self, n: int) -> bool:
        """Whether it depends on its mark if the n-th frame passes."""
        return self._passes(n, marked=True) != self._passes(n, marked=False)

    def _decide(self, what: What) -> int:
        """As if it were not marked: the few that are, are asked for themselves."""
        verdict = self.asked.test(Facts(what.direction, what.mask, marked=False))
        return _OPEN if verdict is None else int(verdict)

    def _passes(self, n: int, *, marked: bool) -> Verdict:
        index = self._journal.index
        what = index.what(n)
        facts = Facts(
            what.direction,
            what.mask,
            size=index.sizes[n],
            t=index.times[n],
            span=self._span,
            conn=index.conns[n],
            turn=self._turns.of(n),
            marked=marked,
        )
        verdict = self.asked.test(facts)
        if verdict is None:
            facts.frame = self._journal[n]
            verdict = self.asked.test(facts)
        return verdict
