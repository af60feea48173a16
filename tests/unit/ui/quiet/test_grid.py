from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.ui.quiet.drawings import HEIGHT, WIDTH, scraps
from tui.ui.quiet.cells import Cell, Pen, is_wide, text_of
from tui.ui.quiet.grid import Grid

_scraps = st.lists(scraps, max_size=12)


def cells(text: str) -> list[Cell]:
    return [Cell(character, Pen()) for character in text]


@given(_scraps)
def test_wide_cells_keep_their_second_half(pieces: list[tuple[int, int, list[Cell]]]) -> None:
    grid = Grid(WIDTH, HEIGHT)
    for x, y, piece in pieces:
        grid.put(x, y, piece)
    for row in grid.rows:
        assert len(row) == WIDTH
        for left, right in zip(row, [*row[1:], Cell("x", Pen())], strict=True):
            wide = left is not None and is_wide(left.text)
            assert wide == (right is not None and not right.text)
        assert row[0] is None or row[0].text


def test_what_is_put_is_clipped() -> None:
    grid = Grid(4, 1)
    assert grid.put(-1, 0, cells("abcdefg"))
    assert text_of(grid.rows[0]) == "bcde"
    assert (
        not grid.put(0, 1, cells("x")) and not grid.put(4, 0, cells("x")) and not grid.put(0, -1, cells("x"))
    )


def test_the_same_again_is_no_change() -> None:
    grid = Grid(4, 1)
    assert grid.put(0, 0, cells("abcd")) and not grid.put(1, 0, cells("bc"))


def test_rows_moved_in_are_unknown() -> None:
    grid = Grid(1, 4)
    for y, letter in enumerate("abcd"):
        grid.put(0, y, cells(letter))
    grid.shift(1, 4, 1, 0, 1)
    assert [text_of(row) for row in grid.rows] == ["a", "c", "d", "?"]
    grid.shift(0, 3, -2, 0, 1)
    assert [text_of(row) for row in grid.rows] == ["?", "?", "a", "?"]
    assert not grid.complete
