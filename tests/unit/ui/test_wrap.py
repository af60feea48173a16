"""Folding: nothing is lost, nothing is too wide."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from tui.text import clean
from tui.ui.widgets.wrap import fold

TEXT = st.text(alphabet=st.sampled_from("ab c\n日本🙂é\u0301 longword"), max_size=200)


def plain(text: str, width: int) -> list[str]:
    return ["".join(segment.text for segment in line) for line in fold([(text, Style.null())], width)]


def test_words_stay_whole_where_they_fit() -> None:
    assert plain("the quick brown fox", 10) == ["the quick ", "brown fox"]


def test_a_word_longer_than_a_line_is_cut() -> None:
    assert plain("abcdefghij", 4) == ["abcd", "efgh", "ij"]


def test_a_wide_character_is_never_cut_in_half() -> None:
    assert plain("日本語", 5) == ["日本", "語"]


def test_prefixes_begin_the_first_and_every_other_line() -> None:
    lines = fold([("one two", Style.null())], 6, first=("• ", Style.null()), rest=("  ", Style.null()))
    assert ["".join(segment.text for segment in line) for line in lines] == ["• one ", "  two"]


@given(TEXT, st.integers(2, 40))
def test_every_line_fits_and_every_word_is_there(text: str, width: int) -> None:
    lines = plain(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.text(max_size=300))
def test_what_was_cleaned_holds_no_control_character(text: str) -> None:
    cleaned = clean(text)
    assert not any(
        (ord(char) < 0x20 and char not in "\n\t") or 0x7F <= ord(char) < 0xA0 or 0xD800 <= ord(char) < 0xE000
        for char in cleaned
    )
