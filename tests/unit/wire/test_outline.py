from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.wire.frame import NOT_JSON
from tui.wire.outline import PAGE, Entry, Outline
from tui.wire.path import dotted, jq_path
from tui.wire.verbatim import Members, Number, parse_verbatim, scalar_text, to_json

VALUE = {"a": {"b": [1, 2, {"c": "x"}]}, "d": None, "e": {}}
"""Lines: 0 { · 1 a: { · 2 b: [ · 3 1 · 4 2 · 5 { · 6 c · 7 } · 8 ] · 9 } · 10 d · 11 e: {} · 12 }"""


def outline(value: Any = None) -> Outline:
    return Outline(parse_verbatim(json.dumps(VALUE if value is None else value).encode()))


def text(entry: Entry) -> str:
    name = f"{scalar_text(entry.name)}: " if isinstance(entry.name, str) and entry.sort != "close" else ""
    comma = "" if entry.last else ","
    brackets = "{}" if isinstance(entry.value, Members) else "[]"
    body = {"open": brackets[0], "close": brackets[1] + comma}.get(entry.sort)
    if body is None:
        body = (
            brackets if not entry.value and isinstance(entry.value, list) else scalar_text(entry.value)
        ) + comma
    return "  " * entry.depth + name + body


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=20,
)


@given(json_values)
def test_open_lines_are_formatted_json(value: Any) -> None:
    lines = [text(entry) for entry in outline([value]).entries]
    assert "\n".join(lines) == json.dumps([value], indent=2, ensure_ascii=False)


@given(json_values, st.data())
def test_folding_and_opening_again_changes_nothing(value: Any, data: st.DataObject) -> None:
    tree = outline([value])
    before = list(tree.entries)
    line = data.draw(st.integers(0, len(before) - 1))
    if before[line].sort not in ("open", "close"):
        return
    at = tree.fold(line)
    assert tree.entries[at].sort == "folded"
    assert tree.open(at) == at
    assert tree.entries == before


def test_folds_by_level() -> None:
    tree = outline()
    tree.fold_level(1)
    assert [entry.sort for entry in tree.entries] == ["open", "folded", "leaf", "leaf", "close"]
    tree.fold_level(2)
    assert [entry.name for entry in tree.entries if entry.sort == "folded"] == ["b"]
    tree.open_all()
    assert len(tree.entries) == 13


def test_folds_siblings() -> None:
    tree = outline({"a": [1], "b": [2], "c": 3})
    line = tree.line_of(("b",))
    assert tree.fold_siblings(line, folded=True) == 2
    assert [entry.sort for entry in tree.entries] == ["open", "folded", "folded", "leaf", "close"]
    tree.fold_siblings(1, folded=False)
    assert len(tree.entries) == 9


def test_moves_among_parts() -> None:
    tree = outline()
    assert tree.sibling(1, 1) == 10
    assert tree.sibling(10, -1) == 1
    assert tree.sibling(12, 1) == 12
    assert tree.parent(6) == 5
    assert tree.partner(1) == 9
    assert tree.partner(9) == 1


def test_only_what_leads_somewhere_stays_open() -> None:
    tree = outline({"a": {"b": [1]}, "c": {"d": [2]}})
    tree.fold_except([("c", "d", 0)])
    assert [entry.path for entry in tree.entries if entry.sort == "folded"] == [("a",)]


def test_a_long_array_shows_a_page_at_a_time() -> None:
    tree = outline(list(range(PAGE + 10)))
    assert (tree.entries[PAGE + 1].sort, tree.entries[PAGE + 1].value) == ("more", 10)
    tree.toggle(PAGE + 1)
    assert len(tree.entries) == PAGE + 12


def test_what_lies_far_in_a_long_array_is_shown_with_what_is_around_it() -> None:
    tree = outline({"many": [[n] for n in range(10 * PAGE)], "end": 1})
    tree.fold_level(1)
    line = tree.reveal(("many", 8 * PAGE, 0))
    assert tree.entries[line].path == ("many", 8 * PAGE, 0)
    assert len(tree.entries) < 2 * PAGE
    above, below = [n for n, entry in enumerate(tree.entries) if entry.sort == "more"]
    assert tree.line_of(("many", 3)) == above
    assert tree.line_of(("many", 9 * PAGE, 0)) == below
    hidden = tree.entries[above].value
    line = tree.toggle(above)
    assert tree.entries[line].path == ("many", hidden - 1)
    assert tree.entries[above].value == hidden - PAGE
    assert tree.entries[tree.reveal(("many", 8 * PAGE, 0))].path == ("many", 8 * PAGE, 0)
    tree.reveal(("many", 3, 0))
    assert [entry.value for entry in tree.entries if entry.sort == "more"] == [10 * PAGE - 3 - PAGE // 2]


def test_what_is_led_to_can_be_folded_again() -> None:
    tree = outline()
    tree.fold_level(1)
    line = tree.reveal(("a", "b", 2, "c"))
    assert [entry.sort for entry in tree.entries].count("folded") == 0
    tree.fold(tree.parent(line))
    assert tree.line_of(("a", "b", 2, "c")) == tree.line_of(("a", "b", 2))


def test_the_first_and_the_last_part_of_a_container() -> None:
    tree = outline({"a": 1, "many": list(range(3 * PAGE)), "z": [1, {"b": 2}]})
    for path, last, wanted in (
        (("many",), True, ("z",)),
        (("z", 1), False, ("z", 0)),
        (("many", 0), True, ("many", 3 * PAGE - 1)),
        (("many", 3 * PAGE - 1), False, ("many", 0)),
    ):
        line = tree.edge(tree.line_of(path), last=last)
        assert tree.entries[line].path == wanted
    assert tree.edge(0, last=True) == len(tree.entries) - 1


def test_a_long_string_is_spread_over_lines() -> None:
    tree = outline({"text": "x" * 150 + "\nend"})
    tree.toggle(1)
    assert [entry.value for entry in tree.entries if entry.sort == "text"] == ["x" * 100, "x" * 50, "end"]
    assert tree.sibling(1, 1) == 1
    assert tree.spread(("text",)) == 1
    tree.toggle(3)
    assert len(tree.entries) == 3


def test_a_large_value_begins_folded() -> None:
    tree = outline([[n, n] for n in range(5_000)])
    assert len(tree.entries) < 2_000


def test_no_depth_hurts() -> None:
    tree = outline()
    deep: Any = "end"
    for _ in range(5_000):
        deep = [deep]
    tree = Outline(deep)
    tree.open_all()
    assert len(tree.entries) == 10_001


def test_paths() -> None:
    path = ("serverContent", "parts", 0, "odd name", 'qu"ote')
    assert dotted(path) == 'serverContent.parts[0].odd name.qu"ote'
    assert jq_path(path) == '.serverContent.parts[0]["odd name"]["qu\\"ote"]'
    assert jq_path(("$ref", "a日", "\n\x1b[31m")) == '.["$ref"]["a日"]["\\n\\u001b[31m"]'
    assert dotted(("a b", "\x1b")) == 'a b["\\u001b"]'
    assert jq_path(()) == "."
    assert jq_path((0, "a")) == ".[0].a"


@pytest.mark.parametrize(
    "source",
    [
        '{"n": 1.10, "m": 1e3, "big": 18446744073709551616, "nan": NaN}',
        '{"twice": 1, "twice": 2}',
        '["\\ud83d\\ude00", true, null, {}, []]',
    ],
)
def test_nothing_is_normalised(source: str) -> None:
    value = parse_verbatim(source.encode())
    assert to_json(value, indent=None).replace(",", ", ") == source.encode().decode("unicode_escape").encode(
        "utf-16", "surrogatepass"
    ).decode("utf-16")


def test_numbers_keep_their_spelling() -> None:
    assert parse_verbatim(b"[1.10]") == [Number("1.10")]
    assert parse_verbatim(b"{{") is NOT_JSON
    assert parse_verbatim(b"[" * 100_000) is NOT_JSON
