"""The members a message may have (google-genai 3.4); what is not here is flagged, never lost.

A schema is a dict of members; a member's schema is another dict (an object, or a list of them), `ANY`
(free-form: not looked into) or a frozenset (the values an enum is known to take).
Source: google/genai/types.py 3.4.0 (LiveServerMessage, LiveClientMessage) and recorded frames.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tui.wire.path import Path
from tui.wire.spelling import camel

ANY: dict[str, Any] | None = None
Schema = dict[str, Any]


def _words(text: str) -> list[str]:
    return text.split()


def _any(names: str) -> Schema:
    return dict.fromkeys(_words(names), ANY)


_TRANSCRIPTION: Schema = {
    "text": ANY,
    "finished": ANY,
    "languageCode": ANY,
    "speakerLabel": ANY,
    "words": {"word": ANY, "startOffset": ANY, "endOffset": ANY},
    "startOffset": ANY,
    "endOffset": ANY,
}
_MODALITY = frozenset({"MODALITY_UNSPECIFIED", "TEXT", "IMAGE", "AUDIO", "VIDEO", "DOCUMENT"})
_TOKENS: Schema = {"modality": _MODALITY, "tokenCount": ANY}
PART: Schema = _any(
    "text thought thoughtSignature fileData functionCall functionResponse toolCall toolResponse "
    "partMetadata audioTranscription videoMetadata mediaResolution"
) | {
    "inlineData": {"mimeType": ANY, "data": ANY, "displayName": ANY},
    "executableCode": {"language": ANY, "code": ANY, "id": ANY},
    "codeExecutionResult": {"outcome": ANY, "output": ANY, "id": ANY},
}
_USAGE: Schema = _any(
    "promptTokenCount responseTokenCount candidatesTokenCount totalTokenCount thoughtsTokenCount "
    "toolUsePromptTokenCount cachedContentTokenCount serviceTier trafficType"
) | dict.fromkeys(
    [
        "promptTokensDetails",
        "responseTokensDetails",
        "candidatesTokensDetails",
        "cacheTokensDetails",
        "toolUsePromptTokensDetails",
    ],
    _TOKENS,
)
_TURN_COMPLETE_REASON = frozenset(
    _words(
        "TURN_COMPLETE_REASON_UNSPECIFIED MALFORMED_FUNCTION_CALL RESPONSE_REJECTED NEED_MORE_INPUT "
        "PROHIBITED_INPUT_CONTENT IMAGE_PROHIBITED_INPUT_CONTENT "
        "INPUT_TEXT_CONTAIN_PROMINENT_PERSON_PROHIBITED INPUT_IMAGE_CELEBRITY "
        "INPUT_IMAGE_PHOTO_REALISTIC_CHILD_PROHIBITED INPUT_TEXT_NCII_PROHIBITED INPUT_OTHER "
        "INPUT_IP_PROHIBITED BLOCKLIST UNSAFE_PROMPT_FOR_IMAGE_GENERATION GENERATED_IMAGE_SAFETY "
        "GENERATED_CONTENT_SAFETY GENERATED_AUDIO_SAFETY GENERATED_VIDEO_SAFETY "
        "GENERATED_CONTENT_PROHIBITED GENERATED_CONTENT_BLOCKLIST GENERATED_IMAGE_PROHIBITED "
        "GENERATED_IMAGE_CELEBRITY GENERATED_IMAGE_PROMINENT_PEOPLE_DETECTED_BY_REWRITER "
        "GENERATED_IMAGE_IDENTIFIABLE_PEOPLE GENERATED_IMAGE_MINORS OUTPUT_IMAGE_IP_PROHIBITED "
        "GENERATED_OTHER MAX_REGENERATION_REACHED"
    )
)

SERVER: Schema = {
    "setupComplete": {"sessionId": ANY, "voiceConsentSignature": {"signature": ANY}},
    "serverContent": {
        "modelTurn": {"role": ANY, "parts": PART},
        "generationComplete": ANY,
        "turnComplete": ANY,
        "interrupted": ANY,
        "turnCompleteReason": _TURN_COMPLETE_REASON,
        "waitingForInput": ANY,
        "interactionStatus": frozenset(
            {"INTERACTION_STATUS_UNSPECIFIED", "IN_PROGRESS", "IDLE", "REQUIRES_ACTION"}
        ),
        "inputTranscription": _TRANSCRIPTION,
        "outputTranscription": _TRANSCRIPTION,
        "interimInputTranscription": _TRANSCRIPTION,
        "groundingMetadata": ANY,
        "urlContextMetadata": {"urlMetadata": {"retrievedUrl": ANY, "urlRetrievalStatus": ANY}},
    },
    "toolCall": {
        "functionCalls": {"id": ANY, "name": ANY, "args": ANY, "partialArgs": ANY, "willContinue": ANY}
    },
    "toolCallCancellation": {"ids": ANY},
    "usageMetadata": _USAGE,
    "goAway": {"timeLeft": ANY},
    "sessionResumptionUpdate": {"newHandle": ANY, "resumable": ANY, "lastConsumedClientMessageIndex": ANY},
    "voiceActivity": {
        "type": frozenset({"TYPE_UNSPECIFIED", "ACTIVITY_START", "ACTIVITY_END"}),
        "voiceActivityType": ANY,
        "audioOffset": ANY,
    },
    "voiceActivityDetectionSignal": {
        "vadSignalType": frozenset(
            {"VAD_SIGNAL_TYPE_UNSPECIFIED", "VAD_SIGNAL_TYPE_SOS", "VAD_SIGNAL_TYPE_EOS"}
        )
    },
    "error": {"code": ANY, "message": ANY, "status": ANY, "details": ANY},
}

CLIENT: Schema = {
    "setup": ANY,
    "clientContent": {"turns": ANY, "turnComplete": ANY},
    "realtimeInput": _any("text audio video mediaChunks audioStreamEnd activityStart activityEnd"),
    "toolResponse": {"functionResponses": ANY},
    "contextUpdate": {"systemInstruction": ANY, "tools": ANY},
}


def _enums(schema: Schema | None) -> frozenset[str]:
    inner = [(name, part) for name, part in (schema or {}).items() if part is not ANY]
    names = {name for name, part in inner if isinstance(part, frozenset)}
    return frozenset(names).union(*(_enums(part) for _, part in inner if isinstance(part, dict)))


ENUMS = _enums(SERVER) | _enums(CLIENT)
"""The members, wherever they are, whose values are looked at."""


def unknown_members(direction: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Each unknown member or enum value as (path, value): `serverContent.fooBar`, `…modality=SMELL`."""
    schema = SERVER if direction == "receive" else CLIENT
    return _walk(schema, value, "", either_spelling=direction != "receive")


def is_unknown(direction: str, path: Path, value: Any) -> bool:
    """Whether the member that a path leads to is unknown, or its value is where only some are known."""
    schema: Any = SERVER if direction == "receive" else CLIENT
    before: str | int = ""
    for name in path:
        if not isinstance(schema, dict) or (isinstance(name, int) and isinstance(before, int)):
            return False
        if isinstance(name, str):
            schema = schema.get(name if direction == "receive" else camel(name), _NO_MEMBER)
        before = name
    if isinstance(schema, frozenset):
        return isinstance(value, str) and value not in schema
    return schema is _NO_MEMBER and isinstance(before, str)


_NO_MEMBER = object()


def _walk(schema: Any, value: Any, path: str, *, either_spelling: bool) -> Iterator[tuple[str, Any]]:
    if isinstance(schema, frozenset):
        if isinstance(value, str) and value not in schema:
            yield path, value
    elif isinstance(value, list):  # no schema has a list of lists: a payload cannot make this recurse
        for item in value:
            if isinstance(item, dict):
                yield from _walk(schema, item, path, either_spelling=either_spelling)
    elif isinstance(value, dict):
        for key, member in value.items():
            name = camel(key) if either_spelling else key
            here = f"{path}.{key}" if path else key
            if name not in schema:
                yield here, member
            elif schema[name] is not ANY:
                yield from _walk(schema[name], member, here, either_spelling=either_spelling)
