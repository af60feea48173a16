"""The frames as an HTTP archive: HAR 1.2 with `_webSocketMessages`, as Chrome's network panel has it.

Written piece by piece: a session of any length needs no more memory than its largest frame.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from tui import __version__
from tui.store.journal import Journal
from tui.wire.frame import Direction, Frame, Opcode
from tui.wire.redact import Redactor

_TEXT, _BINARY = 1, 2


def har(journal: Journal, frames: Iterable[Frame] | None = None) -> Iterator[str]:
    """The archive in pieces, about one a frame; an entry a connection, frames verbatim. Events are in the
    entry's `_events`. frames: those of the journal, for who wants to know how far the first reading is.
    """
    creator = {"name": "gemini-tui", "version": __version__}
    yield f'{{"log":{{"version":"1.2","creator":{json.dumps(creator)},"pages":[],"entries":['
    for number, rows in enumerate(_connections(journal.frames() if frames is None else frames).values()):
        yield "," if number else ""
        yield from _entry(journal, rows)
    yield "]}}\n"


def _connections(frames: Iterable[Frame]) -> dict[int, list[int]]:
    """The rows of each connection that frames crossed."""
    rows: dict[int, list[int]] = {}
    crossed: set[int] = set()
    for row, frame in enumerate(frames):
        rows.setdefault(frame.conn, []).append(row)
        if frame.direction is not Direction.EVENT:
            crossed.add(frame.conn)
    return {conn: found for conn, found in rows.items() if conn in crossed}


def _entry(journal: Journal, rows: list[int]) -> Iterator[str]:
    events = [frame for row in rows if (frame := journal[row]).direction is Direction.EVENT]
    uri = next((str(event.message.get("uri", "")) for event in events if event.event == "open"), "")
    first, last = journal[rows[0]].t, journal[rows[-1]].t
    head = _head(uri or "wss://unknown.invalid/", first, last)
    head["_events"] = [{"t": event.t, **event.message} for event in events]
    yield json.dumps(Redactor(handles=False, audio=False).value(head))[:-1]
    yield ',"_webSocketMessages":['
    separator = ""
    for row in rows:
        frame = journal[row]
        if frame.direction is not Direction.EVENT:
            yield f"{separator}\n{json.dumps(_message(frame))}"
            separator = ","
    yield "]}"


def _head(uri: str, first: float, last: float) -> dict[str, Any]:
    """The members HAR 1.2 wants of an entry, and what makes it a WebSocket to Chrome."""
    bare: dict[str, Any] = {"cookies": [], "headers": [], "headersSize": -1, "bodySize": -1}
    content = {"size": 0, "mimeType": "x-unknown"}
    response = {"status": 101, "statusText": "Switching Protocols", "content": content, "redirectURL": ""}
    return {
        "startedDateTime": datetime.fromtimestamp(first, UTC).isoformat(timespec="milliseconds"),
        "time": round((last - first) * 1000, 3),
        "request": {"method": "GET", "url": uri, "httpVersion": "HTTP/1.1", "queryString": [], **bare},
        "response": {"httpVersion": "HTTP/1.1", **response, **bare},
        "cache": {},
        "timings": {"send": 0, "wait": 0, "receive": round((last - first) * 1000, 3)},
        "_resourceType": "websocket",
    }


def _message(frame: Frame) -> dict[str, Any]:
    """Text as it is; binary frames, and text that is not UTF-8, as base64."""
    kind = "send" if frame.direction is Direction.SEND else "receive"
    if frame.opcode is Opcode.TEXT:
        try:
            return {"type": kind, "time": frame.t, "opcode": _TEXT, "data": frame.payload.decode()}
        except UnicodeDecodeError:
            pass
    data = base64.b64encode(frame.payload).decode()
    return {"type": kind, "time": frame.t, "opcode": _BINARY, "data": data}
