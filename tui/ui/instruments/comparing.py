"""Two turns, or two sessions, beside each other."""

from __future__ import annotations

from collections.abc import Iterator

from tui.projections.compare import Side, compare
from tui.text import shorten
from tui.ui.instruments.table import BLANK, Cell, Row, Tone, words

_WIDEST = 48


def rows(left: Side, right: Side) -> Iterator[Row]:
    """A line a pair: what differs, then what does not."""
    pairs = compare(left, right)
    apart = sum(not pair.same for pair in pairs)
    yield words(f"{left.name} and {right.name}: {apart} of {len(pairs)} lines differ")
    yield BLANK
    yield Row(tuple(Cell(text, Tone.HEAD) for text in ("", "section", "what", left.name, right.name)))
    for pair in pairs:
        tone = Tone.FAINT if pair.same else Tone.PLAIN
        sign = Cell(" ", tone) if pair.same else Cell("≠", Tone.WARN)
        texts = (pair.section, pair.name, pair.left, pair.right)
        yield Row((sign, *(Cell(shorten(text, _WIDEST), tone) for text in texts)))
