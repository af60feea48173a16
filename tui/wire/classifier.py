"""Which kinds a message is of, and whether anything in it is unknown: read in one walk.

The schema is compiled once, for each direction, into what its members add to the mask.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from operator import or_
from typing import Any

from tui.wire.kinds import MEMBER_BITS, Kind, Mask
from tui.wire.schema import ANY, CLIENT, ENUMS, PART, SERVER, Schema
from tui.wire.spelling import camel, pick

TELLING = ENUMS | {"thought", "mimeType", "event"}
"""Members whose value has a say in the kinds, not only their being there. All else of a message can differ in
its texts and numbers without being of another kind."""

_Reader = Callable[[Any], Mask]
_Adds = Mask | _Reader
"""What a member adds to the mask: bits, or a function of its value where that has a say."""

_UNKNOWN = Kind.UNKNOWN.bit
_TEXT = Kind.TEXT.bit
_TEXT_OR_THOUGHT = Kind.TEXT.bit | Kind.THOUGHT.bit


def classify(direction: str, value: Any) -> Mask:
    """Every kind in a parsed payload, as a mask. Unknown members, at any depth, add `UNKNOWN`."""
    if direction == "event":
        return Kind.EVENT.bit | (Kind.CLOSE.bit if value.get("event") == "close" else 0)
    if type(value) is not dict:
        json_but_no_object = value is None or isinstance(value, (list, str, int, float))
        return _UNKNOWN if json_but_no_object else Kind.NOT_JSON.bit
    mask = _received(value) if direction == "receive" else _sent(value)
    return mask | _read_anyway(value) if mask & _UNKNOWN or not value else mask


def _read_anyway(message: Mapping[str, Any]) -> Mask:
    """Of what is empty, or has something unknown: the kinds of either direction, in either spelling."""
    adds = ((_ANYWHERE.get(camel(name), 0), body) for name, body in message.items())
    return reduce(or_, (add if isinstance(add, int) else add(body) for add, body in adds), _UNKNOWN)


def _object(
    schema: Schema, adds: Mapping[str, _Adds] | None = None, bit: Mask = 0, *, either_spelling: bool = False
) -> _Reader:
    """Reads an object: `bit`, what its members add, and whether any of them is unknown.

    Where a list of objects stands instead, only the last counts.
    """
    members = {
        name: _member(part, (adds or {}).get(name, 0), either_spelling) for name, part in schema.items()
    }

    def read(value: Any) -> Mask:
        mask = bit
        if type(value) is dict:
            for name in value:  # on the way of each frame: items() would take twice as long
                try:
                    add = members[name]
                except KeyError:
                    add = members.get(camel(name), _UNKNOWN) if either_spelling else _UNKNOWN
                mask |= add if isinstance(add, int) else add(value[name])
        elif type(value) is list:
            for item in value:
                if type(item) is dict:
                    mask |= read(item) & _UNKNOWN
        return mask

    return read


def _flag(bit: Mask) -> _Reader:
    """Reads what is of a kind unless it says that it is not."""
    return lambda value: 0 if value is False or value is None else bit


def _member(schema: Any, add: _Adds, either_spelling: bool) -> _Adds:
    if not isinstance(add, int) or schema is ANY:
        return add
    if isinstance(schema, frozenset):
        return lambda value: add | _UNKNOWN if isinstance(value, str) and value not in schema else add
    return _object(schema, bit=add, either_spelling=either_spelling)


def _blob(value: Any) -> Mask:
    is_audio = str(pick(value, "mimeType", "")).startswith("audio/")
    return _any_blob(value) | (Kind.AUDIO.bit if is_audio else Kind.MEDIA.bit)


def _parts(value: Any) -> Mask:
    if type(value) is not list:
        return _any_part(value) & _UNKNOWN
    mask = 0
    for part in value:
        mask |= _part(part) if type(part) is dict else _UNKNOWN
    return mask


def _part(part: dict[str, Any]) -> Mask:
    mask = _any_part(part)
    is_thought = mask & _TEXT and part.get("thought")
    return mask ^ _TEXT_OR_THOUGHT if is_thought else mask


def _server_content(value: Any) -> Mask:
    mask = _any_content(value)
    return mask if mask & ~_UNKNOWN else mask | Kind.SERVER_CONTENT.bit


_any_blob = _object(PART["inlineData"])
_any_part = _object(
    PART,
    {
        "text": _TEXT,
        "inlineData": _blob,
        "executableCode": Kind.CODE.bit,
        "codeExecutionResult": Kind.CODE.bit,
    },
)
_CONTENT = SERVER["serverContent"]
_FLAGS = (Kind.INTERRUPTED, Kind.GENERATION_COMPLETE, Kind.TURN_COMPLETE, Kind.WAITING_FOR_INPUT)
_any_content = _object(
    _CONTENT,
    {
        **{kind.wire_name: kind.bit for kind in Kind if kind.wire_name in _CONTENT},
        **{kind.wire_name: _flag(kind.bit) for kind in _FLAGS},
        "modelTurn": _object(_CONTENT["modelTurn"], {"parts": _parts}),
    },
)
_REALTIME = {
    "text": Kind.REALTIME_TEXT.bit,
    "audio": Kind.REALTIME_AUDIO.bit,
    "mediaChunks": Kind.REALTIME_AUDIO.bit,
    "audioStreamEnd": Kind.ACTIVITY.bit,
    "video": Kind.REALTIME_VIDEO.bit,
    "activityStart": Kind.ACTIVITY.bit,
    "activityEnd": Kind.ACTIVITY.bit,
}
_ANYWHERE: dict[str, _Adds] = {
    **MEMBER_BITS,
    "serverContent": _server_content,
    "realtimeInput": _object(CLIENT["realtimeInput"], _REALTIME, either_spelling=True),
}
_received = _object(SERVER, {**MEMBER_BITS, "serverContent": _server_content})
_sent = _object(CLIENT, _ANYWHERE, either_spelling=True)
