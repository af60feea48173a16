"""Filters by name: the person's own in config.toml, and those the app keeps beside it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.unit.store.full import files_of_at_most
from tui.errors import StoreError
from tui.projections.filter_language import FilterError
from tui.store.saved_filters import SavedFilters

CONFIG = {"cost": "kind:usage", "odd": "unknown"}


def test_what_is_saved_is_there_the_next_time(tmp_path: Path) -> None:
    path = tmp_path / "new" / "filters.toml"
    SavedFilters(path, CONFIG).save("big-1", 'size>10k text:"a [b]"')
    again = SavedFilters(path, CONFIG)
    assert dict(again) == {**CONFIG, "big-1": 'size>10k text:"a [b]"'}
    assert again.problems == []
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [file.name for file in path.parent.iterdir()] == ["filters.toml"]


def test_one_of_the_app_goes_before_the_configs_and_gives_it_back(tmp_path: Path) -> None:
    saved = SavedFilters(tmp_path / "filters.toml", CONFIG)
    saved.save("cost", "kind:usage turn:3")
    assert saved["cost"] == "kind:usage turn:3"
    saved.delete("cost")
    assert saved["cost"] == "kind:usage"


def test_what_stands_in_the_config_is_not_touched(tmp_path: Path) -> None:
    saved = SavedFilters(tmp_path / "filters.toml", CONFIG)
    with pytest.raises(StoreError, match=r"odd stands in config.toml"):
        saved.delete("odd")
    with pytest.raises(StoreError, match=r"odd stands in config.toml"):
        saved.rename("odd", "even")
    assert dict(saved) == CONFIG


def test_a_new_name_is_known_where_the_old_one_was_used(tmp_path: Path) -> None:
    saved = SavedFilters(tmp_path / "filters.toml", CONFIG)
    saved.save("mine", "turn:3")
    saved.save("both", '@mine or (not @mine text:"@mine")')
    saved.rename("mine", "third")
    assert saved["third"] == "turn:3"
    assert saved["both"].count("@third") == 2
    assert list(SavedFilters(tmp_path / "filters.toml")) == ["third", "both"]


def test_a_name_that_is_taken_or_none_is_refused(tmp_path: Path) -> None:
    saved = SavedFilters(tmp_path / "filters.toml", CONFIG)
    saved.save("mine", "turn:3")
    with pytest.raises(StoreError, match="a filter is saved as odd already"):
        saved.rename("mine", "odd")
    for name in ("", "two words", "a)", "@x", "-", '"'):
        with pytest.raises(StoreError, match="a name is letters, digits"):
            saved.save(name, "turn:3")
    with pytest.raises(FilterError, match="names itself"):
        saved.save("loop", "@loop or unknown")
    with pytest.raises(FilterError):
        saved.save("wrong", "knd:x")
    assert list(saved) == ["cost", "odd", "mine"]


def test_another_window_s_filters_are_kept(tmp_path: Path) -> None:
    one, other = (SavedFilters(tmp_path / "filters.toml") for _ in range(2))
    one.save("a", "unknown")
    other.save("b", "marked")
    assert sorted(SavedFilters(tmp_path / "filters.toml")) == ["a", "b"]


@pytest.mark.parametrize("content", [b"x = = 1", b"\xff\xfe", b"[" * 3_000])
def test_a_file_that_cannot_be_read_is_named_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "filters.toml"
    path.write_bytes(content)
    saved = SavedFilters(path, CONFIG)
    assert dict(saved) == CONFIG
    (problem,) = saved.problems
    assert problem.startswith(f"{path} cannot be read")
    with pytest.raises(StoreError):
        saved.save("mine", "turn:3")
    assert path.read_bytes() == content


def test_what_is_wrong_in_the_file_is_named_and_survives(tmp_path: Path) -> None:
    path = tmp_path / "filters.toml"
    path.write_text('bad = "knd:x"\nodd = 3\n"two words" = "unknown"\n')
    saved = SavedFilters(path)
    assert len(saved.problems) == 3
    saved.save("mine", "turn:3")
    assert "knd:x" in path.read_text()
    assert list(saved) == ["mine"]


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "filters.toml"
    saved = SavedFilters(path)
    saved.save("mine", "turn:3")
    with files_of_at_most(1_000), pytest.raises(StoreError, match="cannot write"):
        saved.save("more", "unknown " * 2_000)
    assert dict(saved) == dict(SavedFilters(path)) == {"mine": "turn:3"}


def test_without_a_file_they_last_for_the_run() -> None:
    saved = SavedFilters()
    saved.save("mine", "turn:3")
    assert dict(saved) == {"mine": "turn:3"}
