"""A journal line: one JSON object, one frame.

`{"seq":7,"conn":1,"t":…,"dir":"receive","op":"binary","data":"…"}`; `data_b64` stands for `data` where the
payload is not valid UTF-8. An event line carries `event` and its own fields instead of `op` and `data`.
"""

from __future__ import annotations

import base64
import json
from typing import Any

import orjson

from tui.store.index import Glance, what_of
from tui.wire.classifier import classify
from tui.wire.frame import Direction, Frame, Opcode, parse

HEAD = ("seq", "conn", "t", "dir")
"""The members every line has; an event has no fields of these names."""


def encode(frame: Frame) -> bytes:
    """The frame's line, newline included."""
    direction = frame.direction
    record: dict[str, Any] = {"seq": frame.seq, "conn": frame.conn, "t": frame.t, "dir": direction}
    if direction == "event":
        record |= {name: value for name, value in frame.message.items() if name not in HEAD}
    else:
        record["op"] = frame.opcode
        try:
            record["data"] = frame.payload.decode()
        except UnicodeDecodeError:
            record["data_b64"] = base64.b64encode(frame.payload).decode()
    return _compact(record, orjson.OPT_APPEND_NEWLINE)


def _compact(value: Any, option: int = 0) -> bytes:
    try:
        return orjson.dumps(value, option=option)
    except TypeError:  # a lone surrogate, a number beyond 64 bits, a float key: rare, and never lost
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return (text + "\n" * (option == orjson.OPT_APPEND_NEWLINE)).encode(errors="replace")


def decode(line: bytes) -> Frame:
    """The frame of a line. Raises ValueError where it is none."""
    try:
        record = _load(line)
        seq, conn, t, direction = record["seq"], record["conn"], record["t"], _DIRECTIONS[record["dir"]]
        if direction is Direction.EVENT:
            payload, opcode = _compact(_without_head(record)), Opcode.NONE
        else:
            payload, opcode = _payload(record), _OPCODES[record["op"]]
        return Frame(int(seq), int(conn), float(t), direction, opcode, payload)
    except (KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise ValueError(f"not a frame: {error!r}") from error


def payload_of(line: bytes) -> bytes:
    """`decode(line).payload` without making the frame. Raises ValueError."""
    try:
        record = _load(line)
        return _compact(_without_head(record)) if record["dir"] == "event" else _payload(record)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a frame: {error!r}") from error


def glance(line: bytes) -> Glance:
    """What the index keeps of a line: `decode(line)` without making the frame. Raises ValueError."""
    try:
        record = _load(line)
        seq, conn, t, direction = record["seq"], record["conn"], record["t"], record["dir"]
        if direction == "event":
            size, value = len(_compact(_without_head(record))), record
        elif record["op"] not in _OPCODES:
            raise ValueError(f"no opcode is {record['op']!r}")
        else:
            payload = _payload(record)
            size, value = len(payload), parse(payload)
        what = what_of(_DIRECTIONS[direction], classify(direction, value))
        return Glance(int(seq), int(conn), float(t), size, what)
    except (KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise ValueError(f"not a frame: {error!r}") from error


_DIRECTIONS = {direction.value: direction for direction in Direction}
_OPCODES = {opcode.value: opcode for opcode in Opcode}


def _without_head(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in HEAD}


def _load(line: bytes) -> Any:
    try:
        return orjson.loads(line)
    except ValueError:
        return json.loads(line)


def _payload(record: dict[str, Any]) -> bytes:
    if "data" in record:
        return bytes(record["data"].encode())
    return base64.b64decode(record["data_b64"], validate=True)
