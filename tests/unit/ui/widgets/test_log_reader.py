"""Whatever happens to the rows, the reader keeps the frame and the line."""

from __future__ import annotations

from itertools import groupby

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tui.ui.widgets.log_reader import Reader
from tui.ui.widgets.log_rows import THROUGH, Rows
from tui.ui.widgets.viewport import Viewport

FOLDS = b"\0\1\2"
"""Fold groups by letter: words, sound received, sound sent."""


class Reading(RuleBasedStateMachine):
    """A journal of frames of three sorts, a filter that hides some sorts, and a reader."""

    def __init__(self) -> None:
        super().__init__()
        self.journal: list[int] = []
        self.shown = {0, 1, 2}
        self.through = False
        self.rows = Rows(lambda start, stop: bytes(map(self.group, self.journal[start:stop])))
        self.viewport = Viewport()
        self.viewport.resize(5)
        self.reader = Reader(self.rows, self.viewport)
        self.chosen: int | None = None
        self.line = 0
        self.at_an_end = False

    def group(self, sort: int) -> int:
        """What is hidden as a whole may let a run go on."""
        return THROUGH if FOLDS[sort] and sort not in self.shown and self.through else FOLDS[sort]

    def catch_up(self, step: int = 1_000) -> None:
        while self.rows.seen < len(self.journal):
            upto = min(len(self.journal), self.rows.seen + step)
            picked = bytes(sort in self.shown for sort in self.journal[self.rows.seen : upto])
            self.rows.extend(upto, picked if len(self.shown) < 3 else None)
            self.reader.grew(more=upto < len(self.journal))

    def note(self) -> None:
        self.chosen = None if self.reader.following else self.reader.frame
        self.line = self.viewport.line

    @rule(runs=st.lists(st.tuples(st.sampled_from([1, 0, 2]), st.integers(1, 4)), min_size=1, max_size=5))
    def append(self, runs: list[tuple[int, int]]) -> None:
        place = self.viewport.top, self.viewport.cursor
        self.journal += [sort for sort, count in runs for _ in range(count)]
        self.catch_up()
        if not self.reader.following:
            assert (self.viewport.top, self.viewport.cursor) == place

    @rule(rows=st.integers(-8, 8))
    def move(self, rows: int) -> None:
        self.viewport.move(rows)
        self.reader.chose()
        self.note()

    @rule(lines=st.integers(-6, 6))
    def scroll(self, lines: int) -> None:
        self.viewport.scroll(lines)
        self.reader.chose()
        self.note()

    @rule(pages=st.sampled_from([-1, 1]))
    def page(self, pages: int) -> None:
        self.viewport.page(pages)
        self.reader.chose()
        self.note()

    @rule(
        shown=st.sets(st.sampled_from([0, 1, 2]), min_size=1), through=st.booleans(), step=st.integers(1, 7)
    )
    def filter(self, shown: set[int], through: bool, step: int) -> None:
        self.shown, self.through = shown, through
        self.rows.reset(filtered=len(shown) < 3)
        self.reader.renew()
        self.at_an_end = False
        self.catch_up(step)

    @rule(height=st.integers(1, 9))
    def resize(self, height: int) -> None:
        self.reader.resize(height)
        self.at_an_end = False

    @precondition(lambda self: len(self.rows) > 0)
    @rule()
    def unfold(self) -> None:
        frame = self.reader.frame
        assert frame is not None
        if self.reader.following:
            self.line = self.viewport.line
        if self.rows.open(self.viewport.cursor):
            self.reader.refolded(frame)
            self.chosen = None if self.reader.following else frame

    @precondition(lambda self: len(self.rows) > 0)
    @rule()
    def fold(self) -> None:
        frame = self.reader.frame
        assert frame is not None
        if self.reader.following:
            self.line = self.viewport.line
        if self.rows.close(self.viewport.cursor):
            self.reader.refolded(frame)
            self.chosen = None if self.reader.following else frame

    @precondition(lambda self: len(self.journal) > 0)
    @rule(at=st.floats(0, 1, exclude_max=True), step=st.integers(1, 7))
    def prune(self, at: float, step: int) -> None:
        """Memory could not hold some frames: an event that says so stands for the last of them."""
        self.journal[int(at * len(self.journal))] = 0
        self.rows.reset(filtered=len(self.shown) < 3)
        self.reader.renew()
        self.at_an_end = False
        self.catch_up(step)

    @rule()
    def toggle_folding(self) -> None:
        self.rows.folding = not self.rows.folding
        self.rows.reset(filtered=len(self.shown) < 3)
        self.reader.renew()
        self.at_an_end = False
        self.catch_up()

    @precondition(lambda self: len(self.journal) > 0)
    @rule(at=st.floats(0, 1, exclude_max=True))
    def go_to(self, at: float) -> None:
        frame = int(at * len(self.journal))
        self.reader.go_to(frame)
        self.chosen, self.line = frame, self.viewport.line

    @invariant()
    def rows_partition_what_is_shown(self) -> None:
        held = [frame for row in range(len(self.rows)) for frame in self.rows.frames(row)]
        assert held == [n for n, sort in enumerate(self.journal) if sort in self.shown]

    @invariant()
    def rows_are_as_if_made_at_once(self) -> None:
        if not self.rows._opened:
            again = Rows(self.rows._groups)
            again.folding = self.rows.folding
            again.reset(filtered=len(self.shown) < 3)
            picked = bytes(sort in self.shown for sort in self.journal)
            again.extend(len(self.journal), picked if len(self.shown) < 3 else None)
            assert list(again._starts) == list(self.rows._starts)

    @invariant()
    def a_folded_row_is_a_whole_run(self) -> None:
        told = [sort if sort in self.shown else None for sort in self.journal if self.group(sort) != THROUGH]
        runs = sum(
            1 if FOLDS[sort] and self.rows.folding else len(list(run))
            for sort, run in groupby(told)
            if sort is not None
        )
        assert len(self.rows) >= runs if self.rows._opened else len(self.rows) == runs

    @invariant()
    def a_run_is_the_same_from_each_of_its_rows(self) -> None:
        """Folded or open, under a filter or not: neither a frame too few nor one of another run."""
        if not self.rows.folding:
            return
        for row in range(len(self.rows)):
            run = self.rows.run_of(row)
            assert set(self.rows.frames(row)) <= set(run)
            between = [self.group(sort) for sort in self.journal[run[0] : run[-1] + 1]]
            assert len(run) == 1 or len({*between, THROUGH}) == 2

    @invariant()
    def an_opened_run_stays_open_while_it_grows(self) -> None:
        for row in range(len(self.rows)):
            if self.rows.count(row) > 1:
                before = {frame for frame in self.rows.run_of(row) if frame <= self.rows.last(row)}
                assert not before & self.rows._opened

    @invariant()
    def the_cursor_is_seen(self) -> None:
        view = self.viewport
        assert view.count == len(self.rows)
        assert 0 <= view.top <= view.cursor <= max(view.top, view.count - 1)
        assert view.cursor < view.top + view.height

    @invariant()
    def the_reader_is_where_the_reader_was(self) -> None:
        if self.reader.following:
            assert self.viewport.cursor == max(0, len(self.rows) - 1)
        elif self.chosen is not None and len(self.rows):
            assert self.viewport.cursor == self.rows.row_of(self.chosen)
            if self.rows.holds(self.chosen):
                assert self.reader.frame in (self.chosen, self.rows.first(self.viewport.cursor))
            line = min(self.line, self.viewport.height - 1)
            is_kept = self.viewport.line == line
            assert is_kept or self.at_an_end or self.viewport.top in (0, self.viewport.last_top)
            self.at_an_end = not is_kept


TestReading = Reading.TestCase
TestReading.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)


def test_a_jump_shows_what_is_around() -> None:
    rows = Rows(lambda start, stop: bytes(stop - start))
    viewport = Viewport()
    viewport.resize(9)
    reader = Reader(rows, viewport)
    rows.extend(100)
    reader.grew(more=False)
    reader.go_to(50)
    assert (viewport.top, viewport.cursor) == (47, 50)
    reader.go_to(54)
    assert (viewport.top, viewport.cursor) == (47, 54)
    reader.go_to(1)
    assert (viewport.top, viewport.cursor) == (0, 1)
    reader.go_to(99)
    assert (viewport.top, viewport.cursor) == (91, 99)
