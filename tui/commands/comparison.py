"""`gemini-tui show ID --compare ID`: two saved sessions beside each other, what differs first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tui.projections.compare import Side, compare, setup_in, side_of_session
from tui.projections.views import Views
from tui.store.index import What
from tui.store.session import Session
from tui.text import shorten
from tui.wire.kinds import Kind

_WIDTH = 40


def side_of(directory: Path) -> Side:
    """A saved session as one side of a comparison. Raises StoreError."""
    with Session.open(directory) as session:
        journal, views = session.journal, Views()
        for frame in journal.frames():
            views.feed(frame)
        setups = journal.index.where(_is_setup)
        setup = setup_in(journal[setups[-1]]) if setups else {}
        return side_of_session(session.id, views, setup, journal.mask)


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


def _is_setup(what: What) -> int:
    return int(bool(what.mask & Kind.SETUP.bit))
