"""What happened to the connection, an event line in one line of words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tui.wire.spelling import pick_text

Fields = Mapping[str, Any]


def happening(fields: Fields) -> str:
    """Not cleaned. An event that is not known here is told member by member: nothing of it is hidden."""
    name = pick_text(fields, "event") or "event"
    words = _WORDS.get(name)
    return words(fields) if words is not None else f"{name} {' · '.join(_members(fields))}".rstrip()


def _members(fields: Fields) -> Iterator[str]:
    for key, value in fields.items():
        if key != "event" and value not in ("", None, [], {}):
            yield f"{key} {value}"


def _join(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _close(fields: Fields) -> str:
    code, by = fields.get("code"), pick_text(fields, "by")
    reason, cause = pick_text(fields, "reason"), pick_text(fields, "cause")
    head = "closed" + (f" {code}" if code else "") + (f" by {by}" if by else "")
    return _join(head, reason, cause if cause != reason else "")


def _open(fields: Fields) -> str:
    where = _join(pick_text(fields, "endpoint"), pick_text(fields, "version"), pick_text(fields, "uri"))
    return f"open {where}".rstrip()


def _ping(fields: Fields) -> str:
    seconds = fields.get("seconds")
    return f"ping {seconds * 1000:.1f} ms" if isinstance(seconds, int | float) else "ping"


def _session(fields: Fields) -> str:
    backend, model = pick_text(fields, "backend"), pick_text(fields, "model")
    return _join("session begins", backend, model, f"schema {fields.get('schema')}")


def _file(fields: Fields) -> str:
    progress = fields.get("progress")
    done = f"{progress:.0%}" if isinstance(progress, int | float) else ""
    return _join(f"file {pick_text(fields, 'path')}", done, pick_text(fields, "why"))


def _numbered(lead: str, key: str) -> Callable[[Fields], str]:
    return lambda fields: f"{lead} {fields.get(key)}" if fields.get(key) is not None else lead


def _retry(fields: Fields) -> str:
    return _join(f"next try is {fields.get('attempt')}", pick_text(fields, "why"))


def _said(lead: str) -> Callable[[Fields], str]:
    return lambda fields: _join(lead, pick_text(fields, "text") or pick_text(fields, "message"))


def _lost(fields: Fields) -> str:
    if "first" not in fields:
        return _join("gap", pick_text(fields, "why"))
    return _join(
        f"gap: frames {fields.get('first')} to {fields.get('last')} were not saved", pick_text(fields, "why")
    )


def _resume(fields: Fields) -> str:
    return _join("resume", pick_text(fields, "text") or f"the service has frames up to {fields.get('of')}")


def _late(fields: Fields) -> str:
    span = f"frames {fields.get('first')} to {fields.get('last')} came late into the file"
    return _join(f"saved: {span}", pick_text(fields, "why"))


_WORDS: dict[str, Callable[[Fields], str]] = {
    "close": _close,
    "dial": _numbered("dial, attempt", "attempt"),
    "error": _said("error"),
    "file": _file,
    "gap": _lost,
    "handmade": lambda _: "handmade: written here, sent as it is",
    "handover": lambda fields: _join("handover", pick_text(fields, "why")),
    "note": _said("note"),
    "open": _open,
    "ping": _ping,
    "queued": _said("waits for a connection"),
    "ready": lambda _: "ready: the setup is complete",
    "resume": _resume,
    "retry": _retry,
    "saved": _late,
    "session": _session,
    "sound": _said(""),
    "stay_down": _said("stay_down"),
    "unsent": _said("not sent"),
    "unsure": _said("may not have arrived"),
    "warning": _said("warning"),
}
