"""Every close that was seen in the wild, and those that were not."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.wire.causes import Retry
from tui.wire.closes import By, Certainty, Circumstances, explain

NO, RESUME, LATER = Retry.NO, Retry.RESUME, Retry.LATER
SETUP = Circumstances(ready=False)
DIALLED_HANDLE = Circumstances(ready=False, resuming=True)
OPEN = Circumstances()
LEAVING = Circumstances(going_away=True)
LOCAL = Circumstances(by=By.LOCAL)
NETWORK = Circumstances(by=By.NETWORK)
OURS = Circumstances(by=By.CLIENT)


class Seen(NamedTuple):
    """A close, when it came, and what it must be taken for."""

    code: int
    reason: str
    when: Circumstances
    cause: str
    retry: Retry


NOT_FOUND = "is not found for API version v1beta, or is not supported for bidiGenera"
MODALITIES = "The requested combination of response modalities ({}) is not supported by the model."
FIELD = "Invalid JSON payload received. Unknown name \"{}\" at 'setup': Cannot find field."
DISABLED = "API has not been used in project demo before or it is disabled."

TABLE = [
    Seen(1007, "API key not valid.", SETUP, "key", NO),
    Seen(1007, "API key expired. Please renew the API key.", SETUP, "key", NO),
    Seen(1008, f"Generative Language {DISABLED}", SETUP, "api-disabled", NO),
    Seen(1008, f"Agent Platform {DISABLED}", SETUP, "api-disabled", NO),
    Seen(1008, "Your project has been denied access. Please contact support.", SETUP, "project", NO),
    Seen(1007, "User location is not supported for the API use.", SETUP, "location", NO),
    Seen(401, "server rejected WebSocket connection: HTTP 401", SETUP, "key", NO),
    Seen(1008, f"models/gemini-2.0-flash-live-001 {NOT_FOUND}teContent.", SETUP, "model", NO),
    Seen(1008, f"models/gemini-2.5-flash-preview-native-audio-dialog {NOT_FOUND}", SETUP, "model", NO),
    Seen(1008, "Publisher Model projects/x/locations/asia-south1/publishers/google/m", SETUP, "model", NO),
    Seen(1007, "gemini-2.0-flash-exp is not supported in the live api.", SETUP, "model", NO),
    Seen(1007, FIELD.format("inputAudioTranscription"), SETUP, "field", NO),
    Seen(1007, FIELD.format("proactivity"), SETUP, "field", NO),
    Seen(1007, MODALITIES.format("TEXT"), SETUP, "modality", NO),
    Seen(1007, MODALITIES.format("AUDIO"), SETUP, "modality", NO),
    Seen(1007, "Text output is not supported for native audio output model.", SETUP, "modality", NO),
    Seen(1007, "Cannot extract voices from a non-audio request.", SETUP, "modality", NO),
    Seen(1007, "Request contains an invalid argument.", OPEN, "argument", NO),
    Seen(1007, "No matching speaker voice found for name: alloy", SETUP, "voice", NO),
    Seen(1007, "Thinking level is not supported for this model", SETUP, "thinking", NO),
    Seen(1007, "Thinking level must be specified for this model", SETUP, "thinking", NO),
    Seen(1007, "Thinking level MINIMAL is not supported for this model", SETUP, "thinking", NO),
    Seen(1007, "thinking_level is not supported by this model", SETUP, "thinking", NO),
    Seen(1007, "BLOCKING function calls are not supported for this model", SETUP, "tools", NO),
    Seen(1007, "Function response scheduling is not supported for this model", OPEN, "tools", NO),
    Seen(1007, "Code Execution tool is not supported for this model", SETUP, "tools", NO),
    Seen(1007, "Failed to parse WAV audio.", SETUP, "voice", NO),
    Seen(1007, "Precondition check failed", OPEN, "history", NO),
    Seen(
        1007,
        "the system instruction has 94 tokens, user system instruction has 4194",
        SETUP,
        "too-long",
        NO,
    ),
    Seen(
        1007,
        "Request trace id: a0bb7a2d, [ORIGINAL ERROR] generic::invalid_argument: Error in program "
        "Instantiation for language",
        SETUP,
        "modality",
        NO,
    ),
    Seen(1007, "The audio content type (CONTENT_TYPE_AUDIO) is not supported for this", OPEN, "input", NO),
    Seen(
        1007,
        "Explicit activity control is not supported when automatic activity detection is enabled.",
        OPEN,
        "activity",
        NO,
    ),
    Seen(1007, "Invalid session handle", DIALLED_HANDLE, "handle", NO),
    Seen(1008, "BidiGenerateContent session not found", DIALLED_HANDLE, "handle", NO),
    Seen(1008, "BidiGenerateContent session expired", DIALLED_HANDLE, "handle", NO),
    Seen(1008, "Requested entity was not found.", DIALLED_HANDLE, "handle", NO),
    Seen(1008, "Requested entity was not found.", Circumstances(answered_tool=True), "tools", RESUME),
    Seen(1007, "", DIALLED_HANDLE, "handle", NO),
    Seen(1011, "", DIALLED_HANDLE, "still-open", RESUME),
    Seen(
        1008,
        "Connection aborted because the client failed to close the connection after receiving a GoAway "
        "signal once the session duration",
        LEAVING,
        "goaway",
        RESUME,
    ),
    Seen(1008, "The operation was aborted.", OPEN, "reset", RESUME),
    Seen(1008, "", LEAVING, "goaway", RESUME),
    Seen(1011, "Deadline expired before operation could complete.", OPEN, "deadline", RESUME),
    Seen(1000, "", OPEN, "limit", RESUME),
    Seen(1011, "You exceeded your current quota, please check your plan and billing", OPEN, "quota", NO),
    Seen(1011, "Resource has been exhausted (e.g. check quota)", OPEN, "quota", NO),
    Seen(1011, "Resource exhausted. Please try again later.", OPEN, "throttle", LATER),
    Seen(1011, "Your prepayment credits are depleted. Please go to AI Studio", SETUP, "credits", NO),
    Seen(1011, "Internal error encountered.", OPEN, "internal", RESUME),
    Seen(1011, "Internal error occurred.", OPEN, "internal", RESUME),
    Seen(1011, "The service is currently unavailable.", OPEN, "unavailable", LATER),
    Seen(1011, "Thread was cancelled when writing StartStep status", OPEN, "internal", RESUME),
    Seen(1011, "Failed to run inference for model: go/debugonly", OPEN, "internal", RESUME),
    Seen(1008, "Operation is not implemented, or supported, or enabled.", OPEN, "unsupported", RESUME),
    Seen(1006, "abnormal closure [internal]", NETWORK, "network", RESUME),
    Seen(1011, "keepalive ping timeout", LOCAL, "keepalive", RESUME),
    Seen(1009, "frame exceeds limit of 1048576 bytes", LOCAL, "too-big", RESUME),
    Seen(1006, "no close frame received or sent", NETWORK, "network", RESUME),
    Seen(1000, "", OURS, "own", NO),
]


@pytest.mark.parametrize("seen", TABLE, ids=lambda seen: f"{seen.code}-{seen.reason[:40]}-{seen.cause}")
def test_a_close_seen_in_the_wild_is_explained(seen: Seen) -> None:
    closing = explain(seen.code, seen.reason, seen.when)
    assert (closing.cause, closing.retry) == (seen.cause, seen.retry)
    assert closing.certainty is not Certainty.UNKNOWN
    assert closing.hint or seen.cause == "own"
    assert str(seen.code) in closing.message


@pytest.mark.parametrize(
    ("reason", "offer"),
    [
        (MODALITIES.format("TEXT"), "audio"),
        (MODALITIES.format("AUDIO"), "text"),
        ("Invalid session handle", "handle"),
        (f"models/x {NOT_FOUND}", "model"),
        ("API key not valid.", "key"),
        ("Internal error encountered.", ""),
    ],
)
def test_the_change_that_would_help_is_offered(reason: str, offer: str) -> None:
    assert explain(1007, reason, SETUP).offer == offer


LONG = [seen for seen in TABLE if len(seen.reason) > 60]


@pytest.mark.parametrize("seen", LONG, ids=lambda seen: seen.reason[:40])
def test_a_reason_cut_by_the_wire_means_the_same(seen: Seen) -> None:
    cut = seen.reason.encode()[:123].decode()
    assert explain(seen.code, cut, seen.when).cause == seen.cause


@pytest.mark.parametrize(
    ("when", "retry"), [(SETUP, NO), (OPEN, RESUME)], ids=["it never worked", "it had worked"]
)
def test_an_unseen_text_is_honestly_unknown(when: Circumstances, retry: Retry) -> None:
    closing = explain(1008, "The flux is misaligned", when)
    assert (closing.cause, closing.certainty, closing.retry) == ("unknown", Certainty.UNKNOWN, retry)
    assert "The flux is misaligned" in closing.message


@pytest.mark.parametrize(
    ("status", "retry"), [(403, NO), (404, NO), (429, LATER), (500, LATER), (503, LATER), (302, NO)]
)
def test_an_http_status_in_place_of_the_upgrade(status: int, retry: Retry) -> None:
    assert explain(status, f"HTTP {status}", SETUP).retry is retry


@pytest.mark.parametrize("code", [1012, 1013, 1014])
def test_a_restart_is_waited_for(code: int) -> None:
    assert explain(code, "").retry is LATER


@given(st.integers(0, 4999), st.text(), st.booleans(), st.booleans())
def test_anything_is_explained(code: int, reason: str, ready: bool, resuming: bool) -> None:
    closing = explain(code, reason, Circumstances(ready=ready, resuming=resuming))
    assert closing.what
    assert "\x1b" not in closing.message


@pytest.mark.parametrize("seen", TABLE, ids=lambda seen: f"{seen.code} {seen.reason[:40]}")
def test_nobody_is_told_to_dial_what_is_dialled_by_itself(seen: Seen) -> None:
    closing = explain(seen.code, seen.reason, seen.when)
    assert closing.retry is NO or not re.search(r"\bdial again\b", closing.hint, re.IGNORECASE)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_refusal_that_passes_is_said_to(status: int) -> None:
    closing = explain(status, f"server rejected WebSocket connection: HTTP {status}", SETUP)
    assert (closing.retry, closing.hint) == (LATER, "It usually passes within a minute")
