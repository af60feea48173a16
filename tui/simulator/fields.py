"""The members a client's message may have, and the first it may not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tui.simulator.endpoint import Backend, Endpoint
from tui.simulator.refusals import Refused, unknown_name
from tui.wire.spelling import camel, snake

Fields = dict[str, Any]


def _free(names: str) -> Fields:
    return dict.fromkeys(names.split())


_SETUP: Fields = _free(
    "model systemInstruction safetySettings labels proactivity explicitVadSignal avatarConfig sourceText"
) | {
    "generationConfig": _free(
        "responseModalities temperature topP topK maxOutputTokens mediaResolution seed speechConfig "
        "thinkingConfig enableAffectiveDialog translationConfig candidateCount stopSequences "
        "presencePenalty frequencyPenalty responseLogprobs logprobs responseMimeType responseSchema "
        "responseJsonSchema routingConfig modelSelectionConfig audioTimestamp"
    ),
    "tools": _free(
        "functionDeclarations googleSearch googleSearchRetrieval codeExecution urlContext googleMaps "
        "retrieval computerUse enterpriseWebSearch fileSearch mcpServers parallelAiSearch exaAiSearch"
    ),
    "sessionResumption": _free("handle transparent"),
    "contextWindowCompression": {"triggerTokens": None, "slidingWindow": _free("targetTokens")},
    "inputAudioTranscription": None,
    "outputAudioTranscription": None,
    "realtimeInputConfig": {
        "automaticActivityDetection": _free(
            "disabled startOfSpeechSensitivity endOfSpeechSensitivity prefixPaddingMs silenceDurationMs"
        ),
        "activityHandling": None,
        "turnCoverage": None,
        "interimTranscriptTimestampEnabled": None,
    },
    "historyConfig": _free("initialHistoryInClientContent"),
}
_BLOB = _free("mimeType data displayName")
_CLIENT: Fields = {
    "setup": _SETUP,
    "clientContent": {"turns": _free("role parts"), "turnComplete": None},
    "realtimeInput": _free("text audioStreamEnd activityStart activityEnd")
    | {"audio": _BLOB, "video": _BLOB, "mediaChunks": _BLOB},
    "toolResponse": {"functionResponses": _free("id name response scheduling willContinue parts")},
    "contextUpdate": _free("systemInstruction tools"),
}


def check_names(message: Any, endpoint: Endpoint) -> None:
    """Raise Refused, in the service's words, at the first name the service does not know."""
    path = _first_unknown(_CLIENT, message, "")
    if path:
        raise Refused(unknown_name(path))
    setup = message.get("setup") if isinstance(message, Mapping) else None
    old = endpoint.backend is Backend.DEVELOPER and endpoint.version != "v1alpha"
    if old and isinstance(setup, Mapping) and "proactivity" in setup:
        raise Refused(unknown_name("setup.proactivity"))


def _first_unknown(fields: Fields | None, value: Any, path: str) -> str:
    if isinstance(value, list):
        return next(filter(None, (_first_unknown(fields, item, path) for item in value)), "")
    if fields is None or not isinstance(value, Mapping):
        return ""
    for name, member in value.items():
        here = f"{path}.{name}" if path else name
        if camel(name) not in fields:
            return here
        below = f"{path}.{snake(name)}" if path else snake(name)
        if found := _first_unknown(fields[camel(name)], member, below):
            return found
    return ""
