"""The texts that the service closes with, and what each means.

The cause is in the text; the code alone is not enough: 1007, 1008 and 1011 each stand for a dozen. Texts
are cut at 123 bytes on the wire, so patterns look at their beginnings. First match wins.
Sources: closes seen in public reports and measured, 2024 to 2026.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple


class Retry(StrEnum):
    """Whether dialling again can help."""

    NO = "no"
    RESUME = "resume"
    LATER = "later"


class Rule(NamedTuple):
    """A text, its cause in a word, what it means, and what to do."""

    pattern: re.Pattern[str]
    cause: str
    retry: Retry
    what: str
    hint: str
    sure: bool = True


def _rule(pattern: str, cause: str, retry: Retry, what: str, hint: str, *, sure: bool = True) -> Rule:
    return Rule(re.compile(pattern, re.IGNORECASE), cause, retry, what, hint, sure)


_NO, _RESUME, _LATER = Retry.NO, Retry.RESUME, Retry.LATER
DIAL_AGAIN = "Dialling again with the handle usually works"
PASSES = "It usually passes within a minute"
"""Nobody is told to dial where that is done by itself: these are dialled again later."""

RULES: tuple[Rule, ...] = (
    _rule(r"api key not valid", "key", _NO, "the key is not valid", "Set GEMINI_API_KEY to a valid key"),
    _rule(r"api key expired", "key", _NO, "the key has expired", "Renew the key in AI Studio"),
    _rule(
        r"api has not been used in project|it is disabled",
        "api-disabled",
        _NO,
        "the API is not enabled in the key's project",
        "Enable it in the Cloud console, wait some minutes, and dial again",
    ),
    _rule(
        r"project has been denied",
        "project",
        _NO,
        "the project is blocked",
        "Ask Google's support, or use a key of another project",
    ),
    _rule(
        r"location is not supported",
        "location",
        _NO,
        "the service is not offered where this machine is",
        "Dial from a supported region, or use Vertex with a supported location",
    ),
    _rule(
        r"is not found for API version|not supported in the live api|^Publisher Model ",
        "model",
        _NO,
        "the model is unknown here or cannot be used live",
        "See gemini-tui models, and choose with --model; some models need --api-version v1beta",
    ),
    _rule(
        r"Unknown name",
        "field",
        _NO,
        "a field of the setup is not known to this API version",
        "Remove the field named, or try another --api-version (v1alpha has the most)",
    ),
    _rule(
        r"response modalities \(TEXT\)|Text output is not supported|Cannot extract voices from a non-audio",
        "modality",
        _NO,
        "the model does not answer in text",
        "Use --modality audio: the transcription of its speech is shown as text",
    ),
    _rule(
        r"response modalities \(AUDIO\)",
        "modality",
        _NO,
        "the model does not answer in audio",
        "Use --modality text",
    ),
    _rule(
        r"response modalities|program Instantiation for language",
        "modality",
        _NO,
        "the combination of modalities is refused",
        "Ask for exactly one, with --modality",
    ),
    _rule(
        r"No matching speaker voice",
        "voice",
        _NO,
        "the voice is unknown",
        "Choose another with --voice, for example Puck, Kore or Aoede",
    ),
    _rule(
        r"Thinking level must be specified",
        "thinking",
        _NO,
        "the model needs a thinking level",
        'Set thinking_config = { thinking_level = "LOW" } in the profile',
    ),
    _rule(
        r"thinking[ _]level",
        "thinking",
        _NO,
        "the model does not take this thinking level",
        "Remove or change thinking_config in the profile",
    ),
    _rule(
        r"BLOCKING function calls|Function response scheduling|Code Execution tool|tool is not supported",
        "tools",
        _NO,
        "the model does not take this tool setting",
        "Change the tools of the profile",
    ),
    _rule(
        r"Failed to parse WAV",
        "voice",
        _NO,
        "the voice sample cannot be read",
        "Give a PCM WAV file as the sample",
    ),
    _rule(
        r"Precondition check failed",
        "history",
        _NO,
        "the model refuses what was seeded, audio as history for one",
        "Seed text only",
        sure=False,
    ),
    _rule(
        r"system instruction has \d+ tokens",
        "too-long",
        _NO,
        "the system instruction is too long",
        "Shorten --system",
    ),
    _rule(
        r"audio content type|CONTENT_TYPE_AUDIO",
        "input",
        _NO,
        "the model was not set up to take audio",
        "Send text, or choose a model that hears",
    ),
    _rule(
        r"Explicit activity control",
        "activity",
        _NO,
        "activity marks are refused while the service detects activity by itself",
        "Set realtime_input_config = { automatic_activity_detection = { disabled = true } }",
    ),
    _rule(
        r"Invalid session handle|session not found|session expired",
        "handle",
        _NO,
        "the handle is not accepted: too old, of another model, or unknown",
        "Resume from an older handle, or begin a new session",
    ),
    _rule(
        r"after receiving a GoAway",
        "goaway",
        _RESUME,
        "the connection's time was over and it was not closed in time",
        DIAL_AGAIN,
    ),
    _rule(
        r"The operation was aborted",
        "reset",
        _RESUME,
        "the service reset the connection, as it does now and then",
        DIAL_AGAIN,
        sure=False,
    ),
    _rule(
        r"Deadline expired",
        "deadline",
        _RESUME,
        "the connection reached the service's deadline (58 minutes on gemini-3.8-live)",
        DIAL_AGAIN,
        sure=False,
    ),
    _rule(
        r"exceeded your current quota|check quota",
        "quota",
        _NO,
        "the quota is used up",
        "Wait for its reset, or raise it; see the plan's limits in AI Studio",
    ),
    _rule(
        r"credits are depleted",
        "credits",
        _NO,
        "the prepaid credits are used up",
        "Add credits in AI Studio",
    ),
    _rule(
        r"Resource (has been )?exhausted",
        "throttle",
        _LATER,
        "the service is throttling",
        PASSES,
    ),
    _rule(
        r"service is currently unavailable",
        "unavailable",
        _LATER,
        "the service is unavailable",
        f"{PASSES}; the handle does not matter",
    ),
    _rule(
        r"Internal error|Thread was cancelled|Failed to run inference",
        "internal",
        _RESUME,
        "the service failed inside",
        "Dialling again usually works; audio without ;rate= and affective dialog on 3.x cause it too",
        sure=False,
    ),
    _rule(
        r"Operation is not implemented",
        "unsupported",
        _RESUME,
        "the service refused an operation: a tool call while audio streams, or a Vertex-only field",
        "Dialling again usually works; if it closes at setup, remove transparent and Vertex-only fields",
        sure=False,
    ),
    _rule(
        r"keepalive ping timeout",
        "keepalive",
        _RESUME,
        "no pong came in time: the network, or a busy service",
        DIAL_AGAIN,
    ),
    _rule(
        r"exceeds limit|message too big",
        "too-big",
        _RESUME,
        "a frame was larger than allowed",
        "Report it if the limit was this program's",
    ),
    _rule(
        r"abnormal closure|no close frame",
        "network",
        _RESUME,
        "the network dropped the connection",
        DIAL_AGAIN,
    ),
    _rule(
        r"invalid argument",
        "argument",
        _NO,
        "the service refuses an argument and does not say which",
        "Often a modality, affective dialog, seeded function parts, or a full context",
        sure=False,
    ),
)
