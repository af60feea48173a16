"""Frames of a conversation, heard by a real sink."""

from __future__ import annotations

import asyncio
import base64
import json
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.unit.audio.sound import Listener, copying, play, ramp
from tui.audio.playout import Playout
from tui.live.playback import Playback
from tui.projections.gate import Gate
from tui.store.journal import Journal
from tui.wire.frame import Direction, Frame, Opcode
from tui.wire.kinds import Kind
from tui.wire.pcm import sounds


def received(**content: Any) -> Frame:
    """A frame with this serverContent."""
    payload = json.dumps({"serverContent": content}).encode()
    return Frame(0, 1, 0.0, Direction.RECEIVE, Opcode.BINARY, payload)


def spoken(pcm: bytes, mime: str = "audio/pcm;rate=24000") -> Frame:
    """A frame with one chunk of sound."""
    data = base64.b64encode(pcm).decode()
    return received(modelTurn={"parts": [{"inlineData": {"mimeType": mime, "data": data}}]})


def test_the_sound_of_a_frame_with_its_rate() -> None:
    assert sounds(spoken(b"\x01\x02", "audio/pcm;rate=16000")) == [(b"\x01\x02", 16_000)]
    assert sounds(spoken(b"\x01\x02", "video/mp4")) == []
    broken = received(modelTurn={"parts": [{"inlineData": {"mimeType": "audio/pcm", "data": "%"}}, 7]})
    assert sounds(broken) == []


async def hear(path: Path, *frames: Frame | str) -> Listener:
    """Take frames in; `esc` and `user` are what the user does between. Waits for the last turn's end."""
    playout, listener = play(copying(path))
    playback = Playback(playout)
    for frame in frames:
        if frame == "esc":
            playback.interrupt(answer_open=True)
        elif frame == "user":
            playback.begin_turn()
        elif isinstance(frame, Frame):
            playback.feed(frame)
    await wait_until_silent(playout)
    await playout.aclose()
    return listener


async def wait_until_silent(playout: Playout) -> None:
    async with asyncio.timeout(10):
        while playout.received:
            await asyncio.sleep(0.002)


OLD, LATE, NEW = ramp(0.3), ramp(0.2, 9_000), ramp(0.1, 20_000)
TURN, CUT = received(turnComplete=True), received(interrupted=True)
ENDS = [received(generationComplete=True), TURN]


@pytest.mark.parametrize(
    "frames",
    [
        pytest.param(["esc", spoken(LATE), TURN, spoken(NEW), TURN], id="esc before the first sound"),
        pytest.param([spoken(OLD), "esc", spoken(LATE), *ENDS, spoken(NEW), TURN], id="esc while it speaks"),
        pytest.param([spoken(OLD), TURN, "user", spoken(NEW), TURN], id="a new turn while sound waits"),
        pytest.param([spoken(OLD), "user", spoken(LATE), CUT, TURN, spoken(NEW), TURN], id="late chunks"),
        pytest.param([spoken(OLD), "esc", "user", spoken(LATE), CUT, spoken(NEW), TURN], id="esc, a turn"),
        pytest.param([spoken(OLD), CUT, TURN, spoken(NEW), TURN], id="interrupted, then the turn's end"),
        pytest.param([spoken(OLD), TURN, CUT, spoken(NEW), TURN], id="the turn's end, then interrupted"),
    ],
)
def test_what_was_interrupted_is_not_heard_and_the_next_answer_is(
    tmp_path: Path, frames: list[Frame | str]
) -> None:
    path = tmp_path / "heard"
    asyncio.run(hear(path, *frames))
    assert path.read_bytes() == NEW


def test_a_turn_is_played_again_unless_the_user_begins_another(tmp_path: Path) -> None:
    async def scene() -> None:
        journal = Journal.create(tmp_path / "journal.jsonl")
        for frame in (spoken(OLD), spoken(NEW), TURN):
            journal.append(frame.direction, frame.opcode, frame.payload, conn=1)
        playout, listener = play(copying(tmp_path / "heard"))
        playback = Playback(playout)
        playback.replay(journal, 0, 2)
        await listener.until("heard")
        playback.replay(journal, 0, 9)
        playback.begin_turn()
        await wait_until_silent(playout)
        await playout.aclose()
        journal.close()

    asyncio.run(scene())
    assert (tmp_path / "heard").read_bytes() == OLD + NEW


def test_an_answer_is_heard_whole_and_once(tmp_path: Path) -> None:
    listener = asyncio.run(hear(tmp_path / "heard", spoken(OLD), spoken(NEW), *ENDS))
    assert (tmp_path / "heard").read_bytes() == OLD + NEW
    assert [fields["cut"] for fields in listener.named("heard")] == [False]


@asynccontextmanager
async def holding(tmp_path: Path) -> AsyncIterator[tuple[Playback, Playout, Journal, Gate]]:
    """Delivery is held from the first sound on."""
    journal = Journal.create(tmp_path / "journal.jsonl")
    playout, _ = play(copying(tmp_path / "heard"))
    playback, gate = Playback(playout), Gate()
    gate.kinds = Kind.AUDIO.bit
    playback.deliver(gate, journal)
    yield playback, playout, journal, gate
    await playout.aclose()
    journal.close()


def come(playback: Playback, journal: Journal, frame: Frame) -> Frame:
    """As from the socket: written down, then taken in."""
    kept = journal.append(frame.direction, frame.opcode, frame.payload, conn=1)
    playback.feed(kept)
    return kept


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.002)


def test_sound_waits_while_the_gate_is_shut_and_nothing_of_it_in_memory(tmp_path: Path) -> None:
    async def main() -> None:
        async with holding(tmp_path) as (playback, playout, journal, gate):
            journal.event("note", conn=1, text="before")
            for frame in (spoken(OLD), spoken(LATE), TURN):
                kept = come(playback, journal, frame)
                assert sys.getrefcount(kept) <= 2
            journal.append(Direction.SEND, Opcode.TEXT, spoken(LATE).payload, conn=1)
            assert not playout.received
            gate.step()
            playback.deliver(gate, journal)
            await until(lambda: playout.received)
            assert playout.received == pytest.approx(0.3)
            gate.open()
            playback.deliver(gate, journal)
            come(playback, journal, spoken(NEW))
            come(playback, journal, TURN)
            await until(lambda: playout.received >= 0.6 - 1e-6)
            await wait_until_silent(playout)
            come(playback, journal, spoken(NEW))
            assert playout.received

    asyncio.run(main())
    assert (tmp_path / "heard").read_bytes() == OLD + LATE + NEW


def test_what_is_held_of_a_lost_connection_is_played_to_its_end(tmp_path: Path) -> None:
    async def main() -> None:
        async with holding(tmp_path) as (playback, playout, journal, gate):
            come(playback, journal, spoken(NEW))
            journal.event("close", conn=1, code=1006)
            playback.lose()
            gate.open()
            playback.deliver(gate, journal)
            await until(lambda: playout.received)
            await wait_until_silent(playout)

    asyncio.run(main())
    assert (tmp_path / "heard").read_bytes() == NEW


def test_what_is_held_is_silenced_too(tmp_path: Path) -> None:
    async def main() -> None:
        async with holding(tmp_path) as (playback, playout, journal, gate):
            come(playback, journal, spoken(OLD))
            playback.interrupt(answer_open=False)
            gate.open()
            playback.deliver(gate, journal)
            come(playback, journal, spoken(NEW))
            come(playback, journal, TURN)
            await until(lambda: playout.received)
            await wait_until_silent(playout)

    asyncio.run(main())
    assert (tmp_path / "heard").read_bytes() == NEW
