from __future__ import annotations

from tests.unit.projections.script import START, Script
from tui.projections.lanes import Lane, Lanes


def spans(script: Script, lane: Lane) -> list[tuple[float, float, int, int]]:
    found = script.into(Lanes()).spans[lane]
    return [(round(s.start - START, 3), round(s.end - START, 3), s.first, s.last) for s in found]


def test_frames_close_together_make_one_span() -> None:
    script = Script(step=0.2).ask("Hi").out("1").out("2").wait(2).out("3")
    assert spans(script, Lane.INPUT) == [(0, 0, 0, 0)]
    assert spans(script, Lane.TEXT) == [(0.2, 0.4, 1, 2), (2.6, 2.6, 3, 3)]


def test_audio_plays_on_after_it_was_received() -> None:
    script = Script(step=0.1).audio(1000).audio(1000)
    assert spans(script, Lane.AUDIO) == [(0, 0.1, 0, 1)]
    assert spans(script, Lane.PLAYED) == [(0, 2, 0, 1)]


def test_an_interruption_cuts_playback() -> None:
    script = Script(step=0.5).audio(2000).interrupted()
    assert spans(script, Lane.PLAYED) == [(0, 0.5, 0, 0)]
    assert spans(script, Lane.CUT) == [(0.5, 0.5, 1, 1)]


def test_the_player_knows_best_when_it_was_heard() -> None:
    assert spans(Script(step=0).audio(1000).wait(3).event("heard"), Lane.PLAYED) == [(0, 3, 0, 0)]


def test_a_call_lasts_until_it_is_answered_or_cancelled() -> None:
    script = Script(step=1).tool("a").tool("b").answer_tool("a").receive(toolCallCancellation={"ids": ["b"]})
    assert spans(script.tool("c"), Lane.TOOLS) == [(0, 2, 0, 2), (1, 3, 1, 3), (4, 4, 4, 4)]


def test_the_link_lane_marks_what_happened_to_it() -> None:
    script = (
        Script(step=1).setup().receive(setupComplete={}).receive(goAway={"timeLeft": "1s"}).event("close")
    )
    assert [row for *_, row in spans(script, Lane.LINK)] == [0, 1, 2, 3]


def test_a_window_of_time() -> None:
    lanes = Script(step=1).tool("long").tool("b").answer_tool("b").wait(3).answer_tool("long").into(Lanes())
    inside = lanes.between(Lane.TOOLS, START + 3, START + 4)
    assert [span.first for span in inside] == [0]
    assert (lanes.start, lanes.end) == (START, START + 6)


def test_a_typed_turn_is_a_span_by_itself_and_a_stream_is_one() -> None:
    script = Script(step=0.1).ask("1").ask("2")
    for _ in range(3):
        script.send(realtimeInput={"audio": {"mimeType": "audio/pcm", "data": "AAAA"}})
    assert [row for *_, row in spans(script, Lane.INPUT)] == [0, 1, 4]
