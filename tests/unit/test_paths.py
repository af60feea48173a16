"""Directories that are the user's own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tui.paths import make_private


def test_a_private_directory_is_private_all_the_way_down(tmp_path: Path) -> None:
    wanted = tmp_path / "share" / "gemini-tui" / "sessions"
    before = os.umask(0o022)
    try:
        assert make_private(wanted) == wanted
    finally:
        os.umask(before)
    made = [wanted, *wanted.parents[:2]]
    assert [path.stat().st_mode & 0o777 for path in made] == [0o700, 0o700, 0o700]


def test_what_is_there_already_is_left_as_it_is(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o755)
    shared.chmod(0o755)
    make_private(shared)
    assert shared.stat().st_mode & 0o777 == 0o755


def test_a_file_in_the_way_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError):
        make_private(tmp_path / "file")
    with pytest.raises(OSError):
        make_private(tmp_path / "file" / "below")
