"""One rule decides which panes are up, whatever was done to them before."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.ui.layout import Layout, capacity

WEIGHTS = {"transcript": 4, "wire": 5, "shelf": 3}


def fresh() -> Layout:
    return Layout(dict(WEIGHTS))


@pytest.mark.parametrize(("width", "room"), [(40, 1), (89, 1), (90, 2), (119, 2), (120, 3), (300, 3)])
def test_the_width_decides_how_many_have_room(width: int, room: int) -> None:
    assert capacity(width) == room


def test_the_panes_looked_at_last_are_up_in_their_fixed_order() -> None:
    layout = fresh()
    assert layout.shown(2) == ("transcript", "wire")
    layout.look_at("shelf")
    assert layout.shown(2) == ("transcript", "shelf")
    layout.look_at("wire")
    assert layout.shown(2) == ("wire", "shelf")
    assert layout.shown(1) == ("wire",)


def test_zoom_leaves_the_one_looked_at() -> None:
    layout = fresh()
    layout.look_at("wire")
    layout.zoomed = True
    assert layout.shown(3) == ("wire",)


def test_what_is_hidden_comes_back_when_asked_for() -> None:
    layout = fresh()
    layout.hide("wire")
    assert layout.shown(3) == ("transcript", "shelf")
    layout.look_at("wire")
    assert layout.shown(3) == ("transcript", "wire", "shelf")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["look", "hide", "grow", "zoom"]),
            st.sampled_from(list(WEIGHTS)),
            st.integers(-20, 20),
        )
    ),
    st.integers(1, 4),
)
def test_something_is_up_after_anything(deeds: list[tuple[str, str, int]], room: int) -> None:
    layout = fresh()
    for deed, pane, step in deeds:
        if deed == "look":
            layout.look_at(pane)
            assert pane in layout.shown(1)
        elif deed == "hide":
            layout.hide(pane)
        elif deed == "grow":
            layout.grow(pane, step)
        else:
            layout.zoomed = not layout.zoomed
        assert 1 <= len(layout.shown(room)) <= room
        assert all(1 <= weight <= 12 for weight in layout.weights.values())
        assert sorted(layout.recent) == sorted(WEIGHTS)


def test_a_layout_is_remembered_but_for_the_zoom(tmp_path: Path) -> None:
    layout = fresh()
    layout.look_at("shelf")
    layout.hide("wire")
    layout.grow("shelf", 2)
    layout.stacked = layout.zoomed = True
    layout.save(tmp_path / "deep" / "layout.toml")
    again = Layout.load(tmp_path / "deep" / "layout.toml", WEIGHTS)
    assert not again.zoomed
    layout.zoomed = False
    assert again == layout


@given(
    st.binary(max_size=100)
    | st.sampled_from([b"weights = 3", b"recent = [1]\nhidden = ['x']", b"[weights]\nwire = 99"])
)
def test_any_file_gives_a_layout(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "layout.toml"
    path.write_bytes(data)
    assert 1 <= len(Layout.load(path, WEIGHTS).shown(3)) <= 3
