"""The cache of the list and the index of everything said: quick, and never the truth."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.unit.store.full import files_of_at_most
from tests.unit.store.scenes import dial, receive, saved, send, turn
from tui.store.catalog import Catalog, Progress
from tui.store.search import Hit, find_hits, find_sessions, said_in
from tui.store.session import Session
from tui.store.shelf import Entry, Shelf


@contextmanager
def catalog_of(data_dir: Path) -> Iterator[Catalog]:
    """A catalog that knows everything."""
    with Catalog(Shelf(data_dir)) as catalog:
        for scan in (catalog.refresh(), catalog.index()):
            list(scan)
        yield catalog


def listed(data_dir: Path) -> list[Entry]:
    """The list, as the cache has it once it is up to date."""
    with Catalog(Shelf(data_dir)) as catalog:
        return catalog.listed()


def sessions_with(data_dir: Path, words: str) -> set[str]:
    """The sessions in which these words were said."""
    with catalog_of(data_dir) as catalog:
        return find_sessions(catalog, words)


def hits_with(data_dir: Path, words: str) -> list[Hit]:
    """The utterances with these words."""
    with catalog_of(data_dir) as catalog:
        return find_hits(catalog, words)


def test_the_cache_tells_what_the_files_tell(tmp_path: Path) -> None:
    session = saved(tmp_path)
    (cached,) = listed(tmp_path)
    (read,) = Shelf(tmp_path).list()
    assert cached.metadata.newest_handle == read.metadata.newest_handle
    assert (cached.metadata.title, cached.metadata.totals) == (
        session.metadata.title,
        session.metadata.totals,
    )


def test_the_cache_follows_the_files(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    first, second = saved(tmp_path), saved(tmp_path, topic="Peru")
    assert {entry.id for entry in listed(tmp_path)} == {first.id, second.id}
    shelf.edit(first.id, title="Renamed")
    shelf.delete(second.id)
    assert [entry.metadata.title for entry in listed(tmp_path)] == ["Renamed"]


def test_a_live_session_is_live_in_the_list(tmp_path: Path) -> None:
    with Shelf(tmp_path).create() as session:
        dial(session.journal)
        assert [entry.live for entry in listed(tmp_path)] == [True]
    assert [entry.live for entry in listed(tmp_path)] == [False]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("brazil", True), ("BRAZ", True), ("so it", True), ("peru", False), ("brazil peru", False),
        ('"', False), ("* OR NEAR(", False), ("'; DROP TABLE", False), ("   ", False), ("\x1b[2J", False),
    ],
)  # fmt: skip
def test_words_are_found_from_their_beginnings_in_any_spelling_of_case(
    tmp_path: Path, words: str, found: bool
) -> None:
    session = saved(tmp_path)
    assert sessions_with(tmp_path, words) == ({session.id} if found else set())


def test_a_hit_names_its_frame_and_marks_the_words(tmp_path: Path) -> None:
    session = saved(tmp_path)
    hits = hits_with(tmp_path, "brazil 2")
    assert [(hit.id, hit.who, hit.snippet) for hit in hits] == [(session.id, "user", "What of Brazil 2?")]
    assert [text for text, is_match in hits[0].pieces if is_match] == ["Brazil", "2"]
    assert b"Brazil 2" in session.journal[hits[0].seq].payload


def test_what_was_spoken_in_pieces_is_found_across_them(tmp_path: Path) -> None:
    with Shelf(tmp_path).create() as session:
        for piece in ("The cap", "ital is Bra", "sília."):
            receive(session.journal, {"serverContent": {"outputTranscription": {"text": piece}}})
    assert sessions_with(tmp_path, "capital brasilia") == {session.id}


def test_scripts_without_spaces_are_found_inside_their_runs(tmp_path: Path) -> None:
    with Shelf(tmp_path).create() as session:
        send(session.journal, {"realtimeInput": {"text": "ブラジルの首都はどこですか"}})
    (hit,) = hits_with(tmp_path, "首都")
    assert [text for text, is_match in hit.pieces if is_match] == ["首都"]


def test_thoughts_and_garbage_are_not_what_was_said(tmp_path: Path) -> None:
    with Shelf(tmp_path).create() as session:
        thought = {"modelTurn": {"parts": [{"text": "secretly", "thought": True}, 3, {"text": 4}]}}
        receive(session.journal, {"serverContent": thought})
        receive(session.journal, {"serverContent": {"outputTranscription": "text"}})
    assert sessions_with(tmp_path, "secretly") == set()


def test_words_follow_the_journal(tmp_path: Path) -> None:
    directory = saved(tmp_path).directory
    assert sessions_with(tmp_path, "chile") == set()
    with Session.open(directory, write=True) as session:
        send(session.journal, {"realtimeInput": {"text": "and Chile"}})
    assert sessions_with(tmp_path, "chile") == {directory.name}
    Shelf(tmp_path).delete(directory.name)
    assert sessions_with(tmp_path, "chile") == set()


@pytest.mark.parametrize("content", [b"not a database", b"SQLite format 3\x00" + b"\x00" * 200])
def test_a_broken_cache_is_thrown_away(tmp_path: Path, content: bytes) -> None:
    session = saved(tmp_path)
    assert sessions_with(tmp_path, "chile") == set()
    for extra in (tmp_path / "cache").glob("shelf.sqlite-*"):
        extra.unlink()
    (tmp_path / "cache" / "shelf.sqlite").write_bytes(content)
    assert sessions_with(tmp_path, "brazil") == {session.id}


def test_a_cache_of_another_version_is_thrown_away(tmp_path: Path) -> None:
    session = saved(tmp_path)
    assert sessions_with(tmp_path, "chile") == set()
    db = sqlite3.connect(tmp_path / "cache" / "shelf.sqlite")
    db.executescript("PRAGMA user_version = 99; DROP TABLE session;")
    db.close()
    assert sessions_with(tmp_path, "brazil") == {session.id}


def test_without_a_place_for_it_the_cache_is_in_memory(tmp_path: Path) -> None:
    session = saved(tmp_path)
    (tmp_path / "cache").write_text("in the way")
    assert sessions_with(tmp_path, "brazil") == {session.id}


def test_the_cache_is_its_owners_alone(tmp_path: Path) -> None:
    saved(tmp_path)
    listed(tmp_path)
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "cache").iterdir()} == {0}


def test_a_scan_can_be_stopped_and_taken_up_again(tmp_path: Path) -> None:
    for _ in range(3):
        saved(tmp_path, turns=1)
    with Catalog(Shelf(tmp_path)) as catalog:
        stops = iter([False, False, True])
        list(catalog.refresh(lambda: next(stops)))
        assert len(catalog.entries()) == 2
        assert list(catalog.refresh()) == [Progress(1, 1)]
        assert len(catalog.entries()) == 3


@pytest.mark.parametrize("size", [1000, 60_000])
def test_on_a_full_disk_the_cache_is_in_memory(tmp_path: Path, size: int) -> None:
    for _ in range(60):
        saved(tmp_path, turns=2).close()
    with files_of_at_most(size):
        assert len(sessions_with(tmp_path, "brazil")) == 60
        assert len(listed(tmp_path)) == 60


COUNT_BRAZIL = """
import sys
from pathlib import Path
from tui.store.catalog import Catalog
from tui.store.search import find_sessions
from tui.store.shelf import Shelf
with Catalog(Shelf(Path(sys.argv[1]))) as catalog:
    list(catalog.refresh())
    list(catalog.index())
    print(len(catalog.entries()), len(find_sessions(catalog, "brazil")))
"""


def test_processes_share_the_cache(tmp_path: Path) -> None:
    for _ in range(150):
        saved(tmp_path, turns=1).close()
    command = [sys.executable, "-c", COUNT_BRAZIL, str(tmp_path)]
    root = Path(__file__).parents[3]
    readers = [subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert [reader.communicate(timeout=60)[0] for reader in readers] == ["150 150\n"] * 3


def test_an_index_that_is_stopped_goes_on_where_it_was(tmp_path: Path) -> None:
    with Shelf(tmp_path).create() as session:
        for n in range(4):
            turn(session.journal, f"Brazil {n} " + "and so on " * 60_000, "Yes.")
    with Catalog(Shelf(tmp_path)) as catalog:
        list(catalog.refresh())
        stops = iter([False, False, True])
        list(catalog.index(lambda: next(stops)))
        assert len(find_hits(catalog, "brazil")) == 2
        assert said_in(catalog, session.id) == []
        with session.directory.joinpath("journal.jsonl").open("r+b") as file:
            file.seek(1 << 19)
            file.write(b"Canada")
        list(catalog.index())
        assert len(find_hits(catalog, "brazil")) == 4
        assert find_hits(catalog, "canada") == []


def test_what_has_not_changed_is_not_read_again(tmp_path: Path) -> None:
    session = saved(tmp_path)
    assert sessions_with(tmp_path, "brazil") == {session.id}
    path = session.directory / "journal.jsonl"
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"Brazil", b"Canada"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    other = saved(tmp_path, topic="Chile")
    assert sessions_with(tmp_path, "canada") == set()
    assert sessions_with(tmp_path, "chile") == {other.id}


def test_two_who_index_a_live_session_do_not_index_it_twice(tmp_path: Path) -> None:
    with Shelf(tmp_path).create() as session, catalog_of(tmp_path) as one, catalog_of(tmp_path) as other:
        for n in range(3):
            turn(session.journal, f"Brazil {n}", "Yes.")
            list(one.refresh())
            indexing = one.index()
            for catalog in (other, one, other):
                list(catalog.refresh())
                list(catalog.index())
            list(indexing)
            for catalog in (one, other):
                assert len(find_hits(catalog, "brazil")) == n + 1
