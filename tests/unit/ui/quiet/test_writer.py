from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style

from tests.bench.emulator import Emulator
from tests.unit.ui.quiet.drawings import row
from tui.ui.quiet.abilities import Abilities
from tui.ui.quiet.grid import Grid
from tui.ui.quiet.scroll import Shift
from tui.ui.quiet.writer import Writer

BLUE = Style(bgcolor="#0000ff")


def writer(**abilities: bool) -> Writer:
    return Writer(Abilities(**abilities))


def written(made: Writer, *segments: Segment, x: int = 0, y: int = 0, width: int = 20) -> str:
    cells = row(list(segments), sum(segment.cell_length for segment in segments))
    made.cells(x, y, cells, width)
    return made.take()


def home() -> Writer:
    """A writer that knows all of the terminal's state."""
    made = writer(erases_in_colour=True)
    written(made, Segment("x"))
    made.move(0, 0)
    made.take()
    return made


places = st.tuples(st.integers(0, 39), st.integers(0, 11))


@given(st.lists(places, min_size=2, max_size=6))
def test_moves_arrive_and_are_never_longer_than_the_absolute_one(path: list[tuple[int, int]]) -> None:
    made, emulator = home(), Emulator(40, 12)
    for x, y in path:
        made.move(x, y)
        text = made.take()
        emulator.feed(text)
        assert emulator.cursor == (x, y)
        assert len(text) <= len(f"\x1b[{y + 1};{x + 1}H")


def test_the_cursor_is_not_trusted_at_the_end_of_a_row() -> None:
    made = home()
    assert written(made, Segment("abcde"), width=5) == "abcde"
    assert written(made, Segment("f"), y=1, width=5).startswith("\x1b[2H")


def test_long_blanks_are_erased_short_ones_written() -> None:
    made = home()
    assert written(made, Segment("a" + " " * 4)) == "a    "
    made.move(0, 0)
    made.take()
    assert written(made, Segment("a" + " " * 12 + "b")) == "a\x1b[12X\x1b[12Cb"
    made.move(0, 0)
    made.take()
    assert written(made, Segment("ab" + " " * 18)) == "ab\x1b[K"


def test_coloured_blanks_are_written_where_an_erase_has_no_colour() -> None:
    plain, coloured = writer(), writer(erases_in_colour=True)
    assert " " * 18 in written(plain, Segment("ab" + " " * 18, BLUE))
    assert written(coloured, Segment("ab" + " " * 18, BLUE)).endswith("ab\x1b[K")
    assert written(writer(), Segment("ab" + " " * 18)).endswith("ab\x1b[K")


@pytest.mark.parametrize("style", ["reverse", "underline", "strike"])
def test_blanks_with_something_to_see_are_written(style: str) -> None:
    assert " " * 18 in written(writer(erases_in_colour=True), Segment(" " * 18, Style.parse(style)))


def test_doubtful_widths_are_boxed_in() -> None:
    """Its columns are blanked first, and what follows is placed, not just written."""
    text = written(home(), Segment("a🙂b"))
    assert text == "a  \x1b[1;2H🙂\x1b[1;4Hb"


def test_a_link_is_closed_with_the_frame() -> None:
    text = written(home(), Segment("see", Style(link="https://example.org")))
    assert text.startswith("\x1b]8;id=") and text.endswith("see\x1b]8;;\x1b\\")


def test_a_scroll_leaves_no_region_behind() -> None:
    made = home()
    screen = Grid(20, 12)
    made.scroll(Shift(2, 6, 1, 0, 20), screen, "")
    assert made.take() == "\x1b[3;6r\x1b[3H\x1b[M\x1b[r"
    made.scroll(Shift(0, 12, -2, 0, 20), screen, "44")
    assert made.take() == "\x1b[44m\x1b[H\x1b[2L"
    made.scroll(Shift(0, 12, 1, 3, 9), screen, "44")
    assert made.take() == "\x1b[?69h\x1b[4;9s\x1b[1;4H\x1b[M\x1b[?69l"
