"""A file as realtime input: the right bytes, at the pace of the sound."""

from __future__ import annotations

import base64
import math
import struct
import wave
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.unit.live.service import Peer, Warp, run, serving, talking
from tui.live.requests import CancelStream, MarkActivity, StreamFile
from tui.live.stream import read

JPEG = b"\xff\xd8\xff\xe0" + bytes(500)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(500)


def write_wav(path: Path, seconds: float, *, rate: int = 16_000, channels: int = 1, width: int = 2) -> Path:
    """A tone of 440 Hz."""
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, width, rate, 0, "NONE", ""))
        for n in range(int(seconds * rate)):
            level = int(12_000 * math.sin(2 * math.pi * 440 * n / rate))
            file.writeframes((struct.pack("<h", level) if width == 2 else bytes(width)) * channels)
    return path


async def hear_blob(peer: Peer, medium: str) -> tuple[str, bytes]:
    blob: dict[str, Any] = (await peer.hear())["realtime_input"][medium]
    return str(blob["mime_type"]), base64.urlsafe_b64decode(blob["data"])


def test_a_wav_goes_out_in_chunks_at_the_pace_of_the_sound(tmp_path: Path) -> None:
    async def test() -> None:
        warp, path = Warp(), write_wav(tmp_path / "a.wav", 0.4)
        async with serving() as service, talking(service.port, tmp_path, loop_factory=warp) as talk:
            peer = await service.accept_ready()
            talk.engine.request(StreamFile(str(path)))
            chunks = []
            for _ in range(10):
                mime, chunk = await hear_blob(peer, "audio")
                assert mime == "audio/pcm;rate=16000"
                chunks.append(chunk)
                await warp.advance(0.04)
            assert {len(chunk) for chunk in chunks} == {1280}
            assert b"".join(chunks) == path.read_bytes()[44:]
            assert (await peer.hear())["realtime_input"] == {"audioStreamEnd": True}
            progress = [event["progress"] for event in talk.events("file")]
            assert progress == sorted(progress)
            assert progress[-1] == 1.0

    run(test)


@pytest.mark.parametrize(("content", "mime"), [(JPEG, "image/jpeg"), (PNG, "image/png")])
def test_a_picture_goes_out_whole(tmp_path: Path, content: bytes, mime: str) -> None:
    async def test() -> None:
        path = tmp_path / "picture"
        path.write_bytes(content)
        async with serving() as service, talking(service.port, tmp_path) as talk:
            peer = await service.accept_ready()
            talk.engine.request(StreamFile(str(path)))
            assert await hear_blob(peer, "video") == (mime, content)
            assert (await talk.event("file"))["progress"] == 1.0

    run(test)


def test_a_stream_is_stopped_when_asked_and_when_the_connection_goes(tmp_path: Path) -> None:
    async def test() -> None:
        warp, path = Warp(), write_wav(tmp_path / "a.wav", 5)
        async with serving() as service, talking(service.port, tmp_path, loop_factory=warp) as talk:
            peer = await service.accept_ready()
            talk.engine.request(StreamFile(str(path)))
            await hear_blob(peer, "audio")
            talk.engine.request(CancelStream())
            assert (await talk.event("file"))["why"] == "stopped"
            talk.engine.request(StreamFile(str(path)))
            await hear_blob(peer, "audio")
            peer.cut()
            assert (await talk.event("file", 2))["why"]
            await service.accept_ready()

    run(test)


def test_other_rates_and_channels_become_what_the_service_wants(tmp_path: Path) -> None:
    source = read(write_wav(tmp_path / "a.wav", 1.0, rate=44_100, channels=2))
    samples = struct.unpack(f"<{len(source.data) // 2}h", source.data)
    assert abs(len(samples) - 16_000) <= 2
    crossings = sum(a < 0 <= b for a, b in pairwise(samples))
    assert abs(crossings - 440) <= 2


@pytest.mark.parametrize("content", [b"", b"RIFF", b"RIFFxxxxWAVEfmt ", b"hello", b"%PDF-1.7"])
def test_what_is_no_sound_and_no_picture_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"WAV|JPEG"):
        read(path)


def test_24_bit_sound_is_said(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="24 bits"):
        read(write_wav(tmp_path / "a.wav", 0.1, width=3))


def test_a_file_that_is_not_there_is_an_error_in_words(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path) as talk:
            await service.accept_ready()
            talk.engine.request(StreamFile(str(tmp_path / "nowhere.wav")))
            assert "nowhere.wav" in (await talk.event("error"))["message"]

    run(test)


def test_activity_is_marked_by_hand(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path) as talk:
            peer = await service.accept_ready()
            talk.engine.request(MarkActivity(start=True))
            talk.engine.request(MarkActivity(start=False))
            assert (await peer.hear())["realtime_input"] == {"activityStart": {}}
            assert (await peer.hear())["realtime_input"] == {"activityEnd": {}}

    run(test)
