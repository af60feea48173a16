"""What a mime type says of the sound in a frame."""

from __future__ import annotations

import json

import pytest

from tui.wire.frame import Direction, Frame, Opcode
from tui.wire.pcm import rate_of, sounds


@pytest.mark.parametrize(
    ("mime", "rate"),
    [
        ("audio/pcm;rate=24000", 24_000),
        ("audio/pcm; rate=16000", 16_000),
        ("audio/pcm;channels=1;rate=48000", 48_000),
        ("audio/pcm", 24_000),
        ("audio/pcm;rate=fast", 24_000),
        ("", 24_000),
    ],
)
def test_the_rate_is_in_the_mime_type(mime: str, rate: int) -> None:
    assert rate_of(mime, Direction.RECEIVE) == rate


def test_what_is_sent_without_a_rate_is_heard_at_16_khz() -> None:
    assert rate_of("audio/pcm", Direction.SEND) == 16_000


@pytest.mark.parametrize("data", ["+/8=", "-_8="])
def test_sound_is_read_in_either_alphabet_and_what_is_no_base64_is_left_out(data: str) -> None:
    parts = [{"inlineData": {"mimeType": "audio/pcm;rate=24000", "data": text}} for text in (data, "no!")]
    payload = json.dumps({"serverContent": {"modelTurn": {"parts": parts}}}).encode()
    frame = Frame(0, 1, 1.0, Direction.RECEIVE, Opcode.BINARY, payload)
    assert sounds(frame) == [(b"\xfb\xff", 24_000)]
