"""What leaves the machine: nothing that opens a door, nothing that was spoken."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.wire.frame import Direction, Frame, Opcode
from tui.wire.redact import Redactor

KEY = "AIzaSy" + "x" * 33
HANDLE = "58836b26-0d3f-4a5e-9c3e-2f6b1c7a9d10"


def frame(message: Any, direction: Direction = Direction.RECEIVE) -> Frame:
    """A frame with a message, or with bytes as they are."""
    payload = message if isinstance(message, bytes) else json.dumps(message).encode()
    return Frame(1, 1, 1.0, direction, Opcode.TEXT, payload)


@pytest.mark.parametrize(
    "message",
    [
        {"error": {"message": f"bad key {KEY}"}},
        {"event": "open", "uri": f"wss://x/ws?key={KEY}&a=1"},
        {"event": "open", "uri": "wss://x/ws?access_token=auth_tokens/3f2a77&a=1"},
        {"headers": {"Authorization": "Bearer ya29.a0Af_long-token"}},
        {"text": "set GEMINI_API_KEY=AQ.Ab8RN6" + "y" * 40},
        {"event": "note", "text": "no route to https://team:pass-phrase@gateway.example/v1"},
        {KEY: 1},
        f"not JSON but {KEY}".encode(),
        f"\xff {KEY}".encode("latin1"),
    ],
)
def test_keys_are_cut_wherever_they_stand(message: Any) -> None:
    redactor = Redactor()
    cut = redactor.frame(frame(message)).payload
    for secret in (KEY, "3f2a77", "a0Af_long-token", "Ab8RN6", "pass-phrase"):
        assert secret.encode() not in cut
    assert redactor.cuts["keys"] == 1


def test_the_key_of_this_process_is_cut_even_if_it_looks_like_none() -> None:
    cut = Redactor(secrets=["hunter2hunter2", ""]).frame(frame({"text": "it is hunter2hunter2!"}))
    assert cut.message == {"text": "it is <key cut>!"}


def test_a_handle_becomes_a_number_that_can_be_followed() -> None:
    redactor = Redactor()
    update = redactor.frame(frame({"sessionResumptionUpdate": {"newHandle": HANDLE, "resumable": True}}))
    setup = redactor.frame(frame({"setup": {"session_resumption": {"handle": HANDLE}}}, Direction.SEND))
    event = redactor.frame(
        frame({"event": "close", "refused": f"{HANDLE[:8]}…", "reason": f"no {HANDLE} here"})
    )
    assert update.message["sessionResumptionUpdate"]["newHandle"] == "<handle 1>"
    assert setup.message["setup"]["session_resumption"]["handle"] == "<handle 1>"
    assert event.message == {"event": "close", "refused": "<handle 1>", "reason": "no <handle 1> here"}
    assert redactor.cuts["handles"] == 4


@pytest.mark.parametrize(("mime", "what"), [("audio/pcm;rate=24000", "audio"), ("image/jpeg", "images")])
def test_sound_and_images_leave_their_size(mime: str, what: str) -> None:
    redactor = Redactor()
    blob = {"mimeType": mime, "data": "QUJD" * 100}
    cut = redactor.frame(frame({"serverContent": {"modelTurn": {"parts": [{"inlineData": blob}]}}}))
    (part,) = cut.message["serverContent"]["modelTurn"]["parts"]
    assert part["inlineData"] == {"mimeType": mime, "data": f"<{mime.partition('/')[0]} cut: 300 bytes>"}
    assert redactor.summary() == [f"1 × {what}"]


def test_what_is_wanted_stays() -> None:
    message = {
        "setup": {"sessionResumption": {"handle": HANDLE}},
        "data": {"mimeType": "audio/pcm", "data": "QUJD"},
    }
    whole = frame(message)
    assert Redactor(handles=False, audio=False).frame(whole) is whole


@given(st.binary(max_size=200))
def test_any_payload_is_either_untouched_or_cut(payload: bytes) -> None:
    redactor = Redactor()
    whole = frame(payload)
    assert redactor.frame(whole) is whole or redactor.cuts.total()
