"""The kinds a frame carries. One frame can carry several: `serverContent` with `usageMetadata` is common."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any

from tui.wire.schema import ENUMS, has_unknown
from tui.wire.spelling import camel, pick, pick_list

Mask = int
"""A set of kinds: the sum of their bits."""


class Kind(Enum):
    """What a frame, or a part of one, is: the wire's name, and a badge of at most six characters."""

    SETUP = ("setup", "setup")
    CLIENT_CONTENT = ("clientContent", "turn→")
    REALTIME_TEXT = ("realtimeInput.text", "text→")
    REALTIME_AUDIO = ("realtimeInput.audio", "audio→")
    REALTIME_VIDEO = ("realtimeInput.video", "video→")
    ACTIVITY = ("realtimeInput.activity", "vad→")
    TOOL_RESPONSE = ("toolResponse", "tool→")
    CONTEXT_UPDATE = ("contextUpdate", "ctx→")
    SETUP_COMPLETE = ("setupComplete", "ready")
    TEXT = ("text", "text")
    THOUGHT = ("thought", "think")
    AUDIO = ("audio", "audio")
    MEDIA = ("media", "media")
    CODE = ("code", "code")
    OUTPUT_TRANSCRIPTION = ("outputTranscription", "out")
    INPUT_TRANSCRIPTION = ("inputTranscription", "in")
    INTERIM_TRANSCRIPTION = ("interimInputTranscription", "in…")
    GENERATION_COMPLETE = ("generationComplete", "gen")
    TURN_COMPLETE = ("turnComplete", "turn")
    INTERRUPTED = ("interrupted", "cut")
    INTERACTION_STATUS = ("interactionStatus", "state")
    WAITING_FOR_INPUT = ("waitingForInput", "wait")
    GROUNDING = ("groundingMetadata", "ground")
    URL_CONTEXT = ("urlContextMetadata", "url")
    SERVER_CONTENT = ("serverContent", "sc")
    TOOL_CALL = ("toolCall", "tool")
    TOOL_CANCEL = ("toolCallCancellation", "untool")
    USAGE = ("usageMetadata", "usage")
    GO_AWAY = ("goAway", "goaway")
    RESUMPTION = ("sessionResumptionUpdate", "handle")
    VOICE_ACTIVITY = ("voiceActivity", "voice")
    ERROR = ("error", "error")
    EVENT = ("event", "event")
    CLOSE = ("event.close", "close")
    UNKNOWN = ("unknown", "?")
    NOT_JSON = ("notJson", "¬json")

    def __init__(self, wire_name: str, badge: str) -> None:
        self.wire_name = wire_name
        self.badge = badge
        self.bit: int = 1 << len(type(self).__members__)


ANSWER: Mask = (
    Kind.TEXT.bit
    | Kind.THOUGHT.bit
    | Kind.AUDIO.bit
    | Kind.MEDIA.bit
    | Kind.CODE.bit
    | Kind.OUTPUT_TRANSCRIPTION.bit
    | Kind.TOOL_CALL.bit
)
"""Kinds that are part of an answer."""

MEMBER_BITS = {
    kind.wire_name: kind.bit
    for kind in (
        Kind.SETUP,
        Kind.CLIENT_CONTENT,
        Kind.TOOL_RESPONSE,
        Kind.CONTEXT_UPDATE,
        Kind.SETUP_COMPLETE,
        Kind.TOOL_CALL,
        Kind.TOOL_CANCEL,
        Kind.USAGE,
        Kind.GO_AWAY,
        Kind.RESUMPTION,
        Kind.VOICE_ACTIVITY,
        Kind.ERROR,
    )
} | {"voiceActivityDetectionSignal": Kind.VOICE_ACTIVITY.bit}
"""Members of a message that are a kind by themselves: a frame that has one has the bit, and no other way."""

_CONTENT = {
    kind.wire_name: kind.bit
    for kind in (
        Kind.OUTPUT_TRANSCRIPTION,
        Kind.INPUT_TRANSCRIPTION,
        Kind.INTERIM_TRANSCRIPTION,
        Kind.GENERATION_COMPLETE,
        Kind.TURN_COMPLETE,
        Kind.INTERRUPTED,
        Kind.INTERACTION_STATUS,
        Kind.WAITING_FOR_INPUT,
        Kind.GROUNDING,
        Kind.URL_CONTEXT,
    )
}

_REALTIME = {
    "text": Kind.REALTIME_TEXT.bit,
    "audio": Kind.REALTIME_AUDIO.bit,
    "mediaChunks": Kind.REALTIME_AUDIO.bit,
    "audioStreamEnd": Kind.ACTIVITY.bit,
    "video": Kind.REALTIME_VIDEO.bit,
    "activityStart": Kind.ACTIVITY.bit,
    "activityEnd": Kind.ACTIVITY.bit,
}


TELLING = ENUMS | {"thought", "mimeType", "event"}
"""Members whose value has a say in the kinds, not only their being there. All else of a message can differ in
its texts and numbers without being of another kind."""


def classify(direction: str, value: Any) -> Mask:
    """Every kind in a parsed payload, as a mask. Unknown members, at any depth, add `UNKNOWN`."""
    if direction == "event":
        return Kind.EVENT.bit | (Kind.CLOSE.bit if value.get("event") == "close" else 0)
    if not isinstance(value, dict):
        json_but_no_object = value is None or isinstance(value, (list, str, int, float))
        return Kind.UNKNOWN.bit if json_but_no_object else Kind.NOT_JSON.bit
    mask = Kind.UNKNOWN.bit if not value or has_unknown(direction, value) else 0
    for name, body in value.items():
        name = camel(name)
        if name == "serverContent":
            mask |= _server_content(body)
        elif name == "realtimeInput":
            mask |= sum_bits(_REALTIME.get(camel(key), 0) for key in body) if isinstance(body, dict) else 0
        else:
            mask |= MEMBER_BITS.get(name, 0)
    return mask


def sum_bits(bits: Iterator[int]) -> Mask:
    """The union of single bits."""
    mask = 0
    for bit in bits:
        mask |= bit
    return mask


def _server_content(content: Any) -> Mask:
    if not isinstance(content, dict):
        return Kind.SERVER_CONTENT.bit
    mask = 0
    for key in content:
        mask |= _CONTENT.get(key, 0)
    for part in pick_list(content.get("modelTurn"), "parts"):
        mask |= _part(part)
    return mask or Kind.SERVER_CONTENT.bit


def _part(part: Any) -> Mask:
    if not isinstance(part, dict):
        return Kind.UNKNOWN.bit
    mask = 0
    if "text" in part:
        mask |= Kind.THOUGHT.bit if part.get("thought") else Kind.TEXT.bit
    if "inlineData" in part:
        mime = str(pick(part["inlineData"], "mimeType", ""))
        mask |= Kind.AUDIO.bit if mime.startswith("audio/") else Kind.MEDIA.bit
    if "executableCode" in part or "codeExecutionResult" in part:
        mask |= Kind.CODE.bit
    return mask


def kinds_in(mask: Mask) -> list[Kind]:
    """The kinds of a mask, in the order of their declaration."""
    return [kind for kind in Kind if mask & kind.bit]


def by_name(name: str) -> Kind | None:
    """The kind a person means by `usage`, `usageMetadata` or `turnComplete`; None if there is none."""
    wanted = name.casefold()
    for kind in Kind:
        names = (kind.wire_name, kind.badge, kind.name.replace("_", ""))
        if wanted in (name.casefold() for name in names):
            return kind
    return None


def names_in(mask: Mask) -> list[str]:
    """The wire's names of a mask's kinds."""
    return [kind.wire_name for kind in kinds_in(mask)]
