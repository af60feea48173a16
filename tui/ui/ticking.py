"""When the strip must be looked at again though no frame came: a countdown, or sound that plays."""

from __future__ import annotations

from tui.projections.link import State
from tui.projections.views import Views
from tui.ui.conversation import Sound

METER = 0.2
SECOND = 1.0


def next_look(views: Views, sound: Sound, *, still: bool, slow: bool = False) -> float | None:
    """Seconds until what the strip says has changed by itself; None while nothing moves.

    still: the line is long or a screen reader listens; then nothing moves oftener than each second.
    slow: sound that plays moves nothing.
    """
    if not slow and sound.received > 0 and sound.position() < sound.received:
        return SECOND if still else METER
    link = views.link
    if link.state is State.RETRYING or link.deadline is not None:
        return SECOND
    current = views.transcript.current
    if current is not None and current.is_open and any(call.pending for call in current.calls):
        return SECOND
    return None
