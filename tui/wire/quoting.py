"""One frame in the forms that people paste elsewhere: JSON, a websocat line, a pytest fixture."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from tui.wire.frame import NOT_JSON, Direction, Frame
from tui.wire.kinds import names_in

LIVE_URI = (
    "wss://generativelanguage.googleapis.com/ws/"
    "google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent"
)


_VERTEX = "aiplatform.googleapis.com"
_TOKEN = '-H "Authorization: Bearer $(gcloud auth print-access-token)"'
_BUFFER = 65536  # websocat's: a longer line would be cut into messages


@dataclass(frozen=True, slots=True)
class Quote:
    """A form of a frame or turn: what it is called, a letter for it, and the text."""

    letter: str
    name: str
    text: str


def quotes(frame: Frame, *, uri: str = LIVE_URI, setup: bytes = b"") -> Iterator[Quote]:
    """Every form that makes sense for the frame. uri: the endpoint without its key; setup: the session's."""
    if frame.value is not NOT_JSON:
        yield Quote("j", "JSON, formatted", json.dumps(frame.value, indent=2, ensure_ascii=False))
    if frame.direction is not Direction.EVENT:
        yield Quote("w", "wire, verbatim", frame.payload.decode(errors="replace"))
    if frame.direction is Direction.SEND and frame.value is not NOT_JSON:
        yield Quote("s", "websocat line", websocat(frame, uri, setup))
    yield Quote("p", "pytest fixture", fixture(frame))


def websocat(frame: Frame, uri: str, setup: bytes = b"") -> str:
    """A shell line that sends the frame, after the setup it needs; the key comes from the environment."""
    payloads = [setup] if setup and setup != frame.payload else []
    lines = [_one_line(payload) for payload in [*payloads, frame.payload]]
    longest = max(len(line.encode()) for line in lines)
    room = f" -B {longest + 1}" if longest >= _BUFFER else ""
    bare = shlex.quote(uri.partition("?")[0])
    where = f"{_TOKEN} {bare}" if _VERTEX in bare else f'{bare}"?key=$GEMINI_API_KEY"'
    return f"printf '%s\\n' {shlex.join(lines)} | websocat -n --text{room} {where}"


def _one_line(payload: bytes) -> str:
    return json.dumps(json.loads(payload), ensure_ascii=False, separators=(",", ":"))


def fixture(frame: Frame) -> str:
    """A pytest fixture that returns the payload, byte for byte."""
    names = names_in(frame.kinds)
    name = re.sub(r"\W+", "_", re.sub(r"(?<=[a-z])([A-Z])", r"_\1", names[0] if names else "frame")).lower()
    way = {Direction.SEND: "sent", Direction.RECEIVE: "received"}.get(frame.direction, "noted")
    return (
        "@pytest.fixture\n"
        f"def {name}_frame() -> bytes:\n"
        f'    """Frame {frame.seq}, as it was {way}."""\n'
        f"    return {frame.payload!r}\n"
    )
