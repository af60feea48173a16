from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.projections.filter_completion import complete
from tui.projections.filter_language import FilterError, parse, read_saved, tokens_of
from tui.projections.filters import Facts
from tui.wire.frame import Direction, Frame, Opcode
from tui.wire.kinds import Kind, by_name

NOON = datetime(2026, 11, 22, 12, 0, 5).timestamp()


def facts(message: Any, direction: Direction = Direction.RECEIVE, **known: Any) -> Facts:
    payload = message if isinstance(message, bytes) else json.dumps(message).encode()
    frame = Frame(0, 1, NOON, direction, Opcode.TEXT, payload)
    columns = {"size": len(payload), "t": NOON, "conn": 1, "turn": 1, "marked": False} | known
    return Facts(direction, frame.kinds, frame=frame, **columns)


USAGE = facts({"serverContent": {"turnComplete": True}, "usageMetadata": {"totalTokenCount": 1500}})
TEXT = facts({"serverContent": {"modelTurn": {"parts": [{"text": "About the Refund"}]}}}, turn=3, conn=2)
SETUP = facts({"setup": {"model": "models/x"}}, Direction.SEND)
SENT = facts({"client_content": {"turns": [{"parts": [{"text": "refund?"}]}]}}, Direction.SEND)
ODD = facts({"fooBar": 1})
BLOB = facts({"realtimeInput": {"audio": {"mimeType": "audio/pcm", "data": "refund" * 2000}}}, Direction.SEND)
DATA = facts({"toolCall": {"functionCalls": [{"name": "f", "args": {"data": "a refund"}}]}})
BROKEN = facts(b"refund {{")

PASSES: list[tuple[str, Facts]] = [
    ("", ODD),
    ("dir:in", TEXT),
    ("dir:out kind:setup", SETUP),
    ("kind:usage", USAGE),
    ("kind:usageMetadata,text", TEXT),
    ("not kind:text", USAGE),
    ("not not kind:text", TEXT),
    ("turn:3", TEXT),
    ("turn>=2 conn:2", TEXT),
    ("size>10k", BLOB),
    ("size > 10k", BLOB),
    ("size<1.5kB", TEXT),
    ("since:11:59", TEXT),
    ("since:12:00:05", TEXT),
    ("until:2026-11-22T12:01", TEXT),
    ("since:2026-11-22 12:00:05 turn:3", TEXT),
    ('until:"2026-11-22 12:01"', TEXT),
    ("since:2026-11-22", TEXT),
    ("since:+0s", TEXT),
    ("has:serverContent.turnComplete", USAGE),
    ("has:clientContent.turns.parts.text", SENT),
    ("text:refund", TEXT),
    ('text:"the Refund"', TEXT),
    ("text:refund", BROKEN),
    ("text:refund", DATA),
    ("/refund\\?/", SENT),
    ("unknown", ODD),
    ("kind:audio or kind:usage", USAGE),
    ("(kind:audio or kind:text) and turn:3", TEXT),
    ("usageMetadata.totalTokenCount > 1000", USAGE),
    ("usageMetadata.totalTokenCount>1000", USAGE),
    ("setup.model = models/x", SETUP),
    ('setup.model == "models/x"', SETUP),
    ("{serverContent.modelTurn.parts[?contains(text, 'Refund')]}", TEXT),
    ("{ {a: setup.model}.a == 'models/x' }", SETUP),
    ("@dear", USAGE),
    ("not @dear", TEXT),
]
STOPS: list[tuple[str, Facts]] = [
    ("dir:in", SETUP),
    ("kind:usage", TEXT),
    ("text:refund", BLOB),
    ("/refund/", BLOB),
    ("text:REFUND", TEXT),
    ("since:12:01", TEXT),
    ("has:serverContent.interrupted", USAGE),
    ("usageMetadata.totalTokenCount > 2000", USAGE),
    ("usageMetadata.totalTokenCount > 2000", ODD),
    ("{abs(setup.model)}", SETUP),
    ("marked", TEXT),
]
SAVED = {"dear": "usageMetadata.totalTokenCount > 1000", "loop": "not @loop", "bad": "kind:nope"}


@pytest.mark.parametrize(("text", "frame"), PASSES, ids=[text for text, _ in PASSES])
def test_passes(text: str, frame: Facts) -> None:
    assert parse(text, SAVED).test(frame) is True


@pytest.mark.parametrize(("text", "frame"), STOPS, ids=[text for text, _ in STOPS])
def test_stops(text: str, frame: Facts) -> None:
    assert parse(text, SAVED).test(frame) is False


MISTAKES = [
    ("kind:usge", 5, "no frame is of a kind `usge`; did you mean `usage`?"),
    ("dir:in knd:usage", 7, "there is no `knd:`; did you mean `kind`?"),
    ("dir:left", 4, "`dir:` is in, out or event, not `left`"),
    ("refund", 0, '`refund` is no term; words in a frame are written `text:"refund"`'),
    ("unknwon", 0, "`unknwon` is no term; did you mean `unknown`?"),
    ("usage", 0, "a kind is written `kind:usage`"),
    ("size>big", 5, "a size is 800, 10k or 1.5M, not `big`"),
    ("turn:x", 5, "a turn is a number, not `x`"),
    ("since:25:00", 6, "a time is 10:32, 10:32:04, 2026-11-22 10:32, +5m or -5m, not `25:00`"),
    (
        "since:2026-11-22 25:00",
        6,
        "a time is 10:32, 10:32:04, 2026-11-22 10:32, +5m or -5m, not `2026-11-22 25:00`",
    ),
    ("kind:", 5, "`kind:` needs a value, as in kind:usage"),
    ("(kind:text", 0, "this bracket is never closed"),
    ("kind:text)", 9, "no bracket was opened that this could close"),
    ("dir:in or", 9, "something must follow here"),
    ("or dir:in", 0, "`or` stands between two terms"),
    ("dir:in not", 10, "something must follow here"),
    ("/abc", 0, "this regular expression is never closed by `/`"),
    ("dir:in /a(/", 9, "regular expression: missing ), unterminated subpattern"),
    ('text:"abc', 5, "these words are never closed by a quote"),
    ("has:a..b", 4, "a path is names with a point between: serverContent.interrupted"),
    ("@dead", 0, "no filter is saved as `dead`; did you mean `dear`?"),
    ("@bad", 0, "in the saved filter `bad`: no frame is of a kind `nope`"),
]


@pytest.mark.parametrize(("text", "at", "message"), MISTAKES, ids=[text for text, _, _ in MISTAKES])
def test_a_mistake_is_pointed_at_in_words(text: str, at: int, message: str) -> None:
    with pytest.raises(FilterError) as caught:
        parse(text, SAVED)
    assert caught.value.message == message
    assert caught.value.at == at


@pytest.mark.parametrize(
    "text", ["{a b", "{a ==}", "{}", "{nope(a)", "@loop", "(" * 60, "{{", "a.b > ", "not"]
)
def test_every_other_mistake_has_words_too(text: str) -> None:
    with pytest.raises(FilterError) as caught:
        parse(text, SAVED)
    assert caught.value.message


TERMS = [
    "dir:in",
    "kind:usage",
    "unknown",
    "turn:3",
    "size>10",
    "conn:2",
    "has:setup",
    "text:a",
    "/a/",
    "marked",
]
lines = st.recursive(
    st.sampled_from(TERMS),
    lambda inner: (
        st.builds("not {}".format, inner)
        | st.builds("({} or {})".format, inner, inner)
        | st.builds("({} {})".format, inner, inner)
    ),
    max_leaves=6,
)


@given(lines, st.sampled_from([USAGE, TEXT, SETUP, ODD, BROKEN]))
def test_what_less_knowledge_decides_more_knowledge_confirms(line: str, whole: Facts) -> None:
    asked = parse(line)
    verdict = asked.test(whole)
    assert verdict is not None
    for partial in (
        Facts(whole.direction, whole.mask),
        Facts(whole.direction, whole.mask, whole.size, whole.t, whole.conn, whole.turn, whole.marked),
    ):
        assert asked.test(partial) in (None, verdict)


@given(st.text(alphabet='ab:>="/\\(){}@. `or nt', max_size=30) | st.text(max_size=30))
def test_no_line_does_worse_than_a_mistake(line: str) -> None:
    try:
        parse(line, SAVED).test(TEXT)
    except FilterError as error:
        assert error.message
        assert 0 <= error.at <= len(line)


@given(st.text(alphabet='ab:"/\\(){} ', max_size=30))
def test_words_keep_their_places(line: str) -> None:
    for token in tokens_of(line):
        assert line[token.at : token.at + len(token.text)] == token.text


def test_tab_offers_what_can_follow() -> None:
    assert complete("dir:in ki")[0] == "dir:in kind:"
    assert "kind:usageMetadata" in complete("kind:u")
    assert complete("(has:serverContent.inter")[0] == "(has:serverContent.interrupted"
    assert complete("@d", ["dear"]) == ["@dear"]
    assert complete("k") == ["kind:"]
    assert complete("not kind:usage,interr") == ["not kind:usage,interrupted"]
    assert complete("has:ser") == ["has:serverContent"]
    assert "has:serverContent.modelTurn" in complete("has:serverContent.")
    assert not any("parts" in offer for offer in complete("has:serverContent."))
    assert complete("zzz") == []
    assert complete("Kind:us") == ["kind:usageMetadata"]
    assert complete("not KIND:usage,INTERR") == ["not KIND:usage,interrupted"]
    assert complete("dir:in HAS:serverContent.inter")[0] == "dir:in has:serverContent.interrupted"


def test_tab_offers_the_values_an_expression_can_ask_for() -> None:
    assert complete("usageM") == ["usageMetadata"]
    assert complete("(usageMetadata.to")[0] == "(usageMetadata.totalTokenCount"
    assert complete("usagemetadata.total") == ["usageMetadata.totalTokenCount"]
    assert "usageMetadata.totalTokenCount > " in complete("usageMetadata.totalTokenCount")
    assert "serverContent.modelTurn" in complete("serverContent.m")
    assert not any("parts" in offer for offer in complete("serverContent."))


@given(st.text(alphabet="abdehiknorstuv:.,M@( ", max_size=20))
def test_what_is_offered_begins_with_what_is_written(text: str) -> None:
    for offer in complete(text, ["dear"]):
        assert offer.casefold().startswith(text.casefold())


def test_every_kind_can_be_named() -> None:
    for kind in Kind:
        assert by_name(kind.wire_name) is kind


def test_saved_filters_are_read_and_the_wrong_ones_named() -> None:
    good, problems = read_saved({"cost": "kind:usage", "all": "@cost or unknown", "bad": "knd:x", "odd": 3})
    assert good == {"cost": "kind:usage", "all": "@cost or unknown"}
    assert problems == [
        "filters.odd: should be text",
        "filters.bad: there is no `knd:`; did you mean `kind`?",
    ]


@pytest.mark.parametrize(
    ("line", "words", "at"),
    [
        ("si>10q", "there is no `si>`; did you mean `size`?", 0),
        ("sise>10k", "there is no `sise>`; did you mean `size`?", 0),
        ("a.b>10q", "`>` compares with a number, not with `10q`", 4),
        ("kind!=audio", "`kind` is asked with `:`, the opposite is `not kind:audio`", 4),
        ("since>10:32", "`since` is asked with `:`, the opposite is `not since:10:32`", 5),
    ],
)
def test_what_would_silently_mean_something_else_is_a_mistake(line: str, words: str, at: int) -> None:
    with pytest.raises(FilterError) as caught:
        parse(line)
    assert (caught.value.message, caught.value.at) == (words, at)


@pytest.mark.parametrize(
    "line", ["setupComplete!=null", "foo.bar=3", "brandNew=3", "a.b > -1.5e3", "size!=3"]
)
def test_values_of_any_name_can_be_asked_for(line: str) -> None:
    parse(line)
