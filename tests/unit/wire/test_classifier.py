from __future__ import annotations

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from tui.wire.classifier import TELLING, classify
from tui.wire.kinds import MEMBER_BITS, Kind, Mask
from tui.wire.schema import ANY, CLIENT, SERVER, Schema, unknown_members
from tui.wire.spelling import camel, pick, pick_list, snake

DIRECTIONS = st.sampled_from(["receive", "send"])
VALUES = ["", "AUDIO", "SMELL", "audio/pcm", "close"]
LEAVES = st.none() | st.booleans() | st.sampled_from(VALUES) | st.integers(0, 2)


def names_in(schema: Schema) -> set[str]:
    inner = [part for part in schema.values() if isinstance(part, dict)]
    return set(schema).union(*map(names_in, inner))


NAMES = sorted(names_in(SERVER) | names_in(CLIENT))
MEMBERS = st.sampled_from([*NAMES, *map(snake, NAMES), "fooBar", "event"])
MESSAGES = st.dictionaries(
    st.sampled_from([*SERVER, *CLIENT]),
    st.recursive(
        LEAVES,
        lambda inner: (
            st.lists(inner, max_size=2)
            | st.dictionaries(MEMBERS, inner, max_size=3)
            | st.builds(lambda part: {"modelTurn": {"parts": [part]}}, st.dictionaries(MEMBERS, inner))
        ),
    ),
)


def like(schema: Schema) -> st.SearchStrategy[dict[str, Any]]:
    """Objects of a schema, some members not theirs, or spelled otherwise, or not as they should be."""
    pairs = [st.tuples(st.sampled_from([name, snake(name)]), near(part)) for name, part in schema.items()]
    return st.lists(st.one_of(st.tuples(MEMBERS, LEAVES), *pairs), max_size=4).map(dict)


def near(schema: Any) -> st.SearchStrategy[Any]:
    if schema is ANY:
        return LEAVES
    if isinstance(schema, frozenset):
        return st.sampled_from([*sorted(schema), "SMELL"])
    objects = st.deferred(lambda: like(schema))
    return objects | st.lists(objects | LEAVES, max_size=2) | LEAVES


def plainly(direction: str, message: dict[str, Any]) -> Mask:
    """What `classify` is to say, one rule after the other."""
    kinds = {Kind.UNKNOWN} if not message or list(unknown_members(direction, message)) else set()
    mask: Mask = 0
    for name, body in message.items():
        mask |= MEMBER_BITS.get(camel(name), 0)
        if camel(name) == "serverContent":
            kinds |= content_kinds(body)
        if camel(name) == "realtimeInput" and isinstance(body, dict):
            kinds |= {REALTIME[camel(key)] for key in body if camel(key) in REALTIME}
    return mask | sum(kind.bit for kind in kinds)


REALTIME = {
    "text": Kind.REALTIME_TEXT,
    "audio": Kind.REALTIME_AUDIO,
    "mediaChunks": Kind.REALTIME_AUDIO,
    "video": Kind.REALTIME_VIDEO,
    "audioStreamEnd": Kind.ACTIVITY,
    "activityStart": Kind.ACTIVITY,
    "activityEnd": Kind.ACTIVITY,
}


FLAGS = {"interrupted", "generationComplete", "turnComplete", "waitingForInput"}


def content_kinds(content: Any) -> set[Kind]:
    kinds: set[Kind] = set()
    if isinstance(content, dict):
        names = {
            name
            for name in content
            if name not in FLAGS or (content[name] is not False and content[name] is not None)
        }
        kinds |= {kind for kind in Kind if kind.wire_name in names & SERVER["serverContent"].keys()}
        for part in pick_list(content.get("modelTurn"), "parts"):
            kinds |= part_kinds(part) if isinstance(part, dict) else {Kind.UNKNOWN}
    return kinds if kinds - {Kind.UNKNOWN} else kinds | {Kind.SERVER_CONTENT}


def part_kinds(part: dict[str, Any]) -> set[Kind]:
    kinds = set()
    if "text" in part:
        kinds.add(Kind.THOUGHT if part.get("thought") else Kind.TEXT)
    if "inlineData" in part:
        is_audio = str(pick(part["inlineData"], "mimeType")).startswith("audio/")
        kinds.add(Kind.AUDIO if is_audio else Kind.MEDIA)
    if "executableCode" in part or "codeExecutionResult" in part:
        kinds.add(Kind.CODE)
    return kinds


def retold(value: Any, name: str = "") -> Any:
    """The same message with other texts and numbers where they have no say."""
    if isinstance(value, dict):
        return {key: retold(member, key) for key, member in value.items()}
    if isinstance(value, list):
        return [retold(item) for item in value]
    if camel(name) in TELLING or isinstance(value, bool):
        return value
    return value + "x" if isinstance(value, str) else value + 1 if isinstance(value, int) else value


@given(DIRECTIONS, MESSAGES | like(SERVER) | like(CLIENT))
@example("send", {"realtimeInput": None})
@example("receive", {})
@example("receive", {"serverContent": {"turnComplete": False, "interrupted": None}})
@example("receive", {"serverContent": {"turnComplete": True, "interrupted": "yes"}})
def test_one_walk_says_what_the_rules_say_one_by_one(direction: str, message: dict[str, Any]) -> None:
    assert classify(direction, message) == plainly(direction, message)


@given(MESSAGES, DIRECTIONS)
def test_only_what_tells_has_a_say_in_the_kinds(message: dict[str, Any], direction: str) -> None:
    assert classify(direction, retold(message)) == classify(direction, message)
