from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.unit.projections.script import Script
from tui.projections.checks import CHECKS, Checks
from tui.projections.rules.rule import Severity
from tui.projections.timing import Timing
from tui.projections.transcript import Transcript

Scene = Callable[[Script], Script]

USAGE = {"promptTokenCount": 9, "responseTokenCount": 1, "totalTokenCount": 10}
PCM = {"mimeType": "audio/pcm;rate=16000", "data": "AAAA" * 2}


def checked(script: Script) -> Checks:
    transcript = Transcript()
    timing = Timing(transcript)
    checks = Checks(transcript, timing)
    for frame in script.frames:
        for projection in (transcript, timing, checks):
            projection.feed(frame)
    checks.settle()
    return checks


def ready(script: Script) -> Script:
    return script.setup(sessionResumption={}).receive(setupComplete={})


def sound(script: Script, **blob: str) -> Script:
    return script.send(realtimeInput={"audio": {**PCM, **blob}})


def received(script: Script, data: str, mime: str = "audio/pcm;rate=24000") -> Script:
    return script.parts({"inlineData": {"mimeType": mime, "data": data}})


def turns(script: Script, count: int) -> Script:
    for _ in range(count):
        script.ask("Hi").text("Hi").turn(USAGE)
    return script


STRIKES: list[tuple[str, Scene, list[int]]] = [
    (
        "audio-after-interrupted",
        lambda s: s.ask("Hi").audio().interrupted().audio().audio().turn(),
        [4, 5, 6],
    ),
    ("no-turn-complete", lambda s: s.ask("Hi").audio(500).generated().wait(20).ask("Hello?"), [4]),
    ("no-turn-complete", lambda s: s.ask("Hi").text("Hi").generated(), [4]),
    ("audio-after-turn", lambda s: s.ask("Hi").audio().turn(USAGE).audio().audio(), [4, 5, 6]),
    ("content-after-turn", lambda s: s.ask("Hi").text("H").turn(USAGE).text("i").text("!"), [4, 5, 6]),
    ("empty-turn", lambda s: s.ask("Hi").turn(USAGE), [3]),
    ("transcription-unfinished", lambda s: s.ask("1").out("1").turn().ask("2").out("2").turn(), [4, 7]),
    ("not-ready-first", lambda s: s.dial(2).setup().text("Hi").turn(USAGE), [3]),
    ("tool-answer-unknown", lambda s: s.ask("Hi").tool("c1").answer_tool("c2"), [4]),
    (
        "tool-answer-cancelled",
        lambda s: s.ask("Hi").tool("c1").receive(toolCallCancellation={"ids": ["c1"]}).answer_tool("c1"),
        [4, 5],
    ),
    ("tool-answer-twice", lambda s: s.ask("Hi").tool("c1").answer_tool("c1").answer_tool("c1"), [3, 5]),
    ("input-during-call", lambda s: s.ask("Hi").tool("c1").ask("Well?").say("Well??"), [3, 4, 5]),
    ("handle-lost", lambda s: turns(s, 5), [4, 7, 10, 13, 16]),
    ("usage-missing", lambda s: s.ask("Hi").text("Hi").turn(), [4]),
    ("not-json", lambda s: s.add(s.frames[1].direction, b"{} {}"), [2]),
    ("sdk-raises", lambda s: s.receive(fooBar={"a": 1}), [2]),
    ("sdk-raises", lambda s: s.add(s.frames[1].direction, b"[1]"), [2]),
    ("service-error", lambda s: s.receive(error={"code": 400, "message": "bad"}), [2]),
    ("empty-frame", lambda s: s.receive(), [2]),
    ("empty-frame", lambda s: s.add(s.frames[1].direction, b" "), [2]),
    ("unknown-field", lambda s: s.content(modelTurn={"parts": [{"text": "Hi", "smell": 1}]}), [2]),
    ("unknown-value", lambda s: s.content(turnComplete=True, turnCompleteReason="BORED"), [2]),
    ("bad-base64", lambda s: received(s, "AA*A"), [2]),
    ("bad-base64", lambda s: received(s, "AAAAA"), [2]),
    ("bad-base64", lambda s: received(s, "A=AA"), [2]),
    ("odd-pcm", lambda s: received(s, "AAAA"), [2]),
    ("rate-missing", lambda s: sound(sound(s, mimeType="audio/pcm"), mimeType="audio/pcm"), [2]),
    ("rate-contradicts", lambda s: sound(s, data="UklGRiQA"), [2]),
    ("rate-changed", lambda s: s.audio(rate=24000).audio(rate=16000).audio(rate=16000), [3]),
]

QUIET: list[tuple[str, Scene]] = [
    ("audio-after-interrupted", lambda s: s.ask("1").audio().interrupted().turn().ask("2").audio().turn()),
    ("audio-after-interrupted", lambda s: s.ask("1").audio().event("interrupt").audio().turn()),
    ("no-turn-complete", lambda s: s.ask("Hi").audio(30_000).generated().wait(31).turn(USAGE)),
    (
        "no-turn-complete",
        lambda s: s.setup(model="models/gemini-3.5-transcribe-live").heard("Hi").generated(),
    ),
    ("audio-after-turn", lambda s: s.ask("Hi").audio().turn(USAGE).ask("And?").audio().turn(USAGE)),
    ("audio-after-turn", lambda s: sound(s.ask("Hi").audio().turn(USAGE)).audio().turn(USAGE)),
    (
        "audio-after-turn",
        lambda s: s.ask("Hi").audio().turn(USAGE, interactionStatus="IN_PROGRESS").audio().turn(USAGE),
    ),
    ("audio-after-turn", lambda s: s.ask("Hi").tool("c1").turn(USAGE).answer_tool("c1").audio().turn(USAGE)),
    ("content-after-turn", lambda s: s.ask("Hi").text("Hi").turn(USAGE).heard("And?").text("So").turn()),
    ("empty-turn", lambda s: s.ask("Hi").interrupted().turn(USAGE)),
    ("empty-turn", lambda s: s.ask("Hi").tool("c1").turn(USAGE)),
    ("transcription-unfinished", lambda s: s.ask("1").out("1", finished=True).turn(USAGE)),
    ("transcription-unfinished", lambda s: s.ask("1").text("1").turn(USAGE)),
    ("not-ready-first", lambda s: s.dial(2).setup().receive(setupComplete={"sessionId": "x"}).text("Hi")),
    ("tool-answer-unknown", lambda s: s.ask("Hi").tool("c1").answer_tool("c1")),
    (
        "tool-answer-cancelled",
        lambda s: s.tool("c1").answer_tool("c1").receive(toolCallCancellation={"ids": []}),
    ),
    ("tool-answer-twice", lambda s: s.tool("c1").tool("c2").answer_tool("c1").answer_tool("c2")),
    ("input-during-call", lambda s: s.ask("Hi").tool("c1").answer_tool("c1").ask("And?")),
    ("input-during-call", lambda s: s.tool("c1").receive(toolCallCancellation={"ids": ["c1"]}).ask("And?")),
    ("handle-lost", lambda s: turns(turns(s, 3).handle("handle-a"), 3)),
    ("handle-lost", lambda s: turns(s.setup(), 5)),
    ("usage-missing", lambda s: s.ask("Hi").text("Hi").turn(USAGE)),
    ("usage-missing", lambda s: s.ask("Hi").text("Hi").turn().receive(usageMetadata=USAGE)),
    ("not-json", lambda s: s.receive(serverContent={})),
    ("not-json", lambda s: s.add(s.frames[1].direction, b"")),
    ("sdk-raises", lambda s: s.receive(serverContent={}, fooBar=1)),
    ("service-error", lambda s: s.content(generationComplete=True)),
    ("empty-frame", lambda s: s.receive(serverContent={})),
    ("unknown-field", lambda s: s.receive(serverContent={}, voiceActivity={"type": "ACTIVITY_START"})),
    ("unknown-value", lambda s: s.turn(USAGE, turnCompleteReason="NEED_MORE_INPUT")),
    ("bad-base64", lambda s: received(received(s, "__77ww=="), "AAA")),
    ("odd-pcm", lambda s: received(received(s, "AAAA" * 2), "AAAA", mime="audio/ogg")),
    ("rate-missing", lambda s: received(sound(s), "AAAA" * 2, mime="audio/pcm")),
    ("rate-contradicts", lambda s: sound(s)),
    ("rate-changed", lambda s: sound(s).audio(rate=24000).audio(rate=24000)),
]


@pytest.mark.parametrize(("check", "scene", "rows"), STRIKES, ids=[check for check, *_ in STRIKES])
def test_what_is_wrong_is_found_in_its_frames(check: str, scene: Scene, rows: list[int]) -> None:
    checks = checked(scene(ready(Script())))
    (finding,) = [finding for finding in checks.findings if finding.check.id == check]
    assert finding.rows == rows
    assert all(finding in checks.at(row) for row in rows)


@pytest.mark.parametrize(("check", "scene"), QUIET, ids=[check for check, _ in QUIET])
def test_what_is_right_is_left_alone(check: str, scene: Scene) -> None:
    assert check not in [finding.check.id for finding in checked(scene(ready(Script()))).findings]


def test_every_check_has_a_case_each_way() -> None:
    assert {check for check, *_ in STRIKES} == {check for check, _ in QUIET} == set(CHECKS)


def test_a_clean_session_has_no_findings() -> None:
    script = ready(Script()).ask("Hi").out("Hi").audio().out("", finished=True).generated().turn(USAGE)
    assert checked(script.handle("handle-a")).findings == []


def test_findings_are_counted_by_severity_and_name_their_turn() -> None:
    checks = checked(ready(Script()).ask("Hi").text("Hi").turn(USAGE).ask("Hm").turn().receive(error="no"))
    assert checks.count() == {Severity.WARNING: 1, Severity.ERROR: 1}
    assert [(finding.check.id, finding.turn) for finding in checks.findings] == [
        ("empty-turn", 2),
        ("service-error", 0),
    ]


def test_the_detail_names_what_is_unknown() -> None:
    checks = checked(ready(Script()).receive(serverContent={"newThing": 1, "turnComplete": True}, other=2))
    (finding,) = [finding for finding in checks.findings if finding.check.id == "unknown-field"]
    assert finding.detail == "serverContent.newThing, other"


def test_the_clock_finds_what_no_frame_would() -> None:
    script = ready(Script()).ask("Hi").text("Hi").generated()
    transcript = Transcript()
    checks = Checks(transcript, timing := Timing(transcript))
    for frame in script.frames:
        for projection in (transcript, timing, checks):
            projection.feed(frame)
    checks.settle(script.t + 1)
    assert checks.findings == []
    checks.settle(script.t + 60)
    assert [finding.check.id for finding in checks.findings] == ["no-turn-complete"]


def test_ids_are_unique_and_sentences_say_something() -> None:
    for name, check in CHECKS.items():
        assert name == check.id
        assert len(check.sentence) > 20
        assert not check.sentence.endswith(".")


def test_each_turn_without_usage_is_found_though_they_follow_fast() -> None:
    checks = checked(ready(Script()).ask("1").text("1").turn().ask("2").text("2").turn())
    assert [(finding.check.id, finding.rows) for finding in checks.findings] == [
        ("usage-missing", [4]),
        ("usage-missing", [7]),
    ]
