"""What the strip says: pure, from the projections and the clock."""

from __future__ import annotations

from collections.abc import Iterator

from tui.projections.link import Link, State
from tui.projections.views import Views
from tui.store.session import Session
from tui.text import clean_line, shorten

Part = tuple[str, str]
"""(text, style)"""

_LOOKS = {
    State.IDLE: ("○ not connected", "$text-muted"),
    State.DIALING: ("◌ dialing", "$text-warning"),
    State.OPEN: ("◌ setting up", "$text-warning"),
    State.READY: ("● live", "$text-success"),
    State.HANDOVER: ("⇄ handing over", "$text-warning"),
    State.RETRYING: ("◌ reconnecting", "$text-warning"),
    State.CLOSED: ("✕ closed", "$text-error"),
}


def strip_parts(views: Views, session: Session, *, demo: bool, now: float) -> list[Part]:
    """The parts of the strip, from left to right; empty texts are left out by the strip."""
    return [
        ("DEMO", "$text-accent bold" if demo else "") if demo else ("", ""),
        *_connection(views.link, now),
        (clean_line(session.metadata.model.rpartition("/")[2]), "$text"),
        (_tokens(views), "$text-muted"),
        (_handle(views, now), "$text-muted"),
        (_trouble(session), "$text-error bold"),
    ]


def _connection(link: Link, now: float) -> Iterator[Part]:
    yield _LOOKS[link.state]
    if link.state is State.RETRYING:
        wait = f" in {max(0, link.next_try - now):.0f} s" if link.next_try is not None else ""
        yield f"try {link.attempt}{wait}", "$text-warning"
    if (left := link.left(now)) is not None:
        yield f"closes in {left:.0f} s", "$text-warning"
    if link.state is State.CLOSED:
        yield shorten(link.closed, 80), "$text-error"


def _tokens(views: Views) -> str:
    last = views.usage.last
    if last is None:
        return ""
    return f"turn {last.prompt} in {last.response} out · {views.usage.total.total} tokens in all"


def _handle(views: Views, now: float) -> str:
    newest = views.handles.newest
    if newest is None:
        return "no handle yet"
    return f"handle {shorten(clean_line(newest.value), 9)}"


def _trouble(session: Session) -> str:
    return f"NOT SAVING: {session.journal.trouble}" if session.journal.trouble else ""
