"""One line that says what a frame is, in words; and the sizes and durations such lines are made of.

Everything returned is clean (`tui.text`) and can be shown as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tui.text import clean_line, shorten
from tui.wire.brief import brief
from tui.wire.frame import NOT_JSON, Direction, Frame, Opcode
from tui.wire.happening import happening
from tui.wire.kinds import Kind, names_in
from tui.wire.pcm import duration
from tui.wire.schema import unknown_members
from tui.wire.spelling import camel, pick, pick_list, pick_map, pick_text

LIMIT = 400
"""Characters of a frame's own text that a line is made of; no terminal is wider."""

SEPARATOR = " · "


def summarize(frame: Frame) -> str:
    """What a frame says, on one clean line. Never raises, whatever the payload."""
    if frame.direction is Direction.EVENT:
        return _line([happening(frame.message)])
    value = frame.value
    if value is NOT_JSON:
        return _line(["empty"] if not frame.payload else [_head(frame.payload)])
    if not isinstance(value, dict):
        return _line([_head(frame.payload)])
    parts = [*_message(frame.direction, value)]
    if frame.kinds & Kind.UNKNOWN.bit:
        parts += _unknown(frame.direction, value)
    return _line(parts) or _line([brief(value)])


def describe(text: str) -> str:
    """What a frame written by hand is: its kinds, and its line."""
    frame = Frame(0, 0, 0.0, Direction.SEND, Opcode.TEXT, text.encode(errors="replace"))
    return SEPARATOR.join([" ".join(names_in(frame.kinds)), summarize(frame)])


def short_handle(handle: str) -> str:
    """Enough of a handle to tell it from its neighbours."""
    return clean_line(handle if len(handle) <= 12 else f"{handle[:8]}…")


def bytes_text(count: int) -> str:
    """`812 B`, `11.5 kB`, `1.9 MB`: three digits at most before the unit."""
    if count < 1000:
        return f"{count} B"
    unit = next((unit for unit in (10**3, 10**6) if count < 999.5 * unit), 10**9)
    size, name = count / unit, _UNITS[unit]
    return f"{size:.1f} {name}" if size < 99.95 else f"{size:.0f} {name}"


_UNITS = {10**3: "kB", 10**6: "MB", 10**9: "GB"}


def seconds_text(seconds: float) -> str:
    """`12 ms`, `39.6 s`, `4:07`, `1:02:09`."""
    if seconds < 0.9995:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 100:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _line(parts: list[str]) -> str:
    return clean_line(shorten(SEPARATOR.join(part for part in parts if part), LIMIT))


def _head(payload: bytes) -> str:
    return payload[:LIMIT].decode(errors="replace")


def _message(direction: Direction, message: Mapping[str, Any]) -> Iterator[str]:
    for name, body in message.items():
        describe = _TOP.get(camel(name))
        if describe is not None:
            yield from describe(body, direction)


def _unknown(direction: Direction, message: Mapping[str, Any]) -> Iterator[str]:
    paths = [path for path, _ in unknown_members(direction, message)]
    if paths:
        yield "unknown: " + ", ".join(paths[:4]) + (f" and {len(paths) - 4} more" if len(paths) > 4 else "")


def _scalar(value: Any) -> str:
    return shorten(value if isinstance(value, str) else brief(value), 120)


def _text_of(body: Any) -> str:
    text = pick_text(body, "text")
    return text[: LIMIT + 1]


def _setup(body: Any, direction: Direction) -> Iterator[str]:
    generation = pick_map(body, "generationConfig")
    yield pick_text(body, "model")
    yield " ".join(str(item) for item in pick_list(generation, "responseModalities"))
    voice = pick_map(pick_map(generation, "speechConfig"), "voiceConfig")
    yield pick_text(pick_map(voice, "prebuiltVoiceConfig"), "voiceName")
    handle = pick_text(pick_map(body, "sessionResumption"), "handle")
    yield f"resumes {short_handle(handle)}" if handle else ""


def _client_content(body: Any, direction: Direction) -> Iterator[str]:
    for turn in pick_list(body, "turns"):
        for part in pick_list(turn, "parts"):
            yield from _part(part, direction)
    if pick(body, "turnComplete") is False:
        yield "turn goes on"


def _realtime_input(body: Any, direction: Direction) -> Iterator[str]:
    if not isinstance(body, dict):
        return
    for name, value in body.items():
        match camel(name):
            case "text":
                yield _scalar(value) if not isinstance(value, str) else value[:LIMIT]
            case "audio" | "video":
                yield _blob(value, direction)
            case "mediaChunks":
                yield from (_blob(chunk, direction) for chunk in pick_list(body, "mediaChunks"))
            case "activityStart":
                yield "activity starts"
            case "activityEnd":
                yield "activity ends"
            case "audioStreamEnd":
                yield "audio stream ends"


def _blob(blob: Any, direction: Direction) -> str:
    """`audio 200 ms`, `image/jpeg 31.2 kB`."""
    mime = pick_text(blob, "mimeType")
    size = base64_size(pick_text(blob, "data"))
    if mime.startswith("audio/"):
        return f"audio {seconds_text(duration(size, mime, direction))}"
    return f"{mime or 'data'} {bytes_text(size)}"


def base64_size(data: str) -> int:
    """How many bytes a base64 text stands for, without decoding it."""
    return len(data) * 3 // 4 - data[-2:].count("=")


def _server_content(body: Any, direction: Direction) -> Iterator[str]:
    if not isinstance(body, dict):
        yield _scalar(body)
        return
    for part in pick_list(pick(body, "modelTurn"), "parts"):
        yield from _part(part, direction)
    for name in ("inputTranscription", "interimInputTranscription", "outputTranscription"):
        if name in body:
            yield _text_of(body[name]) + (" (finished)" if pick(body[name], "finished") else "")
    yield from (words for name, words in _FLAGS.items() if body.get(name))
    yield str(body.get("turnCompleteReason") or "")
    yield str(body.get("interactionStatus") or "")
    for item in pick_list(pick(body, "urlContextMetadata"), "urlMetadata"):
        yield f"{pick_text(item, 'retrievedUrl')} {pick_text(item, 'urlRetrievalStatus')}"
    yield ", ".join(str(query) for query in pick_list(body.get("groundingMetadata"), "webSearchQueries"))


_FLAGS = {
    "interrupted": "interrupted",
    "generationComplete": "generation complete",
    "turnComplete": "turn complete",
    "waitingForInput": "waiting for input",
}


def _part(part: Any, direction: Direction) -> Iterator[str]:
    if text := _text_of(part):
        yield f"thought: {text}" if pick(part, "thought") else text
    if blob := pick_map(part, "inlineData"):
        yield _blob(blob, direction)
    if code := pick_map(part, "executableCode"):
        yield f"runs {pick_text(code, 'language').lower()}: {pick_text(code, 'code')[:LIMIT]}"
    if result := pick_map(part, "codeExecutionResult"):
        yield f"{pick_text(result, 'outcome')}: {pick_text(result, 'output')[:LIMIT]}"


def _tool_call(body: Any, direction: Direction) -> Iterator[str]:
    for call in pick_list(body, "functionCalls"):
        args = pick_map(call, "args")
        yield f"{pick_text(call, 'name')}({', '.join(f'{key}={_scalar(args[key])}' for key in args)})"


def _tool_response(body: Any, direction: Direction) -> Iterator[str]:
    for response in pick_list(body, "functionResponses"):
        yield f"{pick_text(response, 'name')} → {_scalar(pick(response, 'response'))}"


def _usage(body: Any, direction: Direction) -> Iterator[str]:
    """`515 in + 24 out = 539 tokens`, in either spelling of the wire."""
    sent = pick(body, "promptTokenCount")
    received = pick(body, "responseTokenCount", pick(body, "candidatesTokenCount"))
    total = pick(body, "totalTokenCount")
    if sent is None and received is None and total is None:
        return
    numbers = [f"{sent} in" if sent is not None else "", f"{received} out" if received is not None else ""]
    line = " + ".join(number for number in numbers if number)
    yield " = ".join(part for part in (line, str(total) if total is not None else "") if part) + " tokens"
    if thoughts := pick(body, "thoughtsTokenCount"):
        yield f"{thoughts} thoughts"


def _resumption(body: Any, direction: Direction) -> Iterator[str]:
    handle = pick_text(body, "newHandle")
    resumable = bool(pick(body, "resumable"))
    yield f"handle {short_handle(handle)}" if handle else "no handle"
    yield "resumable" if resumable and handle else "not resumable now"


def _error(body: Any, direction: Direction) -> Iterator[str]:
    fields = (pick(body, name) for name in ("code", "status", "message"))
    yield "error " + (" ".join(str(field) for field in fields if field is not None) or _scalar(body))


def _setup_complete(body: Any, direction: Direction) -> Iterator[str]:
    session = pick_text(body, "sessionId")
    yield f"ready, session {session}" if session else "ready"


def _voice_activity(body: Any, direction: Direction) -> Iterator[str]:
    values = (pick_text(body, name) for name in ("type", "voiceActivityType", "vadSignalType"))
    yield " ".join([*(value for value in values if value), pick_text(body, "audioOffset")]).strip()


def _context_update(body: Any, direction: Direction) -> Iterator[str]:
    for part in pick_list(pick(body, "systemInstruction"), "parts"):
        yield from _part(part, direction)
    yield "tools" if pick(body, "tools") else ""


_TOP: dict[str, Callable[[Any, Direction], Iterator[str]]] = {
    "setup": _setup,
    "clientContent": _client_content,
    "realtimeInput": _realtime_input,
    "toolResponse": _tool_response,
    "contextUpdate": _context_update,
    "setupComplete": _setup_complete,
    "serverContent": _server_content,
    "toolCall": _tool_call,
    "toolCallCancellation": lambda body, _: iter(["cancels " + ", ".join(map(str, pick_list(body, "ids")))]),
    "usageMetadata": _usage,
    "goAway": lambda body, _: iter([f"goes away in {_scalar(pick(body, 'timeLeft', '?'))}"]),
    "sessionResumptionUpdate": _resumption,
    "voiceActivity": _voice_activity,
    "voiceActivityDetectionSignal": _voice_activity,
    "error": _error,
}
