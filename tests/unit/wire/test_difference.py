from __future__ import annotations

import json
from typing import Any

import pytest

from tui.live.view import sdk_view
from tui.wire.difference import Difference, differences
from tui.wire.verbatim import parse_verbatim


def found(wire: Any, *, vertexai: bool = False) -> list[Difference]:
    payload = json.dumps(wire).encode()
    view = sdk_view(payload, vertexai=vertexai)
    assert not view.error
    return list(differences(parse_verbatim(payload), parse_verbatim(view.dump.encode())))


PART = ("serverContent", "modelTurn", "parts", 0)


def test_spelling_alone_is_no_difference() -> None:
    assert found({"serverContent": {"turnComplete": True}, "usageMetadata": {"totalTokenCount": 7}}) == []


def test_a_renamed_member_is_no_difference() -> None:
    assert found({"voiceActivity": {"type": "ACTIVITY_START", "audioOffset": "0.2s"}}) == []
    assert found({"usageMetadata": {"candidatesTokenCount": 7}}, vertexai=True) == []


def test_an_unknown_member_is_dropped() -> None:
    assert found({"serverContent": {"fooBar": {"a": 1}, "turnComplete": True}}) == [
        Difference("dropped", ("serverContent", "fooBar"), [("a", "1")])
    ]


def test_a_value_under_another_name_is_dropped() -> None:
    dropped = found({"voiceActivity": {"voiceActivityType": "ACTIVITY_START"}})
    assert [(difference.sort, difference.path) for difference in dropped] == [
        ("dropped", ("voiceActivity", "voiceActivityType"))
    ]


def test_base64_changes_its_alphabet() -> None:
    blob = {"mimeType": "audio/pcm", "data": "//8A"}
    changed = found({"serverContent": {"modelTurn": {"parts": [{"inlineData": blob}]}}})
    assert changed == [Difference("changed", (*PART, "inlineData", "data"), "//8A", "__8A")]


@pytest.mark.parametrize(
    ("payload", "error"),
    [
        (b'{"fooBar": 1}', "TypeError"),
        (b'{"error": {"code": 400}}', "TypeError"),
        (b"{{", "ValueError: Failed to parse response"),
        (b'{"serverContent": "x"}', "ValidationError"),
        (b'{"serverContent": {"modelTurn": {"parts": [{"inlineData": {"data": "!"}}]}}}', "ValidationError"),
    ],
)
def test_what_the_sdk_would_raise(payload: bytes, error: str) -> None:
    view = sdk_view(payload)
    assert view.error.startswith(error)
    assert view.dump == ""


def test_an_unknown_enum_is_kept_with_a_warning() -> None:
    view = sdk_view(b'{"usageMetadata": {"promptTokensDetails": [{"modality": "SMELL"}]}}')
    assert '"modality": "SMELL"' in view.dump
    assert view.warnings == ["SMELL is not a valid MediaModality"]


def test_an_empty_frame_is_an_empty_message() -> None:
    assert sdk_view(b"").dump == "{}"


def test_numbers_are_compared_by_value() -> None:
    assert list(differences(parse_verbatim(b"[1.10, 2]"), [1.1, 2])) == []
    assert [difference.sort for difference in differences(["true"], [True])] == ["changed"]
    assert [difference.sort for difference in differences([1, 2], [1])] == ["dropped"]
    assert [difference.sort for difference in differences({}, {"a": 1})] == ["added"]
