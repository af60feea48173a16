"""All sessions: made, found and listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.store.scenes import saved
from tui.errors import StoreError
from tui.store.shelf import Shelf, new_id


def test_ids_sort_by_their_start() -> None:
    assert new_id(1795333718.0).startswith("20261122-074838-")
    assert new_id(1795333718.0) < new_id(1795333719.0)


def test_a_session_is_found_by_id_prefix_or_last(tmp_path: Path) -> None:
    shelf, session = Shelf(tmp_path), saved(tmp_path)
    for name in (session.id, session.id[:12], "last"):
        assert shelf.find(name) == session.directory


@pytest.mark.parametrize("name", ["", "nope", "..", "../sessions", "2026"])
def test_what_names_none_or_several_is_said(tmp_path: Path, name: str) -> None:
    saved(tmp_path)
    saved(tmp_path)
    with pytest.raises(StoreError, match=r"no saved session|names 2 sessions"):
        Shelf(tmp_path).find(name)


def test_the_list_is_newest_first_and_marks_what_is_live(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    old = saved(tmp_path)
    with shelf.create() as live:
        assert {entry.id: entry.live for entry in shelf.list()} == {old.id: False, live.id: True}
    assert not any(entry.live for entry in shelf.list())


def test_an_empty_shelf_lists_nothing(tmp_path: Path) -> None:
    assert Shelf(tmp_path / "none").list() == []
    with pytest.raises(StoreError, match="no saved session"):
        Shelf(tmp_path / "none").find("last")
