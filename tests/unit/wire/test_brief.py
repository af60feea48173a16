from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tui.wire.brief import brief

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=80),
    lambda inner: st.lists(inner, max_size=9) | st.dictionaries(st.text(max_size=5), inner, max_size=9),
)


def test_what_is_left_out_is_an_ellipsis() -> None:
    value = {"rows": list(range(100)), "text": "x" * 100, "on": True, "none": None}
    assert (
        brief(value)
        == '{"rows": [0, 1, 2, 3, 4, 5, …], "text": "' + "x" * 59 + '…", "on": true, "none": null}'
    )
    assert brief({str(n): n for n in range(8)}).endswith('"5": 5, …}')


def test_however_deep_it_ends() -> None:
    value: Any = []
    for _ in range(10_000):
        value = [value]
    assert brief(value) == "[[[[[[…]]]]]]"


@given(json_values)
def test_what_is_small_is_whole(value: Any) -> None:
    text = brief(value)
    assert "…" in text or json.loads(text) == value
