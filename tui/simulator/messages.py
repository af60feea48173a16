"""The messages a Live server sends, as the service spells them. Pure.

Shapes: google-genai 3.4 `LiveServerMessage`, and frames recorded from the service.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

Message = dict[str, Any]


def encode(message: Mapping[str, Any]) -> bytes:
    """A frame's payload: pretty-printed JSON and a newline, as the service sends it (in a binary frame).

    Half a surrogate pair has no UTF-8: a message with one is written in ASCII, with escapes.
    """
    try:
        return json.dumps(message, indent=2, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(message, indent=2).encode() + b"\n"


def setup_complete(session_id: str | None = None) -> Message:
    """The first message. Vertex names the session, the Developer API does not."""
    return {"setupComplete": {"sessionId": session_id} if session_id else {}}


def content(**members: Any) -> Message:
    """`serverContent` with these members (camelCase, as on the wire)."""
    return {"serverContent": members}


def part(part: Mapping[str, Any], *, role: str = "") -> Message:
    """One part of the model's turn."""
    turn = ({"role": role} if role else {}) | {"parts": [dict(part)]}
    return content(modelTurn=turn)


def text(words: str, *, role: str = "", thought: bool = False) -> Message:
    """A fragment of the answer, or of a thought."""
    return part({"text": words} | ({"thought": True} if thought else {}), role=role)


def audio(pcm: bytes, *, mime: str = "audio/pcm;rate=24000", role: str = "") -> Message:
    """A stretch of speech: PCM16 little-endian mono."""
    data = base64.b64encode(pcm).decode()
    return part({"inlineData": {"mimeType": mime, "data": data}}, role=role)


def resumption(handle: str | None) -> Message:
    """A handle to resume with; an empty update where there is none just now."""
    return {"sessionResumptionUpdate": {"newHandle": handle, "resumable": True} if handle else {}}


def tool_call(*calls: Mapping[str, Any]) -> Message:
    """Calls of functions, in parallel."""
    return {"toolCall": {"functionCalls": [dict(call) for call in calls]}}


def tool_cancellation(ids: list[str]) -> Message:
    """Calls that are no longer wanted."""
    return {"toolCallCancellation": {"ids": ids}}


def go_away(seconds: float) -> Message:
    """The connection ends in that time. A protobuf Duration is a string: `50s`, `9.5s`."""
    return {"goAway": {"timeLeft": f"{seconds:g}s"}}


def error(code: int, message: str, status: str) -> Message:
    """An error in band: not in the SDK's types, seen from the service."""
    return {"error": {"code": code, "message": message, "status": status}}
