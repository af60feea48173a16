"""Foreign text made safe."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from tui.text import clean, clean_line, escape_json, extend, without_half


def test_what_moves_a_terminal_becomes_visible() -> None:
    assert clean("a\x1b[2J\x9b31m\u202eb\r\nc\td") == "a␛[2J⟨009B⟩31m⟨202E⟩b\nc\td"
    assert clean_line("a\nb\tc") == "a⏎b c"


def test_a_character_whose_halves_were_sent_apart_is_made_whole() -> None:
    assert extend(clean("smile \ud83d"), "\ude00 yes") == "smile 😀 yes"
    assert extend("smile ", "\ude00") == "smile ⟨DE00⟩"


@given(st.text(max_size=40))
def test_json_is_made_safe_to_show_without_changing_its_values(text: str) -> None:
    shown = escape_json(json.dumps(text, ensure_ascii=False) + "\n")
    assert json.loads(shown) == text
    assert clean(shown) == shown


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=40), st.integers(0, 40))
def test_what_is_shown_without_a_half_only_grows(text: str, at: int) -> None:
    halves = text.encode("utf-16-le", "surrogatepass")
    first, rest = (part.decode("utf-16-le", "surrogatepass") for part in (halves[: 2 * at], halves[2 * at :]))
    shown = clean(first)
    assert extend(shown, rest).startswith(without_half(shown))


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=40), st.integers(0, 40))
def test_fragments_come_to_what_the_whole_does(text: str, at: int) -> None:
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    assert extend(clean(whole[:at]), whole[at:]) == clean(whole) or "\r" in text
