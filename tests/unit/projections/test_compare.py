from __future__ import annotations

from typing import Any

from tests.unit.projections.script import Script
from tui.projections.compare import Pair, Side, compare, setup_in, side_of_session, side_of_turn
from tui.projections.views import Views

USAGE = {"promptTokenCount": 1000, "responseTokenCount": 100, "totalTokenCount": 1100}


def views(script: Script) -> Views:
    result = Views()
    for frame in script.frames:
        result.feed(frame)
    return result


def turn(script: Script, number: int) -> Side:
    seen = views(script)
    return side_of_turn(seen, seen.transcript.turns[number - 1], lambda row: script.frames[row].kinds)


def session(script: Script, **setup: Any) -> Side:
    return side_of_session("one", views(script), setup, lambda row: script.frames[row].kinds)


def test_equal_sides_have_nothing_but_equal_pairs() -> None:
    side = turn(Script().ask("Hi").text("Hi").turn(USAGE), 1)
    pairs = compare(side, side)
    assert pairs
    assert all(pair.same for pair in pairs)


def test_two_turns_differences_first() -> None:
    script = Script(step=1).ask("Hi").text("Ho").text("!").turn(USAGE)
    script.ask("Hi").wait(2).tool("c1").answer_tool("c1").text("Ho!").turn(
        {**USAGE, "promptTokenCount": 2000}
    )
    pairs = compare(turn(script, 1), turn(script, 2))
    different = [pair for pair in pairs if not pair.same]
    assert pairs[: len(different)] == different
    assert Pair("timing", "first_frame", "1.00 s", "3.00 s") in different
    assert Pair("usage", "prompt", "1,000", "2,000") in different
    assert Pair("order", "", "", "toolCall") in different
    assert Pair("text", "", "> Hi", "> Hi") in pairs[len(different) :]


def test_how_many_frames_a_stream_took_is_no_difference() -> None:
    few = turn(Script().ask("Hi").out("Hi").audio().turn(), 1)
    many = turn(Script().ask("Hi").audio().out("H").audio().out("i").audio().turn(), 1)
    assert (
        list(few.order)
        == list(many.order)
        == ["clientContent", "audio + outputTranscription", "turnComplete"]
    )
    assert [pair for pair in compare(few, many) if pair.section == "text" and not pair.same] == []


def test_sessions_by_setup_in_either_spelling() -> None:
    script = Script().ask("Hi").text("Hi").turn(USAGE)
    left = session(script, generation_config={"response_modalities": ["AUDIO"]}, model="a")
    right = session(script, generationConfig={"responseModalities": ["TEXT"]}, model="a", tools=[])
    different = [pair for pair in compare(left, right) if not pair.same]
    assert different == [
        Pair("setup", "generationConfig.responseModalities[0]", "AUDIO", "TEXT"),
        Pair("setup", "tools", "", "[]"),
    ]


def test_sessions_by_the_median_of_their_timing() -> None:
    fast = Script(step=1).ask("Hi").text("Hi").turn().ask("Hi").text("Hi").turn()
    slow = Script(step=2).ask("Hi").text("Hi").turn().ask("Hi").text("Hi").turn()
    pairs = compare(session(fast), session(slow))
    assert Pair("timing", "first_text p50", "1.00 s", "2.00 s") in pairs


def test_the_setup_of_a_frame() -> None:
    assert setup_in(Script().setup(tools=[]).frames[0]) == {"model": "models/gemini-3.8-live", "tools": []}
    assert setup_in(Script().receive(setup=3).frames[0]) == {}
