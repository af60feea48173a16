"""Marks are kept with the session, also with one that is only looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.store.scenes import saved
from tui.errors import StoreError
from tui.replay.recording import recording
from tui.store.marks import keep_marks, marks_of
from tui.store.session import JOURNAL, Session


def test_marks_come_back(tmp_path: Path) -> None:
    session = saved(tmp_path)
    with Session.open(session.directory, write=True) as own:
        keep_marks(own, {3: "odd", 1: ""})
    with Session.open(session.directory) as again:
        assert marks_of(again) == {1: "", 3: "odd"}


def test_a_session_that_is_looked_at_keeps_them_too(tmp_path: Path) -> None:
    session = saved(tmp_path)
    keep_marks(session, {2: "here"})
    assert marks_of(session) == {2: "here"}
    with Session.open(session.directory) as again:
        assert marks_of(again) == {2: "here"}
        assert again.metadata.model == session.metadata.model


def test_one_that_is_live_elsewhere_says_so(tmp_path: Path) -> None:
    session = saved(tmp_path)
    with (
        Session.open(session.directory, write=True),
        pytest.raises(StoreError, match="live in another process"),
    ):
        keep_marks(session, {2: ""})


def test_a_file_keeps_them_for_the_run_and_says_so(tmp_path: Path) -> None:
    with recording(saved(tmp_path).directory / JOURNAL) as session:
        with pytest.raises(StoreError, match="last until you quit"):
            keep_marks(session, {2: ""})
        assert marks_of(session) == {2: ""}
