"""The App in a real pty: after every step the terminal shows what the stock line shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.unit.ui.quiet.theatre import Theatre

_text = st.text(st.sampled_from("ab {}[]:\"'0123─…汉字かなéñ→"), max_size=70)
_colour = st.sampled_from(["red", "#102030", "#e0e0e0", "ansi_blue", "transparent", "white"])
_style = st.sampled_from(["", "bold", "italic underline", "reverse", "strike", "link https://example.org"])
_steps = st.one_of(
    st.tuples(st.just("static"), _text, _colour, _colour, _style),
    st.tuples(st.just("linked")),
    st.tuples(st.just("side"), _text, _text),
    st.tuples(st.just("options"), st.lists(_text, max_size=12)),
    st.tuples(
        st.just("markdown"),
        st.sampled_from(["# A\n\nb *c*\n\n- d\n- e", "`x`\n\n```\ncode\n```", "a | b\n-|-\n1 | 2"]),
    ),
    st.tuples(st.just("table"), st.lists(st.tuples(_text, _text), max_size=5)),
    st.tuples(st.just("input"), _text),
    st.tuples(st.just("tails"), st.lists(st.sampled_from(["log", "汉字", "…"]), min_size=1, max_size=3)),
    st.tuples(st.just("grow"), st.integers(1, 9)),
    st.tuples(st.just("grow"), st.integers(1, 3)),
    st.tuples(st.just("update"), st.integers(0, 9), _text),
    st.tuples(st.just("remove"), st.integers(0, 9)),
    st.tuples(st.just("scroll"), st.integers(0, 40)),
    st.tuples(st.just("hint"), st.integers(-2, 20), st.integers(0, 20), st.integers(-9, 9)),
    st.tuples(st.just("theme"), st.sampled_from(["textual-dark", "textual-light", "nord", "ansi-dark"])),
    st.tuples(st.just("modal"), _text),
    st.tuples(st.just("resize"), st.integers(11, 70), st.integers(4, 24)),
    st.tuples(st.just("repaint")),
    st.tuples(st.just("clear")),
)


@pytest.fixture(scope="module", params=["xterm-256color", "screen-256color"])
def theatre(request: pytest.FixtureRequest) -> Iterator[Theatre]:
    with Theatre("quiet", env={"TERM": request.param}) as theatre:
        yield theatre


def perform(theatre: Theatre, step: tuple[Any, ...]) -> None:
    if step[0] == "resize":
        theatre.resize(*step[1:])
        theatre.act("update", 0, "resized")
    else:
        theatre.act(*step)
    theatre.settle()


@settings(deadline=None, max_examples=40, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(steps=st.lists(_steps, min_size=1, max_size=8))
def test_the_screen_is_the_stock_screen_after_every_step(
    theatre: Theatre, steps: list[tuple[Any, ...]]
) -> None:
    perform(theatre, ("clear",))
    for step in steps:
        perform(theatre, step)
        assert theatre.alike(), f"{step}\n{difference(theatre)}"


def difference(theatre: Theatre) -> str:
    quiet, stock = theatre.screen, theatre.stock
    rows = [
        f"{y:3} quiet {a!r}\n    stock {b!r}"
        for y, (a, b) in enumerate(zip(quiet.text, stock.text, strict=True))
    ]
    cells = [
        f"{x},{y}: {a} {b}"
        for y, (left, right) in enumerate(zip(quiet.seen, stock.seen, strict=True))
        for x, (a, b) in enumerate(zip(left, right, strict=True))
        if a != b
    ]
    return "\n".join([*rows, *cells[:5]])
