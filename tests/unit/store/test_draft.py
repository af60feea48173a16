"""What is written in a prompt outlives its app, however that ends."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tui.errors import StoreError
from tui.store.draft import Draft

WORDS = "  Grüße, 東京\n\n\tשלום 👨‍👩‍👧 e\u0301\n"
WRITE_AND_BE_KILLED = """
import os, pathlib, signal, sys, tui.store.draft as drafts
draft = drafts.Draft(pathlib.Path(sys.argv[1]))
draft.text = sys.argv[2]
draft.save()
os.kill(os.getpid(), signal.SIGKILL)
"""


def kept(directory: Path, text: str) -> Draft:
    draft = Draft(directory)
    draft.text = text
    draft.save()
    return draft


def test_it_comes_back_exactly_and_goes_when_it_was_sent(tmp_path: Path) -> None:
    data = tmp_path / "new" / "data"
    kept(data, WORDS).leave()
    assert (data / "draft.txt").stat().st_mode & 0o777 == 0o600
    draft = Draft(data)
    assert draft.take_up() == WORDS
    draft.text = ""
    draft.leave()
    assert not list(data.iterdir())


def test_that_of_a_killed_app_is_taken_up(tmp_path: Path) -> None:
    argv = [sys.executable, "-c", WRITE_AND_BE_KILLED, str(tmp_path), WORDS]
    assert subprocess.run(argv, check=False).returncode == -signal.SIGKILL
    assert Draft(tmp_path).take_up() == WORDS


def test_each_of_several_apps_has_its_own(tmp_path: Path) -> None:
    one, other = kept(tmp_path, "one"), kept(tmp_path, "other")
    assert Draft(tmp_path).take_up() == ""
    one.text = "one more"
    one.leave()
    other.leave()
    first, second = Draft(tmp_path), Draft(tmp_path)
    assert {first.take_up(), second.take_up()} == {"one more", "other"}


def test_nothing_is_written_once_it_was_left(tmp_path: Path) -> None:
    draft = kept(tmp_path, "mine")
    draft.leave()
    draft.text = "late"
    draft.save()
    assert Draft(tmp_path).take_up() == "mine"


def test_what_cannot_be_read_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_bytes(b"\xff not of ours")
    assert Draft(tmp_path).take_up() == ""
    kept(tmp_path, "mine").leave()
    assert (tmp_path / "draft.txt").read_bytes() == b"\xff not of ours"
    assert Draft(tmp_path).take_up() == "mine"


def test_where_nothing_can_be_written_it_is_said_with_the_words(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    draft = Draft(tmp_path / "data")
    assert draft.take_up() == ""
    draft.text = "half a thought"
    with pytest.raises(StoreError, match=r"draft is not kept.*half a thought"):
        draft.leave()


def test_a_draft_that_was_sent_and_cannot_be_taken_away_is_not_called_lost(tmp_path: Path) -> None:
    draft = kept(tmp_path, "sent since")
    (tmp_path / "draft.txt").unlink()
    (tmp_path / "draft.txt").mkdir()
    draft.text = ""
    with pytest.raises(StoreError, match="draft before is still there"):
        draft.leave()
