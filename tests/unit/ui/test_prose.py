"""Markdown as lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.ui.widgets.entries import blocks_of, prose
from tui.ui.widgets.prose import Ink, typeset


def plain(source: str, width: int = 40) -> list[str]:
    return ["".join(segment.text for segment in line).rstrip() for line in typeset(source, width, Ink())]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# Head\nbody", ["Head", "", "body"]),
        ("- one\n- two\n  - three", ["• one", "• two", "  • three"]),
        ("3. c\n4. d", ["3. c", "4. d"]),
        ("```py\nx = 1\n```", ["▏ x\u00a0=\u00a01"]),
        ("> said", ["│ said"]),
        ("a **bold** *word*", ["a bold word"]),
        ("| a | b |\n|---|---|\n| 1 | 22 |", ["a │ b", "1 │ 22"]),
        ("[/not-markup] [b]x[/b]", ["[/not-markup] [b]x[/b]"]),
        ("<b>html</b>", ["<b>html</b>"]),
    ],
)
def test_what_a_terminal_can_show(source: str, expected: list[str]) -> None:
    assert plain(source) == expected


def test_blocks_end_at_blank_lines_outside_fences() -> None:
    assert list(blocks_of("a\nb\n\n```\nx\n\ny\n```\n\nc")) == ["a\nb", "```\nx\n\ny\n```", "c"]


@given(st.text(alphabet=st.sampled_from("ab *_`#->|[]()\n\t1.~日🙂"), max_size=200), st.integers(2, 60))
def test_any_source_fits_the_width(source: str, width: int) -> None:
    for line in prose(source, width, Ink()):
        assert sum(cell_len(segment.text) for segment in line) <= max(width, 6)
