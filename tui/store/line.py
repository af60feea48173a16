"""A journal line: one JSON object, one frame.

`{"seq":7,"conn":1,"t":…,"dir":"receive","op":"binary","data":"…"}`; `data_b64` stands for `data` where the
payload is not valid UTF-8. An event line carries `event` and its own fields instead of `op` and `data`.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from tui.wire.frame import Direction, Frame, Opcode

HEAD = ("seq", "conn", "t", "dir")
"""The members every line has; an event has no fields of these names."""


def encode(frame: Frame) -> bytes:
    """The frame's line, newline included."""
    record: dict[str, Any] = {
        "seq": frame.seq,
        "conn": frame.conn,
        "t": round(frame.t, 6),
        "dir": frame.direction.value,
    }
    if frame.direction is Direction.EVENT:
        record = {**frame.message, **record}
    else:
        record["op"] = frame.opcode.value
        try:
            record["data"] = frame.payload.decode()
        except UnicodeDecodeError:
            record["data_b64"] = base64.b64encode(frame.payload).decode()
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return text.encode(errors="replace") + b"\n"


def decode(line: bytes) -> Frame:
    """The frame of a line. Raises ValueError where it is none."""
    try:
        record = json.loads(line)
        seq, conn, t, direction = (record.pop(key) for key in HEAD)
        if direction == Direction.EVENT:
            payload = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")
            return Frame(int(seq), int(conn), float(t), Direction.EVENT, Opcode.NONE, payload)
        if "data" in record:
            payload = record["data"].encode()
        else:
            payload = base64.b64decode(record["data_b64"], validate=True)
        return Frame(int(seq), int(conn), float(t), Direction(direction), Opcode(record["op"]), payload)
    except (KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise ValueError(f"not a frame: {error!r}") from error
