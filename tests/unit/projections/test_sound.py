from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.projections.script import Script
from tui.projections.sound import Clip, clips, seconds_of


@given(st.binary(max_size=50))
def test_the_size_is_known_without_decoding(data: bytes) -> None:
    assert Clip("audio/pcm", base64.b64encode(data).decode(), 24_000).size == len(data)
    assert Clip("audio/pcm", base64.urlsafe_b64encode(data).decode(), 24_000).size == len(data)


@pytest.mark.parametrize(
    ("mime", "rate", "seconds"),
    [
        ("audio/pcm;rate=24000", 24_000, 1.0),
        ("audio/pcm;rate=16000", 16_000, 1.5),
        ("audio/pcm", None, 1.0),
        ("audio/pcm;rate=0", None, 1.0),
        ("audio/ogg", None, 0.0),
    ],
)
def test_seconds_follow_the_rate(mime: str, rate: int | None, seconds: float) -> None:
    clip = Clip(mime, base64.b64encode(bytes(48_000)).decode(), 24_000)
    assert (clip.rate, clip.seconds) == (rate, seconds)


def test_audio_both_ways_in_every_form() -> None:
    blob = {"mime_type": "audio/pcm", "data": "AAAA"}
    script = Script().send(realtime_input={"audio": blob}).send(realtimeInput={"mediaChunks": [blob, blob]})
    script.audio(40).text("Hi")
    assert [len(list(clips(frame))) for frame in script.frames] == [1, 2, 1, 0]
    assert [seconds_of(frame) for frame in script.frames[2:]] == [0.04, 0]
