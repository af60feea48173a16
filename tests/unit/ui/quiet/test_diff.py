from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment

from tests.unit.ui.quiet.drawings import row, rows
from tui.ui.quiet.cells import Cell, is_wide
from tui.ui.quiet.diff import spans
from tui.ui.quiet.grid import Row


def of(text: str, width: int = 40) -> Row:
    return [*row([Segment(text)], width)]


@given(rows, rows)
def test_every_change_is_in_a_span_and_no_wide_cell_is_cut(old: list[Cell], new: list[Cell]) -> None:
    found = list(spans([*old], [*new]))
    covered = {x for start, end in found for x in range(start, end)}
    assert {x for x, pair in enumerate(zip(old, new, strict=True)) if pair[0] != pair[1]} <= covered
    for start, end in found:
        assert new[start].text
        assert end == len(new) or not is_wide(new[end - 1].text)
    assert sorted(found) == found


@given(st.sets(st.integers(0, 19)))
def test_what_is_unknown_is_left_alone(unknown: set[int]) -> None:
    wanted: Row = [None if x in unknown else cell for x, cell in enumerate(of("abcde" * 4, 20))]
    written = [x for start, end in spans([None] * 20, wanted) for x in range(start, end)]
    assert written == [x for x in range(20) if x not in unknown]


def test_small_gaps_are_bridged_large_ones_stepped_over() -> None:
    assert list(spans(of("abcdefghijklmnop"), of("XbcdXfghijklmnoX"))) == [(0, 5), (15, 16)]


def test_mostly_new_is_one_span() -> None:
    assert list(spans(of("a" * 40), of("ab" + "cd" * 18 + "aa"))) == [(1, 38)]


def test_what_a_doubtful_cluster_may_draw_over_is_written_again() -> None:
    assert list(spans(of("a--bcdefghij"), of("a🙂bcdefghij"))) == [(1, 3)]
    assert list(spans(of("a--bcdefghij"), of("a👩‍👩‍👧bcdefghij"))) == [(1, 11)]
