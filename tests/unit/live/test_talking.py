"""What is said aloud goes out as realtime audio, from a real process."""

from __future__ import annotations

import base64
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.unit.live.service import Peer, run, serving, talking
from tui.audio.sources import Source
from tui.live.requests import Talk
from tui.live.setup import Setup

ENDLESS = """
import sys, time
while True:
    sys.stdout.buffer.write(bytes([1, 2]) * 640)
    sys.stdout.flush()
    time.sleep(0.01)
"""
SPEAKER = Source("speaker", (sys.executable, "-c", ENDLESS))
BY_HAND = {"realtime_input_config": {"automatic_activity_detection": {"disabled": True}}}


async def hear_input(peer: Peer) -> dict[str, Any]:
    """The next realtime input."""
    found: dict[str, Any] = (await peer.hear())["realtime_input"]
    return found


async def hear_until_it_ends(peer: Peer, end: dict[str, Any]) -> None:
    """Audio, and then this."""
    while (message := await hear_input(peer)) != end:
        assert list(message) == ["audio"]


@pytest.mark.parametrize(
    ("setup", "begin", "end"),
    [
        pytest.param(Setup(), None, {"audioStreamEnd": True}, id="open"),
        pytest.param(Setup(extra=BY_HAND), {"activityStart": {}}, {"activityEnd": {}}, id="push to talk"),
    ],
)
def test_what_is_said_between_opening_and_closing_goes_out(
    tmp_path: Path, setup: Setup, begin: dict[str, Any] | None, end: dict[str, Any]
) -> None:
    async def test() -> None:
        options = {"setup": setup, "sources": [SPEAKER]}
        async with serving() as service, talking(service.port, tmp_path, **options) as talk:
            peer = await service.accept_ready()
            talk.engine.request(Talk())
            if begin is not None:
                assert await hear_input(peer) == begin
            blob = (await hear_input(peer))["audio"]
            assert blob["mime_type"] == "audio/pcm;rate=16000"
            pcm = base64.urlsafe_b64decode(blob["data"])
            assert pcm and pcm == bytes([1, 2]) * (len(pcm) // 2) and len(pcm) <= 1280
            talk.engine.request(Talk())
            await hear_until_it_ends(peer, end)
            closed = await talk.event("mic", 2)
            assert (closed["open"], closed["source"]) == (False, "speaker")

    run(test)


def test_where_nobody_can_be_heard_it_says_so(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path) as talk:
            await service.accept_ready()
            talk.engine.request(Talk())
            error = await talk.event("error")
            assert error["message"] == "there is no microphone" and "--mic command:CMD" in error["hint"]

    run(test)


def test_a_lost_connection_closes_the_microphone(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path, sources=[SPEAKER]) as talk:
            peer = await service.accept_ready()
            talk.engine.request(Talk())
            await hear_input(peer)
            peer.cut()
            assert (await talk.event("mic", 2))["open"] is False
            await service.accept_ready()

    run(test)
