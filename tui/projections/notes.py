"""What happened to the connection, in words for the transcript."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tui.text import clean_line
from tui.wire.frame import Direction, Frame
from tui.wire.kinds import Kind
from tui.wire.spelling import pick, pick_map, pick_text

Fields = Mapping[str, Any]

NOTED = Kind.EVENT.bit | Kind.ERROR.bit | Kind.GO_AWAY.bit


def note_of(frame: Frame) -> tuple[str, str, str] | None:
    """(kind, text, hint) of a frame worth a line between turns, or None. All cleaned."""
    if not frame.kinds & NOTED:
        return None
    if frame.direction is Direction.EVENT:
        words = _EVENTS.get(frame.event)
        text = words(frame.message) if words else ""
    elif frame.kinds & Kind.ERROR.bit:
        text = in_band_error(frame.message)
    else:
        text = going_away(frame.message)
    kind = frame.event or ("error" if frame.kinds & Kind.ERROR.bit else "goAway")
    hint = pick_text(frame.message, "hint") if frame.direction is Direction.EVENT else ""
    return (kind, clean_line(text), clean_line(hint)) if text else None


def in_band_error(message: Fields) -> str:
    """An `{"error": …}` the service sent as a message."""
    error = pick(message, "error")
    if not isinstance(error, Mapping):
        return f"The service reported an error: {error}"
    parts = (pick(error, "code"), pick(error, "status"), pick(error, "message"))
    return "The service reported an error: " + " ".join(str(part) for part in parts if part)


def going_away(message: Fields) -> str:
    """`goAway`: the service will close this connection."""
    left = pick_text(pick_map(message, "goAway"), "timeLeft")
    return f"The service will close this connection in {left}" if left else "The service will close soon"


_WHO = {
    "client": "Hung up",
    "local": "Closed on this side",
    "network": "The connection was lost",
}


def closed(fields: Fields) -> str:
    """A close, with its code, reason and likely cause; hanging up needs no reason."""
    code, reason, cause = (fields.get(name) for name in ("code", "reason", "cause"))
    who = _WHO.get(str(fields.get("by")), "The service closed the connection")
    if fields.get("by") == "client" and code == 1000:
        return who
    text = f"{who} ({code})" if code else who
    text += f": {reason.rstrip('.')}" if isinstance(reason, str) and reason else ""
    return f"{text}. {cause}" if cause and cause != reason else text
