from __future__ import annotations

import pytest

from tui.projections.filter_language import FilterError
from tui.ui.widgets.log_filtering import Filtering
from tui.wire.kinds import Kind

USAGE, TEXT = Kind.USAGE.bit, Kind.TEXT.bit


def test_isolating_and_back() -> None:
    filtering = Filtering()
    filtering.set("dir:in")
    filtering.set(filtering.isolated(USAGE))
    assert filtering.text == "kind:usageMetadata"
    filtering.set(filtering.isolated(USAGE))
    assert filtering.text == "dir:in"


def test_a_filter_written_meanwhile_is_not_thrown_away() -> None:
    filtering = Filtering()
    filtering.set(filtering.isolated(USAGE))
    filtering.set("unknown")
    filtering.set(filtering.isolated(TEXT))
    assert filtering.text == "kind:text"
    filtering.set(filtering.isolated(TEXT))
    assert filtering.text == "unknown"


def test_narrowing_keeps_what_was_asked() -> None:
    filtering = Filtering()
    filtering.set("kind:text or kind:usage")
    assert filtering.narrowed(TEXT, out=True) == "(kind:text or kind:usage) not kind:text"
    filtering.set(filtering.narrowed(TEXT, out=True))
    assert filtering.narrowed(USAGE, out=False).endswith("not kind:text) kind:usageMetadata")


def test_a_mistake_keeps_the_old_filter() -> None:
    filtering = Filtering()
    filtering.set("kind:text")
    with pytest.raises(FilterError):
        filtering.set("knd:x")
    assert filtering.text == "kind:text"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "kind:usageMetadata"),
        ("dir:in", "dir:in kind:usageMetadata"),
        ("dir:in kind:text", "dir:in kind:text,usageMetadata"),
        ("kind:text turn:2", "kind:text,usageMetadata turn:2"),
        ("kind:usageMetadata", "kind:usageMetadata"),
        ("not kind:text", "not kind:text kind:usageMetadata"),
        ('text:"a kind:text"', 'text:"a kind:text" kind:usageMetadata'),
    ],
)
def test_kinds_that_are_filtered_in_are_shown_beside_each_other(before: str, after: str) -> None:
    filtering = Filtering()
    filtering.set(before)
    assert filtering.narrowed(USAGE, out=False) == after
    filtering.set(after)
