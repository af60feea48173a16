"""Taking a journal's frames into rows: those that a filter lets pass, and no more than a pause lets in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tui.store.index import What
from tui.store.journal import Journal
from tui.ui.widgets.log_rows import THROUGH, Rows
from tui.ui.widgets.log_sieve import Sieve
from tui.ui.widgets.slices import Slices
from tui.wire.kinds import Kind

_FOLDED = frozenset({Kind.AUDIO.bit, Kind.REALTIME_AUDIO.bit})
"""What folds: sound and nothing else. Both ways in one run: with an open microphone they alternate."""

_FRAMES_A_STEP = 100_000
_FRAMES_READ_A_STEP = 250


class Intake:
    """Rows of one journal after another, made in slices of the loop's time.

    sieve: None lets every frame pass. bound: how many frames there were when it was paused; None where it
    is not. Rows made anew while it is paused are made of these frames, and no others.
    """

    def __init__(self, on_slice: Callable[[], None], on_error: Callable[[Exception], None]) -> None:
        self._slices = Slices(on_slice, on_error)
        self._replaced = 0
        self.take(None)

    def take(self, journal: Journal | None) -> None:
        """Another journal, or none: nothing of it is taken in yet."""
        self._slices.stop()
        self.journal = journal
        self.rows = Rows(self._groups)
        self.sieve: Sieve | None = None
        self.bound: int | None = None

    def _groups(self, start: int, stop: int) -> bytes | bytearray:
        assert self.journal is not None
        return self.journal.index.classes(self._group_of, start, stop)

    def _group_of(self, what: What) -> int:
        """Sound that goes a way the filter hides altogether ends no run of sound that goes the other."""
        if what.mask not in _FOLDED:
            return 0
        return THROUGH if self.sieve is not None and self.sieve.hides(what) else 1

    @property
    def limit(self) -> int:
        """How many frames there are to take in."""
        total = len(self.journal) if self.journal is not None else 0
        return total if self.bound is None else min(self.bound, total)

    @property
    def running(self) -> bool:
        """Whether frames are being looked at."""
        return self._slices.running

    @property
    def behind(self) -> bool:
        """Whether there are frames that a filter has not judged yet."""
        return self.running or (self.sieve is not None and self.rows.seen < self.limit)

    @property
    def outdated(self) -> bool:
        """Whether frames that were taken in turned out to be something else."""
        return self.journal is not None and self._replaced != self.journal.index.replaced

    def pause(self, at: int) -> None:
        """Take in no frame from this one on."""
        self.bound = at

    def resume(self) -> None:
        """Take in what there is."""
        self.bound = None

    def renew(self) -> None:
        """No rows, as if no frame had been looked at."""
        self._slices.stop()
        self.rows.reset(filtered=self.sieve is not None)
        self._replaced = self.journal.index.replaced if self.journal is not None else 0

    def go_on(self) -> None:
        """Look at the frames that were not looked at yet."""
        if not self.running and self.rows.seen < self.limit:
            self._slices.start(self._steps())

    def stop(self) -> None:
        """Nobody looks any more."""
        self._slices.stop()

    def _steps(self) -> Iterator[None]:
        """Look at frames until there are no more, or until one cannot be judged yet."""
        while (start := self.rows.seen) < self.limit:
            step = _FRAMES_READ_A_STEP if self.sieve is not None and self.sieve.reads else _FRAMES_A_STEP
            stop = min(self.limit, start + step)
            if self.sieve is None:
                self.rows.extend(stop)
            else:
                picked = self.sieve.sift(start, stop)
                self.rows.extend(start + len(picked), picked)
            if self.rows.seen < stop:
                return
            yield
