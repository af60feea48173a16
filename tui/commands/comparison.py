"""`gemini-tui show ID --compare ID`: two saved sessions beside each other, what differs first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tui.projections.compare import Side, compare
from tui.text import shorten

_WIDTH = 40


def record_of(left: Side, right: Side) -> dict[str, Any]:
    """As `--json` shows it."""
    pairs = [
        {"section": p.section, "name": p.name, "left": p.left, "right": p.right, "same": p.same}
        for p in compare(left, right)
    ]
    return {"left": left.name, "right": right.name, "pairs": pairs}


def lines_of(left: Side, right: Side) -> Iterator[str]:
    """For a person: a line a pair."""
    yield f"  {'':<32}  {left.name:<{_WIDTH}}  {right.name}"
    for pair in compare(left, right):
        name = shorten(f"{pair.section} {pair.name}".strip(), 32)
        sign = " " if pair.same else "≠"
        yield f"{sign} {name:<32}  {shorten(pair.left, _WIDTH):<{_WIDTH}}  {shorten(pair.right, _WIDTH)}"
