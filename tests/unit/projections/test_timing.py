from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.projections.garbage import frames
from tests.unit.projections.script import START, Script
from tui.projections.percentile import Spread
from tui.projections.timing import MARKS, Timing
from tui.projections.transcript import Transcript
from tui.wire.frame import Frame


def timing(script: Script) -> Timing:
    transcript = Transcript()
    result = Timing(transcript)
    for frame in script.frames:
        transcript.feed(frame)
        result.feed(frame)
    return result


def test_the_milestones_of_a_turn() -> None:
    script = Script(step=1).ask("Hi").parts({"text": "Hm", "thought": True}).out("").out("Hi").audio(500)
    script.generated().wait(2).turn().event("heard")
    (turn,) = timing(script).turns
    after = {mark: turn.after(mark) for mark in MARKS}
    assert after == {
        "first_frame": 1,
        "first_text": 3,
        "first_audio": 4,
        "generated": 5,
        "completed": 8,
        "heard": 9,
    }
    assert turn.rows == {
        "asked": 0,
        "first_frame": 1,
        "first_text": 3,
        "first_audio": 4,
        "generated": 5,
        "completed": 6,
        "heard": 7,
    }
    assert list(turn.gaps) == [1, 1, 1]


def test_the_real_time_factor_and_where_playback_ran_dry() -> None:
    script = Script(step=0).ask("Hi").audio(400).wait(0.2).audio(400).wait(1.0).audio(400).turn()
    (turn,) = timing(script).turns
    assert turn.audio == pytest.approx(1.2)
    assert turn.real_time_factor == pytest.approx(1.0)
    ((row, seconds),) = turn.dry
    assert row == 3
    assert seconds == pytest.approx(0.4)


def test_one_audio_frame_has_no_real_time_factor_and_runs_nothing_dry() -> None:
    (turn,) = timing(Script().ask("Hi").audio().turn()).turns
    assert (turn.real_time_factor, turn.dry) == (None, [])


def speak(script: Script, count: int) -> Script:
    for _ in range(count):
        script.send(realtime_input={"audio": {"mime_type": "audio/pcm;rate=16000", "data": "AAAA" * 267}})
    return script


def test_speech_ends_at_the_last_audio_sent() -> None:
    (turn,) = timing(speak(Script(step=1), 3).heard("Hi").out("Hi")).turns
    assert (turn.asked, turn.rows["asked"], turn.after("first_text")) == (START + 2, 2, 2)


def test_speech_ends_at_the_mark_of_the_client() -> None:
    script = speak(Script(step=1), 2).send(realtimeInput={"activityEnd": {}})
    (turn,) = timing(speak(script, 4).out("Hi")).turns
    assert turn.rows["asked"] == 2


def test_speech_ends_where_the_service_heard_it_end() -> None:
    script = speak(Script(step=1), 10).receive(
        serverContent={}, voiceActivity={"type": "ACTIVITY_END", "audioOffset": "0.100s"}
    )
    (turn,) = timing(speak(script, 2).out("Hi")).turns
    assert turn.rows["asked"] == 3  # 25 ms a frame: the fourth carries the 100th millisecond


def test_the_spread_over_a_session() -> None:
    script = Script(step=0)
    for seconds in range(1, 21):
        script.ask("Hi").wait(seconds).text("Hi").turn()
    assert timing(script).spread("first_text") == Spread(20, 10, 19, 20)
    assert timing(script).spread("heard") is None


def test_an_answer_nobody_asked_for_has_no_latency() -> None:
    (turn,) = timing(Script().text("Hello?").turn()).turns
    assert turn.after("first_text") is None


@settings(max_examples=100, deadline=None)
@given(script=st.lists(frames, max_size=12), steps=st.lists(st.floats(0, 10), min_size=12, max_size=12))
def test_time_runs_forward(script: list[Frame], steps: list[float]) -> None:
    t, transcript = START, Transcript()
    result = Timing(transcript)
    for frame, step in zip(script, steps, strict=False):
        t += step
        ordered = Frame(frame.seq, frame.conn, t, frame.direction, frame.opcode, frame.payload)
        transcript.feed(ordered)
        result.feed(ordered)
    for turn in result.turns:
        assert all(gap >= 0 for gap in turn.gaps)
        assert all(turn.after(mark) is None or turn.after(mark) >= 0 for mark in MARKS[:3])  # type: ignore[operator]
        assert all(seconds > 0 for _, seconds in turn.dry)
        assert all(0 <= row < transcript.rows for row in turn.rows.values())
