"""The chain of handles: which can be resumed from, since when there is none."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from tui.projections.handles import Handle
from tui.projections.views import Views
from tui.text import clean_line, shorten
from tui.ui.instruments.table import BLANK, Cell, Row, Tone, heading, words


def rows(views: Views, now: float) -> Iterator[Row]:
    """A line a handle, newest first, and whether the service can be resumed at this moment."""
    handles = views.handles
    yield _standing(views, now)
    if not handles.chain:
        return
    yield BLANK
    yield heading("handle", "", ">age", ">conn", ">turn", "state")
    for handle in reversed(handles.chain):
        yield _handle(views, handle, now)


def _standing(views: Views, now: float) -> Row:
    handles = views.handles
    gap = handles.gap(now)
    if handles.resumable is None:
        return words("The service has sent no handle yet", Tone.FAINT)
    if not handles.resumable:
        since = "" if gap is None else f"; the last good one is {age(gap)} old"
        return words(f"Not resumable at this moment{since}", Tone.WARN, frame=handles.withheld)
    return words("Resumable: what was said up to the newest handle comes back", Tone.GOOD)


def _handle(views: Views, handle: Handle, now: float) -> Row:
    is_newest = handle is views.handles.newest
    turns = bisect_right(views.transcript.turns, handle.row, key=lambda turn: turn.first)
    if handle.refused is not None:
        state = Cell("refused", Tone.BAD)
    else:
        state = Cell("newest", Tone.GOOD) if is_newest else Cell("older", Tone.FAINT)
    dialed = "dialed" if handle.value == views.handles.dialed else ""
    return Row(
        (
            Cell(shorten(clean_line(handle.value), 18)),
            Cell(dialed, Tone.FAINT),
            Cell(age(now - handle.t), right=True),
            Cell(str(handle.conn), right=True),
            Cell(str(turns), right=True),
            state,
        ),
        frame=handle.row,
    )


def age(seconds: float) -> str:
    """`42 s`, `3 min`, `2 h 05 min`."""
    whole = max(0, int(seconds))
    if whole < 90:
        return f"{whole} s"
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"
