from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tui.wire.kinds import TELLING, classify
from tui.wire.schema import CLIENT, SERVER, Schema
from tui.wire.spelling import camel, snake

VALUES = ["", "AUDIO", "SMELL", "audio/pcm", "close"]


def names_in(schema: Schema) -> set[str]:
    inner = [part for part in schema.values() if isinstance(part, dict)]
    return set(schema).union(*map(names_in, inner))


NAMES = sorted(names_in(SERVER) | names_in(CLIENT))
MEMBERS = st.sampled_from([*NAMES, *map(snake, NAMES), "fooBar", "event"])
MESSAGES = st.dictionaries(
    st.sampled_from([*SERVER, *CLIENT]),
    st.recursive(
        st.none() | st.booleans() | st.sampled_from(VALUES) | st.integers(0, 2),
        lambda inner: (
            st.lists(inner, max_size=2)
            | st.dictionaries(MEMBERS, inner, max_size=3)
            | st.builds(lambda part: {"modelTurn": {"parts": [part]}}, st.dictionaries(MEMBERS, inner))
        ),
    ),
)


def retold(value: Any, name: str = "") -> Any:
    """The same message with other texts and numbers where they have no say."""
    if isinstance(value, dict):
        return {key: retold(member, key) for key, member in value.items()}
    if isinstance(value, list):
        return [retold(item) for item in value]
    if camel(name) in TELLING or isinstance(value, bool):
        return value
    return value + "x" if isinstance(value, str) else value + 1 if isinstance(value, int) else value


@given(MESSAGES, st.sampled_from(["receive", "send"]))
def test_only_what_tells_has_a_say_in_the_kinds(message: dict[str, Any], direction: str) -> None:
    assert classify(direction, retold(message)) == classify(direction, message)
