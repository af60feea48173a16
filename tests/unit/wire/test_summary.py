from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.wire.frame import Direction, Frame, Opcode
from tui.wire.summary import LIMIT, base64_size, bytes_text, seconds_text, short_handle, summarize

RECEIVE, SEND, EVENT = Direction.RECEIVE, Direction.SEND, Direction.EVENT


def frame(message: Any, direction: Direction = RECEIVE) -> Frame:
    payload = message if isinstance(message, bytes) else json.dumps(message).encode()
    return Frame(0, 1, 0.0, direction, Opcode.TEXT, payload)


def sc(**members: Any) -> dict[str, Any]:
    return {"serverContent": members}


def parts(*items: Any) -> dict[str, Any]:
    return sc(modelTurn={"parts": list(items)})


PCM = {"mimeType": "audio/pcm;rate=24000", "data": "A" * 12800}

LINES: list[tuple[Direction, Any, str]] = [
    (RECEIVE, {"setupComplete": {}}, "ready"),
    (RECEIVE, {"setupComplete": {"sessionId": "f162"}}, "ready, session f162"),
    (RECEIVE, parts({"text": "Yes"}, {"text": ", I can"}), "Yes · , I can"),
    (RECEIVE, parts({"text": "Considering", "thought": True}), "thought: Considering"),
    (RECEIVE, parts({"inlineData": PCM}), "audio 200 ms"),
    (RECEIVE, sc(outputTranscription={"text": "We", "finished": True}), "We (finished)"),
    (RECEIVE, sc(interrupted=True), "interrupted"),
    (RECEIVE, sc(interrupted=False), '{"serverContent": {"interrupted": false}}'),
    (RECEIVE, {"serverContent": None}, "null"),
    (RECEIVE, sc(), '{"serverContent": {}}'),
    (
        RECEIVE,
        sc(turnComplete=True)
        | {"usageMetadata": {"promptTokenCount": 515, "responseTokenCount": 24, "totalTokenCount": 539}},
        "turn complete · 515 in + 24 out = 539 tokens",
    ),
    (
        RECEIVE,
        {"usageMetadata": {"promptTokenCount": 5, "candidatesTokenCount": 2, "thoughtsTokenCount": 1}},
        "5 in + 2 out tokens · 1 thoughts",
    ),
    (RECEIVE, {"goAway": {"timeLeft": "50s"}}, "goes away in 50s"),
    (
        RECEIVE,
        {"sessionResumptionUpdate": {"newHandle": "95e91930-b35b-482b", "resumable": True}},
        "handle 95e91930… · resumable",
    ),
    (RECEIVE, {"sessionResumptionUpdate": {}}, "no handle · not resumable now"),
    (
        RECEIVE,
        {"toolCall": {"functionCalls": [{"id": "1", "name": "lamp", "args": {"on": True, "room": "hall"}}]}},
        "lamp(on=true, room=hall)",
    ),
    (RECEIVE, {"toolCallCancellation": {"ids": ["a", "b"]}}, "cancels a, b"),
    (RECEIVE, {"error": {"code": 400, "status": "BAD", "message": "no"}}, "error 400 BAD no"),
    (RECEIVE, sc(fooBar=1), "unknown: serverContent.fooBar"),
    (RECEIVE, b"", "empty"),
    (RECEIVE, b"{} {}", "{} {}"),
    (RECEIVE, b"\xff\xfe", "��"),
    (RECEIVE, [1, 2], "[1, 2]"),
    (
        SEND,
        {
            "setup": {
                "model": "models/x",
                "generationConfig": {"responseModalities": ["AUDIO"]},
                "sessionResumption": {"handle": "95e91930-b35b-482b"},
            }
        },
        "models/x · AUDIO · resumes 95e91930…",
    ),
    (SEND, {"client_content": {"turns": [{"parts": [{"text": "Hello"}]}], "turn_complete": True}}, "Hello"),
    (SEND, {"realtime_input": {"text": "Hi"}}, "Hi"),
    (
        SEND,
        {"realtime_input": {"audio": {"mime_type": "audio/pcm;rate=16000", "data": "A" * 1280}}},
        "audio 30 ms",
    ),
    (SEND, {"realtimeInput": {"video": {"mimeType": "image/jpeg", "data": "AAAA"}}}, "image/jpeg 3 B"),
    (SEND, {"realtimeInput": {"activityStart": {}}}, "activity starts"),
    (
        SEND,
        {"tool_response": {"function_responses": [{"name": "lamp", "response": {"ok": True}}]}},
        'lamp → {"ok": true}',
    ),
    (EVENT, {"event": "close", "code": 1008, "reason": "gone"}, "closed 1008 · gone"),
    (EVENT, {"event": "interrupt"}, "interrupt"),
    (
        EVENT,
        {"event": "close", "code": 1000, "reason": "", "by": "client", "cause": "closed here"},
        "closed 1000 by client · closed here",
    ),
    (EVENT, {"event": "file", "path": "/x/q.wav", "progress": 0.5}, "file /x/q.wav · 50%"),
    (EVENT, {"event": "resume", "handle": "h", "of": 7}, "resume · the service has frames up to 7"),
    (EVENT, {"event": "resume", "of": 7, "text": "Connected again"}, "resume · Connected again"),
    (
        EVENT,
        {"event": "gap", "first": 3, "last": 5, "why": "disk full"},
        "gap: frames 3 to 5 were not saved · disk full",
    ),
    (EVENT, {"event": "gap", "why": "its bytes are gone"}, "gap · its bytes are gone"),
    (EVENT, {"event": "saved", "first": 3, "last": 5}, "saved: frames 3 to 5 came late into the file"),
    (EVENT, {"event": "handmade"}, "handmade: written here, sent as it is"),
    (EVENT, {"event": "dial", "attempt": 2}, "dial, attempt 2"),
    (EVENT, {"event": "ping", "seconds": 0.0304}, "ping 30.4 ms"),
    (EVENT, {"event": "ping", "seconds": "?"}, "ping"),
    (EVENT, {"event": "open", "uri": "wss://x/ws", "version": "v1beta"}, "open v1beta · wss://x/ws"),
    (EVENT, {"event": "new", "x": 1, "y": "", "z": [2]}, "new x 1 · z [2]"),
]


@pytest.mark.parametrize(("direction", "message", "line"), LINES, ids=[line for _, _, line in LINES])
def test_a_frame_in_words(direction: Direction, message: Any, line: str) -> None:
    assert summarize(frame(message, direction)) == line


def test_a_line_is_clean_and_short() -> None:
    line = summarize(frame(parts({"text": "\x1b]52;c;aGk=\x07\u202e one\ntwo" + "x" * 10_000})))
    assert line.startswith("␛]52;c;aGk=␇⟨202E⟩ one⏎two")
    assert len(line) <= LIMIT + 20
    assert line.endswith("…")


MEMBERS = (
    "serverContent modelTurn parts text inlineData usageMetadata setup event realtimeInput audio toolCall "
    "functionCalls args sessionResumptionUpdate newHandle error urlContextMetadata"
)
members = st.sampled_from(MEMBERS.split(" "))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(members, inner, max_size=3),
    max_leaves=12,
)


@given(json_values, st.sampled_from([RECEIVE, SEND]))
def test_no_json_makes_it_raise(value: Any, direction: Direction) -> None:
    assert "\n" not in summarize(frame(value, direction))


@given(st.binary(max_size=60), st.sampled_from([RECEIVE, SEND]))
def test_no_bytes_make_it_raise(payload: bytes, direction: Direction) -> None:
    assert "\n" not in summarize(frame(payload, direction))


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (99_949, "99.9 kB"),
        (99_960, "100 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (1_900_000, "1.9 MB"),
        (5 * 10**12, "5000 GB"),
    ],
)
def test_bytes(count: int, text: str) -> None:
    assert bytes_text(count) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.012, "12 ms"), (0.9996, "1.0 s"), (39.6, "39.6 s"), (247, "4:07"), (3729, "1:02:09")],
)
def test_seconds(seconds: float, text: str) -> None:
    assert seconds_text(seconds) == text


def test_base64_is_measured_without_decoding() -> None:
    assert [base64_size(data) for data in ("", "AA==", "AAA=", "AAAA")] == [0, 1, 2, 3]


def test_a_short_handle_is_left_whole() -> None:
    assert short_handle("abc") == "abc"
