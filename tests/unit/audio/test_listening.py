"""What the user says: sources as processes, from a stub and from a real sound server."""

from __future__ import annotations

import asyncio
import ctypes.util
import os
import sys
from pathlib import Path

import pytest

from tests.unit.audio.rig import Ear
from tests.unit.audio.sound import play, ramp
from tui.audio.listening import Listening
from tui.audio.sinks import choose as choose_sinks
from tui.audio.sources import NAMES, Source, choose, command
from tui.errors import AudioError


def python_source(code: str, *arguments: str) -> Source:
    """A source that is a few lines of Python."""
    return Source("stub", (sys.executable, "-c", code, *arguments))


def saying(path: Path, pcm: bytes) -> Source:
    """A source that gives these bytes and ends."""
    path.write_bytes(pcm)
    code = "import sys; sys.stdout.buffer.write(open(sys.argv[1],'rb').read())"
    return python_source(code, str(path))


async def listen(*sources: Source, count: int = 1 << 20) -> list[bytes]:
    """Up to `count` chunks."""
    listening = await Listening.open(sources)
    chunks: list[bytes] = []
    async for chunk in listening.chunks():
        chunks.append(chunk)
        if len(chunks) == count:
            break
    await listening.aclose()
    return chunks


def test_all_that_is_said_comes_in_small_whole_chunks(tmp_path: Path) -> None:
    pcm = ramp(0.3)
    chunks = asyncio.run(listen(saying(tmp_path / "said", pcm)))
    assert b"".join(chunks) == pcm
    assert all(len(chunk) % 2 == 0 and len(chunk) <= 1280 for chunk in chunks)


def test_a_source_without_sound_gives_way_to_the_next(tmp_path: Path) -> None:
    mute = python_source("import sys; sys.exit('no such device')")
    assert asyncio.run(listen(mute, saying(tmp_path / "said", b"\x01\x00"))) == [b"\x01\x00"]


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (python_source("import sys; sys.exit('no such device')"), "stub gives no sound: no such device"),
        (command("/nonexistent/arecord"), "command cannot be started: No such file or directory"),
    ],
)
def test_where_nobody_can_be_heard_the_reason_is_said(source: Source, why: str) -> None:
    with pytest.raises(AudioError, match=why):
        asyncio.run(listen(source))


def test_without_any_source_it_says_how_to_get_one() -> None:
    with pytest.raises(AudioError) as raised:
        asyncio.run(listen())
    assert "--mic command:" in raised.value.hint


@pytest.mark.parametrize("name", NAMES)
def test_a_real_source_hears_what_is_played(ear: Ear, name: str) -> None:
    if name == "sounddevice" and ctypes.util.find_library("portaudio") is None:
        pytest.skip("PortAudio is not installed")

    async def scene() -> bool:
        playout, _ = play(choose_sinks("pacat", os.environ)[0][0])
        playout.feed(b"\x00\x40" * 48_000)
        listening = await Listening.open(choose(name, os.environ)[0])
        async with asyncio.timeout(10):
            heard = False
            async for chunk in listening.chunks():
                if heard := any(chunk):
                    break
        await listening.aclose()
        await playout.aclose()
        return heard

    assert asyncio.run(scene())


def test_what_is_chosen_is_said(tmp_path: Path) -> None:
    assert choose("none", {}) == ([], "no microphone: switched off")
    assert choose("auto", {"PULSE_SERVER": f"unix:{tmp_path}/gone"})[0] == []
    sources, why = choose('command:ssh -T laptop "arecord -q"', {})
    assert sources[0].argv == ("ssh", "-T", "laptop", "arecord -q")
    assert why == "the microphone is the command ssh"
    for spec in ("loud", "command:", "command:'"):
        with pytest.raises(AudioError):
            choose(spec, {})
