from __future__ import annotations

import base64
import json

from tui.projections.audio_run import AudioRun, Duplex
from tui.wire.frame import Direction, Frame, Opcode


def sound(seconds: float, t: float = 0.0, n: int = 0, direction: Direction = Direction.RECEIVE) -> Frame:
    data = base64.b64encode(bytes(round(seconds * 48_000) // 2 * 2)).decode()
    blob = {"mimeType": "audio/pcm;rate=24000", "data": data}
    payload = json.dumps(
        {"serverContent": {"modelTurn": {"parts": [{"inlineData": blob}]}}}, indent=2
    ).encode()
    return Frame(n, 1, t, direction, Opcode.BINARY, payload)


def run(*frames: Frame) -> AudioRun:
    return fed([*frames])


def fed(*batches: list[Frame]) -> AudioRun:
    run = AudioRun(batches[0][0])
    for frames in batches:
        times, sizes = [frame.t for frame in frames], [len(frame.payload) for frame in frames]
        run.feed([frame.seq for frame in frames], times, sizes)
    return run


def test_seconds_are_those_of_the_sound() -> None:
    told = run(sound(0.2), sound(0.2, 0.1), sound(0.1, 0.2))
    assert abs(told.seconds - 0.5) < 0.001
    assert told.frames == 3


def test_playback_runs_dry_where_all_was_played() -> None:
    told = run(sound(0.2, 10.0, 5), sound(0.2, 10.1, 6), sound(0.2, 10.7, 7), sound(0.2, 10.8, 8))
    assert list(told.dry) == [7]
    assert abs(told.dry[7] - 0.3) < 0.001


def test_a_run_in_words() -> None:
    frames = [sound(0.2, 0.02 * n, n) for n in range(100)]
    size = bytes_of(frames)
    assert str(run(*frames)) == f"audio ×100 · {size} · 20.0 s · gap p50 20 ms, max 20 ms"
    assert "ran dry ×1" in str(run(sound(0.1), sound(0.1, 5.0, 1)))


def bytes_of(frames: list[Frame]) -> str:
    total = sum(len(frame.payload) for frame in frames)
    return f"{total / 1e6:.1f} MB"


def test_a_frame_that_is_none_does_no_harm() -> None:
    odd = Frame(0, 1, 0.0, Direction.RECEIVE, Opcode.BINARY, b"{{")
    assert run(odd, odd).seconds == 0


def test_a_run_that_grows_is_as_one_that_came_at_once() -> None:
    frames = [sound(0.05, t, n) for n, t in enumerate((0.0, 0.04, 0.3, 0.31, 0.9))]
    at_once, grown = fed(frames), fed(frames[:1], [], frames[1:3], frames[3:])
    assert str(grown) == str(at_once)
    assert grown.dry == at_once.dry != {}


def test_a_run_both_ways_tells_each_for_itself() -> None:
    frames = [sound(0.1, 0.0, 0, Direction.SEND), sound(0.2, 0.1, 1)]
    frames += [sound(0.1, 0.9, 2, Direction.SEND), sound(0.2, 1.0, 3)]
    times, sizes = [frame.t for frame in frames], [len(frame.payload) for frame in frames]
    sent = [frame.direction is Direction.SEND for frame in frames]
    grown, at_once = Duplex(frames.__getitem__), Duplex(frames.__getitem__)
    for n in range(4):
        grown.feed([n], sent[n : n + 1], times[n : n + 1], sizes[n : n + 1])
    at_once.feed(range(4), sent, times, sizes)
    assert str(grown) == str(at_once)
    assert str(grown).startswith("← audio ×2 · ")
    assert " · → audio ×2 · " in str(grown)
    assert (grown.frames, grown.bytes) == (4, sum(sizes))


def test_only_what_is_played_runs_dry() -> None:
    frames = [sound(0.2, t, n, Direction.SEND) for n, t in enumerate((0.0, 1.0))]
    run = Duplex(frames.__getitem__)
    run.feed([0, 1], [True, True], [0.0, 1.0], [len(frame.payload) for frame in frames])
    assert run.dry_before(1) == 0
    heard = [sound(0.2, 0.0, 0), sound(0.2, 1.0, 1)]
    run = Duplex(heard.__getitem__)
    run.feed([0, 1], [False, False], [0.0, 1.0], [len(frame.payload) for frame in heard])
    assert abs(run.dry_before(1) - 0.8) < 0.001
