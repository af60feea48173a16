"""WebSocket frames out of an HTTP archive, as Chrome's network panel and `gemini-tui export` write it.

HAR 1.2 with `_webSocketMessages` in an entry: each is `{"type": "send"|"receive", "time": Unix seconds,
"opcode": 1|2, "data": text, or base64 where the opcode is 2}`. Our own export adds `_events`.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from typing import Any

from tui.wire.frame import Direction, Frame, Opcode
from tui.wire.spelling import pick_list, pick_map, pick_text

_TEXT = 1
_DIRECTIONS = {"send": Direction.SEND, "receive": Direction.RECEIVE}


def frames_of(archive: Any) -> tuple[list[Frame], list[str]]:
    """The frames of every WebSocket in the archive by time, a connection each, and what was odd.

    A connection without events of its own begins with an `open`. Frame numbers run from 0.
    """
    problems: list[str] = []
    frames: list[Frame] = []
    sockets = [entry for entry in pick_list(pick_map(archive, "log"), "entries") if _messages(entry)]
    for conn, entry in enumerate(sockets, 1):
        found = list(_frames(entry, conn, problems))
        if found:
            frames += [*_events(entry, conn, found[0].t), *found]
    frames.sort(key=lambda frame: frame.t)
    return [_numbered(frame, seq) for seq, frame in enumerate(frames)], problems


def is_archive(value: Any) -> bool:
    """Whether a JSON value looks like a HAR."""
    return isinstance(value, dict) and "entries" in pick_map(value, "log")


def _messages(entry: Any) -> list[Any]:
    return pick_list(entry, "_webSocketMessages")


def _frames(entry: Any, conn: int, problems: list[str]) -> Iterator[Frame]:
    before = 0.0
    for number, message in enumerate(_messages(entry)):
        direction = _DIRECTIONS.get(pick_text(message, "type"))
        try:
            payload, opcode = _payload(message)
            t = float(message.get("time", before))
        except (ValueError, TypeError, AttributeError, binascii.Error):
            direction = None
        if direction is None:
            problems.append(f"message {number} of connection {conn} is no WebSocket message")
            continue
        before = t
        yield Frame(0, conn, t, direction, opcode, payload)


def _payload(message: Mapping[str, Any]) -> tuple[bytes, Opcode]:
    data = pick_text(message, "data")
    if message.get("opcode", _TEXT) == _TEXT:
        return data.encode(errors="replace"), Opcode.TEXT
    return base64.b64decode(data, validate=True), Opcode.BINARY


def _events(entry: Any, conn: int, t: float) -> Iterator[Frame]:
    """What happened to the connection; at least that it opened, at `t`."""
    events = [event for event in pick_list(entry, "_events") if isinstance(event, dict)]
    if not events:
        # without its query, which may carry a key
        events = [{"event": "open", "uri": pick_text(pick_map(entry, "request"), "url").partition("?")[0]}]
    for event in events:
        at = event.pop("t", t)
        payload = json.dumps(event, ensure_ascii=False).encode(errors="replace")
        when = float(at) if isinstance(at, int | float) else t
        yield Frame(0, conn, when, Direction.EVENT, Opcode.NONE, payload)


def _numbered(frame: Frame, seq: int) -> Frame:
    return Frame(seq, frame.conn, frame.t, frame.direction, frame.opcode, frame.payload)
