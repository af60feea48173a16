"""Frames as no server should send them: what a projection has to live through."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from tui.wire.frame import Direction, Frame, Opcode
from tui.wire.schema import CLIENT, SERVER

_NAMES = sorted(
    {*SERVER, *CLIENT, *SERVER["serverContent"], *CLIENT["realtimeInput"], *SERVER["usageMetadata"]}
    | {"parts", "text", "thought", "inlineData", "data", "mimeType", "functionCalls", "id", "name", "ids"}
    | {"turns", "role", "functionResponses", "newHandle", "resumable", "timeLeft", "tokenCount", "modality"}
    | {"sessionResumption", "handle", "finished", "groundingChunks", "web", "uri", "executableCode", "fooBar"}
    | {
        "client_content",
        "realtime_input",
        "tool_response",
        "model",
        "voiceActivity",
        "type",
        "code",
        "output",
    }
)
_EVENTS = [
    "open",
    "close",
    "error",
    "dial",
    "retry",
    "resume",
    "ready",
    "interrupt",
    "note",
    "handover",
    "gap",
]
_FIELDS = [
    "code",
    "reason",
    "by",
    "cause",
    "hint",
    "message",
    "at",
    "attempt",
    "why",
    "first",
    "last",
    "refused",
]

_leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(
        ["50s", "1e999s", "IDLE", "IN_PROGRESS", "model", "audio/pcm;rate=24000", "AAAA", "x", "7"]
    )
)
_json = st.recursive(
    _leaves,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(_NAMES), inner, max_size=4)
        | st.dictionaries(st.sampled_from(["serverContent", "usageMetadata", "toolCall"]), inner, max_size=2)
    ),
    max_leaves=12,
)
_objects = st.dictionaries(st.sampled_from(_NAMES), _json, max_size=4)
_payloads = (
    st.binary(max_size=12)
    | _json.map(lambda value: json.dumps(value).encode())
    | _objects.map(lambda value: json.dumps(value).encode())
    | st.sampled_from([b"", b"{}", b"{} {}", b"[]", b"\xff\xfe", b'{"a":' * 3000, b"9" * 5000, b'"\\ud800"'])
)


def _event(name: str, fields: dict[str, Any]) -> bytes:
    return json.dumps({"event": name, **fields}).encode()


_events = st.builds(
    _event, st.sampled_from(_EVENTS), st.dictionaries(st.sampled_from(_FIELDS), _leaves, max_size=4)
)


def _frame(conn: int, t: float, direction: Direction, payload: bytes, event: bytes) -> Frame:
    if direction is Direction.EVENT:
        return Frame(0, conn, t, direction, Opcode.NONE, event)
    return Frame(0, conn, t, direction, Opcode.BINARY, payload)


frames = st.builds(
    _frame, st.integers(0, 3), st.floats(0, 2e9), st.sampled_from(list(Direction)), _payloads, _events
)

BROKEN = [
    b"",
    b"{}",
    b"not json",
    b"{} {}",
    b"[1,2]",
    b"null",
    b"\xff\xfe\x00",
    b'{"serverContent": []}',
    b'{"serverContent": {"modelTurn": {"parts": [null, 3, {"text": 5}, {"inlineData": "x"}]}}}',
    b'{"toolCall": {"functionCalls": [null, {"id": {}}, 7]}}',
    b'{"toolCallCancellation": {"ids": [[], {}]}}',
    b'{"usageMetadata": {"promptTokenCount": "x", "promptTokensDetails": [null, {"modality": 4}]}}',
    b'{"error": "plain"}',
    b'{"goAway": {"timeLeft": 50}}',
    b'{"sessionResumptionUpdate": {"newHandle": 7, "resumable": "yes"}}',
]
"""One of each kind, sent and received alike."""
