from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.wire.occurrences import occurrences
from tui.wire.path import Path
from tui.wire.verbatim import parse_verbatim

MESSAGE: Any = {
    "serverContent": {
        "modelTurn": {"parts": [{"text": "About the Refund"}, {"inlineData": {"data": "refu" * 40}}]}
    },
    "usageMetadata": {"totalTokenCount": 1500, "refund": None},
    "list": [True, "x"],
}


def found(message: Any, words: str) -> list[Path]:
    value = parse_verbatim(json.dumps(message).encode())
    return [path for path in occurrences(value, words) if path is not None]


@pytest.mark.parametrize(
    ("words", "paths"),
    [
        ("refund", [("serverContent", "modelTurn", "parts", 0, "text"), ("usageMetadata", "refund")]),
        ("Refund", [("serverContent", "modelTurn", "parts", 0, "text")]),
        ("token", [("usageMetadata", "totalTokenCount")]),
        ("150", [("usageMetadata", "totalTokenCount")]),
        ("true", [("list", 0)]),
        ("null", [("usageMetadata", "refund")]),
        ("refurefu", []),
        ("nowhere", []),
    ],
)
def test_in_names_and_values_but_not_in_base64(words: str, paths: list[Path]) -> None:
    assert found(MESSAGE, words) == paths


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1), min_size=1))
def test_every_text_is_found_where_it_is(texts: list[str]) -> None:
    for n, text in enumerate(texts):
        assert (n,) in found(texts, text)


def test_others_have_a_turn_before_a_long_value_is_looked_through() -> None:
    looking = occurrences(list(range(10_000)), "nowhere")
    assert next(looking) is None
    assert list(looking).count(None) > 10
