"""Turns through real processes: order, end, interruption, loss."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.audio.sound import Listener, copying, is_ramp, play, python_sink, ramp
from tui.audio import pipe
from tui.audio.arrival import JITTER
from tui.audio.players import command, recorder
from tui.audio.playout import Playout


def test_a_turn_arrives_whole_whatever_the_chunks(tmp_path: Path) -> None:
    async def scene() -> None:
        playout, listener = play(copying(tmp_path / "heard"))
        pcm = ramp(0.5)
        for start in range(0, len(pcm), 4801):
            playout.feed(pcm[start : start + 4801])
        playout.end_turn()
        await listener.until("heard")
        await playout.aclose()
        assert (tmp_path / "heard").read_bytes() == pcm
        assert listener.named("heard") == [{"seconds": 0.5, "received": 0.5, "cut": False, "underruns": 0}]

    asyncio.run(scene())


def test_turns_follow_each_other_and_never_overlap(tmp_path: Path) -> None:
    async def scene() -> None:
        playout, listener = play(copying(tmp_path / "heard"))
        for first in (1, 2401):
            playout.feed(ramp(0.1, first))
            playout.end_turn()
        await listener.until("heard", 2)
        await playout.aclose()
        assert (tmp_path / "heard").read_bytes() == ramp(0.2)

    asyncio.run(scene())


def test_a_turn_begins_when_the_one_before_was_heard_though_its_process_lingers(tmp_path: Path) -> None:
    async def scene() -> None:
        code = "import sys,time; sys.stdin.buffer.read(); print('drained', flush=True); time.sleep(60)"
        playout, listener = play(python_sink(code, talks=True))
        for _ in range(2):
            playout.feed(ramp(0.1))
            playout.end_turn()
        await listener.until("heard", 2)
        await playout.aclose()
        assert [fields["cut"] for fields in listener.named("heard")] == [False, False]

    asyncio.run(scene())


def test_an_interruption_is_silence_and_the_rest_of_the_turn_is_dropped(tmp_path: Path) -> None:
    async def scene() -> None:
        playout, listener = play(recorder(tmp_path / "heard.wav"))
        playout.feed(ramp(5.0))
        while playout.position() < 0.1:
            await asyncio.sleep(0.001)
        playout.interrupt()
        assert playout.received == playout.position() == playout.level() == 0
        playout.feed(ramp(1.0))
        assert playout.received == 0, "a late chunk of the old turn"
        playout.end_turn()
        playout.feed(ramp(0.1))
        playout.end_turn()
        await listener.until("heard", 2)
        await playout.aclose()
        cut, whole = listener.named("heard")
        assert cut["cut"] and 0.1 <= cut["seconds"] < 1 and cut["received"] == 5.0
        assert not whole["cut"] and whole["seconds"] == 0.1
        sound = (tmp_path / "heard.wav").read_bytes()[44:]
        first = sound[: -len(ramp(0.1))]
        assert is_ramp(first) and len(first) < len(ramp(1.0))
        assert sound[len(first) :] == ramp(0.1)

    asyncio.run(scene())


def test_a_turn_that_was_heard_to_its_last_sample_is_not_cut(tmp_path: Path) -> None:
    async def scene() -> None:
        playout, listener = play(recorder(tmp_path / "heard.wav"))
        playout.feed(ramp(0.1))
        playout.end_turn()
        async with asyncio.timeout(10):
            while not listener.events and (playout.buffered or not playout.position()):
                await asyncio.sleep(0.001)
        await playout.aclose()
        assert [fields["cut"] for fields in listener.named("heard")] == [False]

    asyncio.run(scene())


def test_after_the_end_of_a_turn_an_interruption_takes_nothing_from_the_next() -> None:
    async def scene() -> None:
        playout, _ = play(python_sink("import sys; sys.stdin.buffer.read()"))
        playout.feed(ramp(1.0))
        playout.end_turn()
        playout.interrupt()
        playout.feed(ramp(0.5))
        assert playout.received == 0.5
        await playout.aclose()

    asyncio.run(scene())


def test_a_lost_sink_is_named_and_the_next_turn_goes_to_the_next(tmp_path: Path) -> None:
    async def scene() -> None:
        dying = python_sink("import sys; sys.exit('no such device')", name="first")
        playout, listener = play(dying, copying(tmp_path / "heard"))
        playout.feed(ramp(0.5))
        note = await listener.until("note")
        assert note["sink"] == "first" and note["why"] == "no such device"
        playout.feed(ramp(0.5))
        assert playout.received == 0, "the rest of the lost turn"
        playout.end_turn()
        playout.feed(ramp(0.2))
        playout.end_turn()
        await listener.until("heard", 2)
        await playout.aclose()
        assert (tmp_path / "heard").read_bytes() == ramp(0.2)

    asyncio.run(scene())


def test_after_the_last_sink_it_is_mute_until_told_to_try_again(tmp_path: Path) -> None:
    async def scene() -> None:
        switch = tmp_path / "switch"
        code = "import sys,os; sys.stdin.buffer.read(); sys.exit(not os.path.exists(sys.argv[1]))"
        playout, listener = play(python_sink(code, str(switch)))
        playout.feed(ramp(0.1))
        playout.end_turn()
        await listener.until("note")
        playout.feed(ramp(0.1))
        assert playout.sink == "" and playout.dropped == 0.1
        switch.touch()
        playout.retry()
        playout.feed(ramp(0.1))
        playout.end_turn()
        assert not (await listener.until("heard", 2))["cut"]
        await playout.aclose()

    asyncio.run(scene())


def test_nothing_is_heard_before_there_is_enough_to_go_on(tmp_path: Path) -> None:
    async def scene() -> None:
        playout, listener = play(copying(tmp_path / "heard"))
        playout.feed(ramp(0.1))
        await asyncio.sleep(0)
        assert playout.position() == 0 and not (tmp_path / "heard").exists()
        async with asyncio.timeout(10):
            while not playout.position():
                await asyncio.sleep(0.001)
        playout.end_turn()
        await listener.until("heard")
        await playout.aclose()

    asyncio.run(scene())
    assert (tmp_path / "heard").read_bytes() == ramp(0.1)


def test_what_a_sink_takes_at_once_and_has_not_come_is_silence(tmp_path: Path) -> None:
    async def scene() -> None:
        playout, listener = play(copying(tmp_path / "heard"))
        playout.feed(ramp(0.04))
        async with asyncio.timeout(10):
            while not playout.position():
                await asyncio.sleep(0.001)
        playout.end_turn()
        assert (await listener.until("heard"))["seconds"] == 0.04
        await playout.aclose()

    asyncio.run(scene())
    assert (tmp_path / "heard").read_bytes() == bytes(len(ramp(0.06))) + ramp(0.04)


def test_what_a_sink_takes_at_once_is_waited_for_beyond_the_hold(tmp_path: Path) -> None:
    async def scene() -> None:
        sink = replace(copying(tmp_path / "heard"), lead=1.0)
        playout, listener = play(sink)
        began = time.monotonic()
        playout.feed(ramp(0.04))
        async with asyncio.timeout(10):
            while time.monotonic() < began + sink.reach + JITTER:
                await asyncio.sleep(0.001)
        playout.feed(ramp(0.96, 961))
        playout.end_turn()
        await listener.until("heard")
        await playout.aclose()

    asyncio.run(scene())
    assert (tmp_path / "heard").read_bytes() == ramp(1.0)


def test_what_comes_too_late_is_an_underrun_and_nothing_is_lost(tmp_path: Path) -> None:
    async def scene() -> None:
        playout, listener = play(recorder(tmp_path / "heard.wav"))
        playout.feed(ramp(0.2))
        async with asyncio.timeout(10):
            while playout.buffered or not playout.position():
                await asyncio.sleep(0.001)
            began = asyncio.get_running_loop().time()
            while asyncio.get_running_loop().time() < began + 0.1:
                await asyncio.sleep(0.001)
        playout.feed(ramp(0.2, 4_801))
        playout.end_turn()
        heard = await listener.until("heard")
        await playout.aclose()
        (underrun,) = listener.named("underrun")
        assert underrun["seconds"] >= 0.09 and heard["underruns"] == 1

    asyncio.run(scene())
    sound = (tmp_path / "heard.wav").read_bytes()[44:]
    first, second = ramp(0.2), ramp(0.2, 4_801)
    assert sound.startswith(first) and sound.endswith(second)
    assert not any(sound[len(first) : -len(second)]) and len(sound) > len(first + second)


def test_more_than_ten_minutes_do_not_wait_and_what_is_dropped_is_said() -> None:
    async def scene() -> None:
        playout, listener = play(python_sink("import time; time.sleep(60)"))
        playout.feed(bytes(48_000 * 601))
        playout.feed(ramp(1.0))
        playout.feed(ramp(0.5))
        assert (playout.received, playout.dropped) == (601, 1.5)
        playout.end_turn()
        assert [note["text"] for note in listener.named("note")] == [
            "sound is dropped from here on: 600 s of it wait to be heard",
            "1.5 s of sound were dropped, and not played",
        ]
        await playout.aclose()

    asyncio.run(scene())


def test_a_sink_that_never_ends_does_not_hold_up_the_next_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene() -> None:
        clinging = python_sink("import sys,time; sys.stdin.buffer.read(); time.sleep(60)")
        playout, listener = play(clinging, copying(tmp_path / "heard"))
        playout.feed(ramp(0.1))
        playout.end_turn()
        assert (await listener.until("note"))["why"] == "it did not end within 0 s of its last sound"
        monkeypatch.setattr(pipe, "END_LIMIT", 30.0)
        playout.feed(ramp(0.1))
        playout.end_turn()
        await listener.until("heard", 2)
        await playout.aclose()
        assert (tmp_path / "heard").read_bytes() == ramp(0.1)

    monkeypatch.setattr(pipe, "END_LIMIT", 0.2)
    asyncio.run(scene())


def test_a_program_that_is_not_there_is_a_note_not_an_exception() -> None:
    async def scene() -> None:
        playout, listener = play(command("/nonexistent/player -q"))
        playout.feed(ramp(0.1))
        assert "No such file" in (await listener.until("note"))["why"]
        await playout.aclose()

    asyncio.run(scene())


def test_a_child_finds_the_program_wherever_it_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene() -> None:
        playout, listener = play(recorder(Path("here.wav")))
        playout.feed(ramp(0.05))
        playout.end_turn()
        assert not (await listener.until("heard"))["cut"], listener.events
        await playout.aclose()

    monkeypatch.delenv("PYTHONPATH", raising=False)
    monkeypatch.chdir(tmp_path)
    asyncio.run(scene())
    assert (tmp_path / "here.wav").read_bytes()[44:] == ramp(0.05)


def test_without_sinks_everything_is_taken_and_nothing_happens() -> None:
    async def scene() -> None:
        listener = Listener()
        playout = Playout([], listener)
        playout.feed(ramp(0.1))
        playout.end_turn()
        playout.interrupt()
        await playout.aclose()
        assert listener.events == [] and playout.received == 0

    asyncio.run(scene())
