"""All sessions: made, found and listed."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.unit.store.scenes import refuse, saved
from tui.errors import StoreError
from tui.store.metadata import Parent
from tui.store.session import Session
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


def test_what_is_deleted_can_be_had_back_for_thirty_days(tmp_path: Path) -> None:
    shelf, session = Shelf(tmp_path), saved(tmp_path)
    shelf.delete(session.id)
    assert (shelf.list(), shelf.trash.names()) == ([], [session.id])
    shelf.restore(session.id)
    assert shelf.entry(session.id).metadata == session.metadata
    shelf.delete(session.id)
    now = time.time()
    assert shelf.trash.purge(now + 29 * 86400) == []
    assert shelf.trash.purge(now + 31 * 86400) == [session.id]
    with pytest.raises(StoreError, match="not in the trash"):
        shelf.restore(session.id)


def test_what_is_live_is_neither_deleted_nor_renamed_nor_forgotten(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    directory = saved(tmp_path).directory
    with Session.open(directory, write=True):
        for act in (lambda: shelf.delete("last"), lambda: shelf.edit("last", title="mine")):
            with pytest.raises(StoreError, match="live in another process"):
                act()
    assert shelf.entry(directory.name).metadata.title == "What of Brazil 1?"


def test_an_edit_says_what_its_owner_says_without_reading_the_journal(tmp_path: Path) -> None:
    shelf, session = Shelf(tmp_path), saved(tmp_path)
    shelf.edit(session.id, title="Capitals", tags=["geo"], pinned=True)
    again = shelf.entry(session.id).metadata
    assert (again.title, again.tags, again.pinned) == ("Capitals", ["geo"], True)
    assert again.handles == session.metadata.handles


def test_a_fork_begins_at_an_older_handle_and_keeps_what_was_said_before(tmp_path: Path) -> None:
    shelf, session = Shelf(tmp_path), saved(tmp_path, turns=4)
    name, handle = shelf.fork(session.id, at=2)
    assert (handle.handle, handle.turn) == ("handle-2", 2)
    with shelf.open(name) as forked:
        assert [frame.seq for frame in forked.journal.frames()] == list(range(handle.seq + 1))
        assert forked.newest_handle == handle
        assert forked.metadata.parent == Parent(session.id, handle.seq)
        assert forked.metadata.totals.turns == 2


def test_a_fork_does_not_forget_what_was_refused(tmp_path: Path) -> None:
    shelf, session = Shelf(tmp_path), saved(tmp_path, turns=3)
    with Session.open(session.directory, write=True) as writer:
        refuse(writer.journal, "handle-2", "BidiGenerateContent session expired")
    name, _ = shelf.fork(session.id, at=3)
    assert [bool(handle.refused) for handle in shelf.entry(name).metadata.handles] == [False, True, False]
    with pytest.raises(StoreError, match="no handle to go on from at turn 0"):
        shelf.fork(session.id, at=0)
    assert set(shelf.ids()) == {session.id, name}


def test_a_fork_is_not_held_beside_the_session_it_came_from_on_one_handle(tmp_path: Path) -> None:
    shelf, session = Shelf(tmp_path), saved(tmp_path)
    newest, older = shelf.fork(session.id)[0], shelf.fork(session.id, at=1)[0]
    with shelf.open(session.id, write=True):
        with (
            shelf.open(newest, write=True) as fork,
            pytest.raises(StoreError, match="live with the same handle"),
        ):
            shelf.refuse_rival(fork)
        with shelf.open(older, write=True) as fork:
            shelf.refuse_rival(fork)
    with shelf.open(newest, write=True) as fork:
        shelf.refuse_rival(fork)


def test_a_journal_that_cannot_be_read_is_told_in_the_list(tmp_path: Path) -> None:
    shelf, session = Shelf(tmp_path), saved(tmp_path)
    (session.directory / "journal.jsonl").unlink()
    (session.directory / "journal.jsonl").mkdir()
    (entry,) = shelf.list()
    assert "journal.jsonl cannot be read: Is a directory" in entry.problems


def test_a_trash_that_cannot_be_made_is_said_in_words(tmp_path: Path) -> None:
    shelf, session = Shelf(tmp_path), saved(tmp_path)
    (tmp_path / "trash").touch()
    with pytest.raises(StoreError, match=r"cannot move .*: File exists\. Make both directories writable"):
        shelf.delete(session.id)
    assert session.directory.is_dir()


def test_a_directory_that_cannot_be_read_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "sessions").write_text("a file where a directory should be")
    with pytest.raises(StoreError, match="cannot read the saved sessions: Not a directory"):
        Shelf(tmp_path).list()


def test_a_session_that_was_just_begun_lacks_nothing(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    with shelf.create() as session:
        assert not (session.directory / "session.toml").exists()
        assert shelf.entry(session.id).problems == []
    (session.directory / "session.toml").unlink()
    assert shelf.entry(session.id).problems == ["session.toml is missing", "made anew from the journal"]
