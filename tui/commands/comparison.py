"""`gemini-tui show ID --compare ID`: two saved sessions beside each other, what differs first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tui.projections.compare import Side, compare
from tui.text import clean_line, shorten

_WIDTH = 40


def record_of(left: Side, right: Side) -> dict[str, Any]:
    """As `--json` shows it."""
    pairs = [
        {"section": p.section, "name": p.name, "left": p.left, "right": p.right, "same": p.same}
        for p in compare(left, right)
    ]
    return {"left": left.name, "right": right.name, "pairs": pairs}


def lines_of(one: Side, other: Side) -> Iterator[str]:
    """For a person: a line a pair."""
    yield f"  {'':<32}  {one.name:<{_WIDTH}}  {other.name}"
    for pair in compare(one, other):
        name = shorten(f"{pair.section} {pair.name}".strip(), 32)
        sign = " " if pair.same else "≠"
        left, right = (shorten(clean_line(side), _WIDTH) for side in (pair.left, pair.right))
        yield f"{sign} {name:<32}  {left:<{_WIDTH}}  {right}"
