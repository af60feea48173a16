"""A saved session as one side of a comparison."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tui.projections.compare import Side, setup_in, side_of_session
from tui.projections.views import Views
from tui.store.index import What
from tui.store.journal import Journal
from tui.store.session import Session
from tui.wire.kinds import Kind


def side_of(directory: Path) -> Side:
    """Read a saved session whole. Raises StoreError."""
    with Session.open(directory) as session:
        views = Views()
        for frame in session.journal.frames():
            views.feed(frame)
        return side_so_far(session.id, views, session.journal)


def side_so_far(name: str, views: Views, journal: Journal) -> Side:
    """A session as far as its projections have seen it."""
    return side_of_session(name, views, newest_setup(journal), journal.mask)


def newest_setup(journal: Journal) -> Mapping[str, Any]:
    """What the latest setup frame asked for, empty where there is none."""
    setups = journal.index.where(_is_setup)
    return setup_in(journal[setups[-1]]) if setups else {}


def _is_setup(what: What) -> int:
    return int(bool(what.mask & Kind.SETUP.bit))
