from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench.emulator import Emulator, Seen
from tui.ui.quiet.sgr import blank, delta, parse

_attributes = st.lists(st.sampled_from(["1", "3", "4", "5", "7", "9"]), unique=True)
_colours = st.sampled_from(["", "31", "91", "38;5;200", "38;2;1;2;3"])
_grounds = st.sampled_from(["", "41", "104", "48;5;17", "48;2;4;5;6"])
looks = st.builds(
    lambda *parts: ";".join([*parts[0], *filter(None, parts[1:])]), _attributes, _colours, _grounds
)


def shown(*sequences: str) -> Seen:
    emulator = Emulator(2, 1)
    emulator.feed("".join(sequences) + "x")
    return emulator.seen[0][0]


@given(looks, looks)
def test_a_delta_leads_to_the_look_from_any_other(before: str, after: str) -> None:
    assert shown(delta(None, before), delta(before, after)) == shown(
        f"\x1b[0;{after}m" if after else "\x1b[m"
    )


@given(looks, looks)
def test_a_delta_is_never_longer_than_starting_afresh(before: str, after: str) -> None:
    assert len(delta(before, after)) <= len(delta(None, after))


def test_only_what_changes_is_said() -> None:
    assert delta("1;38;2;1;2;3;48;2;4;5;6", "1;38;2;7;8;9;48;2;4;5;6") == "\x1b[38;2;7;8;9m"
    assert delta("38;5;1", "38;5;1") == ""
    assert delta("1", "") == "\x1b[m"


def test_dim_survives_the_end_of_bold() -> None:
    assert delta("1;2;48;2;4;5;6", "2;48;2;4;5;6") == "\x1b[22;2m"


@given(looks)
def test_a_blank_shows_the_same_in_its_plain_look(look: str) -> None:
    def seen(sgr: str) -> Seen:
        emulator = Emulator(2, 1)
        emulator.feed(delta(None, sgr) + " ")
        return emulator.seen[0][0]

    if not parse(look).attributes & {"5"}:
        assert seen(look) == seen(blank(look))


@pytest.mark.parametrize("look", ["7", "4;31", "9"])
def test_what_is_seen_on_a_blank_is_kept(look: str) -> None:
    assert blank(look) == look
