from __future__ import annotations

import pytest
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.ui.quiet.cells import Ink, Pen, is_wide, settled, text_of

RED = Style(color="#ff0000")


@pytest.mark.parametrize(
    "text", ["plain", "汉字", "e\u0301a", "🙂b", "👩‍👩‍👧 x", "❤️ y", "\u0301a", "a\u200d"]
)
def test_a_strip_has_as_many_cells_as_columns(text: str) -> None:
    strip = Strip([Segment(text)])
    cells = Ink().cells(strip)
    assert len(cells) == strip.cell_length == cell_len(text)


def test_a_wide_cluster_has_a_second_half() -> None:
    assert [cell.text for cell in Ink().cells(Strip([Segment("汉a")]))] == ["汉", "", "a"]


def test_a_combining_character_joins_the_cell_before_it_across_styles() -> None:
    cells = Ink().cells(Strip([Segment("汉e"), Segment("\u0301x", RED)]))
    assert [cell.text for cell in cells] == ["汉", "", "e\u0301", "x"]


def test_what_overflows_its_place_is_cut_and_what_is_missing_is_blank() -> None:
    assert text_of(Ink().cells(Strip([Segment("abcdef")], 3))) == "abc"
    assert text_of(Ink().cells(Strip([Segment("ab")], 4))) == "ab  "


def test_control_characters_never_become_cells() -> None:
    cells = Ink().cells(Strip([Segment("a\x1b]52;c;eA==\x07\x9bb\ud800")]))
    assert text_of(cells) == "a]52;c;eA==b\ufffd"


@pytest.mark.parametrize(
    ("colours", "sgr"),
    [
        (ColorSystem.TRUECOLOR, "38;2;255;0;0"),
        (ColorSystem.EIGHT_BIT, "38;5;196"),
        (ColorSystem.STANDARD, "31"),
    ],
)
def test_colours_are_those_the_terminal_has(colours: ColorSystem, sgr: str) -> None:
    assert Ink(colours).cells(Strip([Segment("x", RED)]))[0].pen == Pen(sgr)


def test_a_link_is_part_of_the_pen_and_cannot_end_itself() -> None:
    style = Style(link="https://a.example/ä\x1b\\b c")
    strip = Strip([Segment("x", style)])
    assert Ink().cells(strip)[0].pen.link == "https://a.example/\\bc"
    assert Ink(links=False).cells(strip)[0].pen.link == ""


def test_equal_cells_are_one_object() -> None:
    ink = Ink()
    first, second = (ink.cells(Strip([Segment("ab", Style(color="#ff0000", meta={"n": n}))])) for n in (1, 2))
    assert first[0] is second[0]


def test_settled_are_the_widths_all_terminals_share() -> None:
    assert all(map(settled, ["a", "é", "─", "汉", "か", "ｆ", "…", ""]))
    assert not any(map(settled, ["🙂", "e\u0301", "❤️", "\u0301"]))
    assert is_wide("汉") and is_wide("🙂") and not is_wide("é")
