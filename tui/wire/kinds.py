"""The kinds a frame carries. One frame can carry several: `serverContent` with `usageMetadata` is common."""

from __future__ import annotations

from enum import Enum

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
