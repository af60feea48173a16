from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.wire.outline import Outline
from tui.wire.schema import is_unknown, unknown_members

MEMBERS = st.sampled_from(
    ["serverContent", "modelTurn", "parts", "text", "usageMetadata", "promptTokensDetails", "modality", "foo"]
)
VALUES = st.recursive(
    st.none() | st.just("AUDIO") | st.just("SMELL") | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(MEMBERS, inner, max_size=3),
)


@given(VALUES, st.sampled_from(["receive", "send"]))
def test_each_part_asked_for_itself_answers_as_the_whole_does(value: Any, direction: str) -> None:
    asked = {
        ".".join(name for name in entry.path if isinstance(name, str))
        for entry in Outline(value).entries
        if is_unknown(direction, entry.path, entry.value)
    }
    assert asked == {path for path, _ in unknown_members(direction, value)}


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({"fooBar": 1}, "fooBar"),
        ({"serverContent": {"fooBar": 1}}, "serverContent.fooBar"),
        (
            {"usageMetadata": {"promptTokensDetails": [{"modality": "SMELL"}]}},
            "usageMetadata.promptTokensDetails.modality",
        ),
    ],
)
def test_an_unknown_member_is_named_by_its_path(value: Any, path: str) -> None:
    assert [found for found, _ in unknown_members("receive", value)] == [path]
