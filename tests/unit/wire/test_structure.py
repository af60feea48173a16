"""A payload that is read where it is looked at says the same as one that is parsed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tui.wire.occurrences import occurrences
from tui.wire.outline import Outline
from tui.wire.structure import unread
from tui.wire.verbatim import (
    Members,
    Unread,
    is_container,
    is_object,
    name_at,
    parse_verbatim,
    part_of,
    parts_of,
    place_of,
    to_json,
)

texts = st.text(st.sampled_from('ab"\\/{}[],:\n\u00e9\u6f22\U0001f469 '), max_size=6)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=30,
)
containers = st.lists(values) | st.dictionaries(texts, values)


def read(value: Any) -> Any:
    """All of it, as the parser would have it."""
    if not is_container(value):
        return value
    parts: list[Any] = [(name, read(part)) for name, part in parts_of(value)]
    return Members(parts) if is_object(value) else [part for _, part in parts]


def root(payload: bytes) -> Unread:
    found = unread(payload)
    assert found is not None
    return found


@given(containers, st.sampled_from([None, 0, 2]), st.booleans())
def test_read_whole_it_is_what_crossed(value: Any, indent: int | None, is_ascii: bool) -> None:
    payload = json.dumps(value, indent=indent, ensure_ascii=is_ascii).encode()
    found = root(b" \n" + payload + b"\n")
    assert read(found) == parse_verbatim(payload)
    assert type(read(found)) is type(parse_verbatim(payload))
    assert json.loads(to_json(found)) == value


@given(containers)
def test_its_lines_and_names_are_those_of_what_is_parsed(value: Any) -> None:
    payload = json.dumps(value).encode()
    one, other = Outline(root(payload)), Outline(parse_verbatim(payload))
    assert [(entry.path, entry.sort, entry.last) for entry in one.entries] == [
        (entry.path, entry.sort, entry.last) for entry in other.entries
    ]
    for entry in other.entries:
        if entry.path and entry.sort != "close":
            whole, name = one.at(entry.path[:-1]), entry.path[-1]
            assert name_at(whole, place_of(whole, name)) == name
            assert read(part_of(whole, name)) == read(other.at(entry.path))


@given(containers, texts.filter(bool))
@example([], "[")
@example({"a]": [{}, "]"]}, "]")
@example({"}": {"": None}}, "}")
def test_words_are_found_where_a_reader_of_the_whole_finds_them(value: Any, words: str) -> None:
    payload = json.dumps(value, ensure_ascii=False).encode()
    found, wanted = occurrences(root(payload), words), occurrences(parse_verbatim(payload), words)
    assert [path for path in found if path] == [path for path in wanted if path]


def test_more_than_is_gone_through_at_a_time() -> None:
    message = [{"text": f'number {n}, "quoted", \\'} for n in range(60_000)]
    payload = json.dumps(message).encode()
    assert len(payload) > 2 << 20
    found = root(payload)
    assert len(found) == 60_000
    assert dict(parts_of(part_of(found, 59_999))) == message[-1]
    assert [path for path in occurrences(found, "number 41234,") if path] == [(41_234, "text")]


def test_numbers_and_repeated_members_are_as_they_crossed() -> None:
    found = root(b'{"n": 1.10, "n": 18446744073709551616, "nan": NaN}')
    assert [(name, str(value)) for name, value in parts_of(found)] == [
        ("n", "1.10"),
        ("n", "18446744073709551616"),
        ("nan", "NaN"),
    ]


@pytest.mark.parametrize("payload", [b'"text"', b"12", '{"a": 1}'.encode("utf-16"), b"\xef\xbb\xbf{}"])
def test_what_is_no_container_in_utf_8_is_left_to_the_parser(payload: bytes) -> None:
    assert unread(payload) is None


def test_a_member_is_found_whatever_its_spelling() -> None:
    found = root(b'{"x": {"\\u00e9": 1}, "\\u00e9": 2, "y": "\\u00e9"}')
    assert part_of(found, "\u00e9") == "2"
    with pytest.raises(ValueError, match="'z'"):
        part_of(found, "z")
