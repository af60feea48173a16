from __future__ import annotations

import pytest
from rich.segment import Segment

from tests.unit.ui.quiet.drawings import row
from tui.ui.quiet.grid import Grid
from tui.ui.quiet.scroll import Shift, detect, pays, way


def grid(*texts: str) -> Grid:
    made = Grid(30, len(texts))
    for y, text in enumerate(texts):
        made.put(0, y, row([Segment(text)], 30))
    return made


def texts(first: int, count: int = 8) -> list[str]:
    return [f"{n * 7919 % 9973:05} row {chr(97 + n % 26) * 12}" for n in range(first, first + count)]


@pytest.mark.parametrize("up", [1, 3, -1, -2])
def test_a_scroll_is_seen_without_a_hint(up: int) -> None:
    found = list(detect(grid(*texts(20)), grid(*texts(20 + up)), range(8)))
    assert found == [Shift(0, 8, up)]
    assert pays(grid(*texts(20)), grid(*texts(20 + up)), found[0])


def test_a_border_that_stays_is_not_part_of_it() -> None:
    before = grid("top", *texts(0, 6), "bottom")
    after = grid("top", *texts(2, 6), "bottom")
    assert list(detect(before, after, range(8))) == [Shift(1, 7, 2)]


def test_two_bands_are_two_scrolls() -> None:
    before, after = grid(*texts(0, 8), *texts(50, 8)), grid(*texts(1, 8), *texts(53, 8))
    assert list(detect(before, after, range(16))) == [Shift(0, 8, 1), Shift(8, 16, 3)]


def test_a_new_screen_is_no_scroll() -> None:
    assert list(detect(grid(*texts(0)), grid(*texts(100)), range(8))) == []


def test_a_wrong_scroll_gains_nothing() -> None:
    assert not pays(grid(*texts(0)), grid(*texts(0)), Shift(0, 8, 1))
    assert not pays(grid(*texts(0)), grid(*texts(1)), Shift(0, 8, 4))


@pytest.mark.parametrize(
    "shift", [Shift(0, 8, 0), Shift(0, 8, 8), Shift(-1, 8, 1), Shift(0, 9, 1), Shift(5, 5, 1)]
)
def test_what_moves_nothing_or_leaves_the_screen_is_refused(shift: Shift) -> None:
    assert shift.on(Grid(30, 8)) is None


def test_columns_are_those_of_the_screen() -> None:
    assert Shift(0, 8, 1).on(Grid(30, 8)) == Shift(0, 8, 1, 0, 30)
    assert Shift(0, 8, 1, -3, 99).on(Grid(30, 8)) == Shift(0, 8, 1, 0, 30)
    assert Shift(0, 8, 1, 30, 99).on(Grid(30, 8)) is None


def short(first: int) -> list[str]:
    return [text[:20] for text in texts(first)]


def beside(texts: list[str], right: list[str]) -> Grid:
    return grid(*(f"{text:20}{other}" for text, other in zip(texts, right, strict=True)))


STILL, PANE = ["still"] * 8, Shift(0, 8, 1, 0, 20)


def test_a_pane_beside_another_scrolls_between_margins_where_there_are_any() -> None:
    before, after = beside(short(0), texts(50)), beside(short(1), texts(50))
    assert way(before, after, PANE, margins=True) == PANE
    assert way(before, after, PANE, margins=False) in (None, Shift(0, 8, 1, 0, 30))


def test_whole_rows_are_scrolled_where_all_of_them_moved() -> None:
    before, after = beside(short(0), STILL), beside(short(1), STILL)
    assert way(before, after, PANE, margins=True) == Shift(0, 8, 1, 0, 30)


def test_no_margin_cuts_a_wide_cell() -> None:
    before, after = (
        beside([f"{text[:19]:19}汉" for text in texts(n)], [text[1:] for text in texts(50)]) for n in (0, 1)
    )
    assert before.rows[0][20] is not None and before.rows[0][20].text == ""
    assert way(before, after, PANE, margins=True) in (None, Shift(0, 8, 1, 0, 30))
