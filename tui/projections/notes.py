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
    """(kind, text, hint) of a frame with one of the kinds `NOTED` worth a line between turns. All cleaned."""
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
    when = f"in {left}" if left[:1].isdigit() else "soon"
    return f"The service will close this connection {when}"


def closed(fields: Fields) -> str:
    """A close, with its code, reason and likely cause; hanging up needs no reason."""
    code, reason, cause = (fields.get(name) for name in ("code", "reason", "cause"))
    who = _CLOSED_BY.get(str(fields.get("by")), "The service closed the connection")
    if fields.get("by") == "client" and code == 1000:
        return "Closed for the change" if fields.get("handover") is True else who
    text = f"{who} ({code})" if code else who
    text += f": {reason.rstrip('.')}" if isinstance(reason, str) and reason else ""
    return f"{text}. {_sentence(str(cause))}" if cause and cause != reason else text


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


_CLOSED_BY = {"client": "Hung up", "local": "Closed here", "network": "The connection broke"}


def _resumed(fields: Fields) -> str:
    if said := pick_text(fields, "text"):
        return said
    source, seq = fields.get("from"), fields.get("seq")
    text = f"Resumed {source}" if source else "Resumed"
    return f"{text}: the service has what came up to frame {seq}" if isinstance(seq, int) else text


def _gap(fields: Fields) -> str:
    first, last = fields.get("first"), fields.get("last")
    frames = f"Frame {first} was" if first == last else f"Frames {first} to {last} were"
    return f"{frames} not saved: {fields.get('why')}"


def _handed_over(fields: Fields) -> str:
    why = fields.get("why")
    return "Handing over to a new connection" + (f": {why}" if why else "")


def _text(name: str, lead: str = "") -> Callable[[Fields], str]:
    def words(fields: Fields) -> str:
        text = str(fields.get(name) or "")
        return lead + text if text else ""

    return words


def _consent(fields: Fields) -> str:
    command = fields.get("command")
    words = " ".join(str(word) for word in command) if isinstance(command, list) else ""
    return f"{fields.get('function')} wants to run a command of this profile: {words}. /allow lets it"


def _silence(fields: Fields) -> str:
    return (
        f"Nothing has come for {fields.get('seconds')} s. Last sent: {fields.get('last_sent') or 'nothing'}; "
        f"last received: {fields.get('last_received') or 'nothing'}"
    )


_EVENTS: dict[str, Callable[[Fields], str]] = {
    "close": closed,
    "resume": _resumed,
    "gap": _gap,
    "handover": _handed_over,
    "error": _text("message"),
    "note": _text("text"),
    "stay_down": _text("text"),
    "sound": _text("text"),
    "warning": _text("text"),
    "consent": _consent,
    "silence": _silence,
    "queued": _text("text", "Waits for a connection: "),
    "unsent": _text("text", "Not sent: "),
    "unsure": _text("text", "It is not known whether this arrived: "),
}
