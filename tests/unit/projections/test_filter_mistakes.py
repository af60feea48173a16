"""A filter that a person did not mean is named, at its place: none hides everything in silence."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.unit.projections.test_filters import BLOB, BROKEN, NOON, ODD, SENT, SETUP, TEXT, USAGE, facts
from tui.projections.filter_doubts import doubt
from tui.projections.filter_language import FilterError, parse, tokens_of
from tui.projections.filters import Facts
from tui.wire.frame import Direction

DETAILS = facts(
    {"usageMetadata": {"promptTokensDetails": [{"modality": "TEXT", "tokenCount": 5}, {"tokenCount": 700}]}}
)
STREAM_END = facts({"realtime_input": {"audioStreamEnd": True}}, Direction.SEND)
CLOSE = facts({"event": "close", "code": 1011}, Direction.EVENT)
FRAMES = [USAGE, TEXT, SETUP, SENT, ODD, BLOB, BROKEN, DETAILS, STREAM_END, CLOSE]


@pytest.mark.parametrize(
    ("line", "frame"),
    [
        ("size >10k", BLOB),
        ("size> 10k dir:out", BLOB),
        ("usageMetadata.totalTokenCount >1000", USAGE),
        ("usageMetadata.totalTokenCount> 1000 kind:usage", USAGE),
        ("usage_metadata.total_token_count = 1500", USAGE),
        ("usageMetadata.promptTokensDetails[*].tokenCount > 500", DETAILS),
        ("usageMetadata.promptTokensDetails[1].tokenCount > 500", DETAILS),
        ("realtimeInput.audioStreamEnd = true", STREAM_END),
        ("clientContent.turns[*].parts[].text = refund?", SENT),
        ("has:client_content.turns", SENT),
        ("code = 1011 and event = close", CLOSE),
        ("Dir:IN Kind:Usage not UNKNOWN", USAGE),
        ("seq:0 seq<1", TEXT),
        ("fooBar=1", ODD),
        ("has:fooBar", ODD),
        ("setup.other = null setup.model != null", SETUP),
        ("not setup.model = null", SETUP),
    ],
)
def test_what_is_meant_passes(line: str, frame: Facts) -> None:
    assert parse(line).test(frame) is True


@pytest.mark.parametrize(
    ("line", "at", "words"),
    [
        ("size", 0, "`size` needs a value, as in size>10k"),
        ("size > ", 7, "`size>` needs a value, as in size>10k"),
        ("dir:in = 3", 7, "`=` needs a name before it, as in usageMetadata.totalTokenCount > 1000"),
        (
            "has:serverContent.turnComplete = true",
            31,
            "`has:` asks if it is there; ask for a value without `has:`",
        ),
        (
            "has:serverContent.turnComplete=true",
            30,
            "`has:` asks if it is there; ask for a value without `has:`",
        ),
        ("has:a:b", 4, "a path is names with a point between: serverContent.interrupted"),
        ("a..b > 3", 2, "a path is names with a point between: usageMetadata.totalTokenCount"),
        ("a.b =>5", 5, "`=>` compares nothing: there are = != < <= > >="),
        ("a.b  =~ x", 6, "`=~` compares nothing: there are = != < <= > >="),
        ("a.b = kind:text", 6, "a value must come before `kind:text`; a text that looks so is quoted"),
        ("a.b = or dir:in", 6, "a value must come before `or`; a text that looks so is quoted"),
        ("a.b   > big", 8, "`>` compares with a number, not with `big`"),
        ("a.b = True", 6, 'JSON has `true`; the text is written "True"'),
        ("a.b = 10k", 6, '`10k` is no number; the text is written "10k"'),
        ('a.b = x"y"', 6, "a quote stands before and behind a text"),
        ('text:refund" kind:usage', 5, "these words stand between two quotes"),
        ('text:"a"b"', 5, "these words are never closed by a quote"),
        ('text:"a\\"', 5, "these words are never closed by a quote"),
        ("unknown = 3", 7, "`unknown` stands alone"),
        ("!kind:usage", 0, "the opposite is written `not kind:usage`"),
        ("dir:in && unknown", 7, "`&&` is written `and`"),
        ("#20", 0, "a frame is written `seq:20`, a turn `turn:20`"),
        (
            "usageMetadata.x",
            0,
            "a member is asked for as `has:usageMetadata.x`, its value as `usageMetadata.x = 1`",
        ),
        ("kind:audio,usge", 11, "no frame is of a kind `usge`; did you mean `usage`?"),
        ("{bad[}", 5, "expression: something must follow here"),
        ("dir:in {}", 8, "expression: something must stand between the braces"),
        ("{a b}", 3, "expression: `b` is not expected here"),
        ("{a-b}", 2, "expression: Unknown token '-'"),
        ("{a && lenght(b)}", 6, "expression: there is no function `lenght`; did you mean `length`?"),
        ("{length()}", 1, "expression: `length` takes 1, not 0"),
    ],
)
def test_a_mistake_has_its_place_and_its_words(line: str, at: int, words: str) -> None:
    with pytest.raises(FilterError) as caught:
        parse(line)
    assert (caught.value.at, caught.value.message) == (at, words)


@pytest.mark.parametrize(
    ("line", "at", "words"),
    [
        ("t>5", 0, "no member is known as `t`"),
        ("dir:in  has:usageMetadata.totalTokenCnt", 26, "did you mean `totalTokenCount`?"),
        ("usageMetadta.totalTokenCount > 5", 0, "did you mean `usageMetadata`?"),
        ("(serverContent.turnCompleteReason = BLOCKED)", 36, "did you mean `BLOCKLIST`?"),
    ],
)
def test_what_nobody_knows_can_be_asked_and_is_said(line: str, at: int, words: str) -> None:
    parse(line)
    found = doubt(line)
    assert found is not None
    assert found.message.endswith(words)
    assert found.at == at


@pytest.mark.parametrize(
    "line",
    ["", "kind:usage turn>2", "has:serverContent.modelTurn.parts.text", "setup.any.thing = 3", "code=1"],
)
def test_what_is_known_leaves_no_doubt(line: str) -> None:
    assert doubt(line) is None


COMPARISONS = [
    ("size", ">", "10k"),
    ("turn", ">=", "3"),
    ("conn", "!=", "2"),
    ("seq", "<", "7"),
    ("dir", "=", "in"),
    ("kind", "=", "usage"),
    ("usageMetadata.totalTokenCount", ">", "1000"),
    ("serverContent.turnComplete", "=", "true"),
    ("setup.model", "==", '"models/x"'),
    ("realtimeInput.audioStreamEnd", "!=", "null"),
]
spaces = st.sampled_from(["", " ", "  ", "\t"])


@given(st.sampled_from(COMPARISONS), spaces, spaces, st.sampled_from(["", "not ", "dir:in ", "("]))
def test_spaces_around_a_sign_mean_nothing(
    parts: tuple[str, str, str], before: str, behind: str, front: str
) -> None:
    name, sign, value = parts
    end = ")" if front == "(" else ""
    spaced, tight = (parse(f"{front}{name}{a}{sign}{b}{value}{end}") for a, b in ((before, behind), ("", "")))
    assert [spaced.test(frame) for frame in FRAMES] == [tight.test(frame) for frame in FRAMES]


PATHS = [
    "usageMetadata.totalTokenCount",
    "serverContent.modelTurn.parts.text",
    "clientContent.turnComplete",
    "sessionResumptionUpdate.newHandle",
]


@given(st.sampled_from(PATHS), st.data(), st.sampled_from(["{} > 5", "{} = x", "has:{}", "not ({} != 3)"]))
def test_a_slip_in_a_name_is_refused_or_said(path: str, data: st.DataObject, shape: str) -> None:
    at = data.draw(st.integers(0, len(path) - 1))
    slip = path[:at] + data.draw(st.sampled_from(["", "x", "Q", " ", "=", ":", "..", '"'])) + path[at + 1 :]
    assume(slip != path)
    line = shape.format(slip)
    try:
        parse(line)
    except FilterError as error:
        assert error.message
        assert 0 <= error.at <= len(line)
    else:
        assert doubt(line) is not None


@given(
    st.lists(
        st.sampled_from([*'ab:>=<!"/\\(){}@.[]*`#&|-~ ', "size", "has:", "text:", "since:", "a.b", "not "])
    )
)
def test_no_line_does_worse_than_a_mistake_in_it(parts: list[str]) -> None:
    line = "".join(parts)
    try:
        asked = parse(line)
    except FilterError as error:
        assert error.message
        assert "\n" not in error.message
        assert 0 <= error.at <= len(line)
    else:
        doubt(line)
        for frame in FRAMES:
            assert asked.test(frame) in (True, False)


@given(st.text(alphabet='ab:>= "/\\(){}', max_size=30))
def test_every_word_keeps_its_place(line: str) -> None:
    for token in tokens_of(line):
        assert line[token.at : token.at + len(token.text)] == token.text


def test_frames_are_of_noon() -> None:
    assert all(frame.t == NOON for frame in FRAMES)
