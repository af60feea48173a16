"""A session keeps its own metadata from the frames it is given."""

from __future__ import annotations

import subprocess
import sys
import threading
import tomllib
from pathlib import Path

import pytest

from tests.unit.store.scenes import MODEL, START, dial, offer, receive, saved, send, turn
from tui.errors import StoreError
from tui.store.session import Session
from tui.store.shelf import Shelf
from tui.store.tally import KEPT_HANDLES


def test_the_first_turn_is_the_title_and_the_totals_add_up(tmp_path: Path) -> None:
    metadata = saved(tmp_path).metadata
    assert metadata.title == "What of Brazil 1?"
    assert metadata.model == MODEL
    assert (metadata.totals.turns, metadata.totals.tokens, metadata.totals.connections) == (2, 84, 1)
    assert metadata.totals.frames == 12
    assert metadata.setup["generationConfig"] == {"responseModalities": ["AUDIO"]}


def test_each_turn_leaves_its_last_handle_with_frame_time_and_turn(tmp_path: Path) -> None:
    with Shelf(tmp_path).create() as session:
        dial(session.journal)
        offer(session.journal, "before-any-turn")
        turn(session.journal, "a", "b", handle="first-of-turn-1")
        offer(session.journal, "last-of-turn-1", t=START + 9)
    handles = Session.open(session.directory).metadata.handles
    assert [(handle.handle, handle.turn) for handle in handles] == [
        ("before-any-turn", 0),
        ("last-of-turn-1", 1),
    ]
    assert (handles[1].t, handles[1].seq) == (START + 9, len(session.journal) - 1)


@pytest.mark.parametrize(
    "update", [{}, {"resumable": True}, {"newHandle": "x"}, {"newHandle": "", "resumable": True}]
)
def test_an_update_without_a_good_handle_overwrites_nothing(
    tmp_path: Path, update: dict[str, object]
) -> None:
    with Shelf(tmp_path).create() as session:
        offer(session.journal, "good")
        receive(session.journal, {"sessionResumptionUpdate": update})
        assert session.newest_handle is not None
        assert session.newest_handle.handle == "good"


@pytest.mark.parametrize(
    ("code", "reason", "refused"),
    [
        (1007, "Invalid session handle", True),
        (1008, "BidiGenerateContent session not found", True),
        (1008, "BidiGenerateContent session expired", True),
        (1011, "Resource has been exhausted", False),
        (1007, "API key not valid.", False),
    ],
)
def test_only_a_close_about_the_handle_refuses_it(
    tmp_path: Path, code: int, reason: str, refused: bool
) -> None:
    with Shelf(tmp_path).create() as session:
        offer(session.journal, "older-handle")
        turn(session.journal, "a", "b", handle="newer-handle")
        send(session.journal, {"setup": {"model": MODEL, "session_resumption": {"handle": "newer-handle"}}})
        session.journal.event("close", conn=2, code=code, reason=reason)
        assert session.newest_handle is not None
        assert session.newest_handle.handle == ("older-handle" if refused else "newer-handle")


def test_setup_complete_proves_the_handle_that_was_dialled(tmp_path: Path) -> None:
    with Shelf(tmp_path).create() as session:
        offer(session.journal, "good")
        dial(session.journal, handle="good", t=START + 50, conn=2)
        assert session.newest_handle is not None
        assert session.newest_handle.accepted == START + 50


def test_spelling_order_and_handle_do_not_change_the_fingerprint(tmp_path: Path) -> None:
    prints = []
    for setup in (
        {
            "model": "m",
            "system_instruction": {"parts": [{"text": "x"}]},
            "session_resumption": {"handle": "h"},
        },
        {"systemInstruction": {"parts": [{"text": "x"}]}, "model": "m"},
        {"systemInstruction": {"parts": [{"text": "y"}]}, "model": "m"},
    ):
        with Shelf(tmp_path).create() as session:
            send(session.journal, {"setup": setup})
            prints.append(session.metadata.fingerprint)
    assert prints[0] == prints[1] != prints[2]


def test_files_are_private_and_whole(tmp_path: Path) -> None:
    directory = saved(tmp_path).directory
    assert directory.stat().st_mode & 0o777 == 0o700
    names = sorted(path.name for path in directory.iterdir())
    assert names == ["journal.jsonl", "session.toml"]
    assert {(directory / name).stat().st_mode & 0o777 for name in names} == {0o600}
    assert tomllib.loads((directory / "session.toml").read_text())["schema"] == 1


def test_a_session_goes_on_in_its_own_journal(tmp_path: Path) -> None:
    first = saved(tmp_path)
    with Session.open(first.directory, write=True) as session:
        dial(session.journal, handle="handle-2", conn=2, t=START + 100)
        turn(session.journal, "More?", "More.", handle="handle-3", conn=2, t=START + 100)
    again = Session.open(first.directory)
    assert again.metadata.title == "What of Brazil 1?"
    assert (again.metadata.totals.turns, again.metadata.totals.connections) == (3, 2)
    assert [frame.seq for frame in again.journal.frames()] == list(range(len(again.journal)))


def open_files() -> int:
    """How many this process has."""
    return len(list(Path("/dev/fd").iterdir()))


class GivenUp(Exception):
    """A person has moved on."""


@pytest.mark.skipif(sys.platform == "win32", reason="nothing lists what is open")
@pytest.mark.parametrize("known", [True, False])
def test_an_opening_that_is_given_up_leaves_nothing_locked_or_open(tmp_path: Path, known: bool) -> None:
    with Shelf(tmp_path).create() as session:
        for _ in range(4):
            receive(session.journal, {"serverContent": {"outputTranscription": {"text": "x" * 100_000}}})
    if not known:
        (session.directory / "session.toml").unlink()
    told: list[tuple[int, int]] = []

    def give_up(done: int, size: int) -> None:
        told.append((done, size))
        raise GivenUp

    held = open_files()
    with pytest.raises(GivenUp):
        Session.open(session.directory, write=True, watch=give_up)
    assert open_files() == held
    assert told == [(session.journal.end, session.journal.end)]
    take = (
        "import sys, pathlib, tui.store.lock as lock; lock.SessionLock(pathlib.Path(sys.argv[1])).acquire()"
    )
    subprocess.run([sys.executable, "-c", take, session.directory], check=True, timeout=30)


def test_what_its_owner_says_outlives_the_fold(tmp_path: Path) -> None:
    directory = saved(tmp_path).directory
    with Session.open(directory, write=True) as session:
        session.edit(title="Capitals", tags=["geo"], pinned=True, note="for Ana")
    metadata = Session.open(directory).metadata
    assert (metadata.title, metadata.tags, metadata.pinned, metadata.note) == (
        "Capitals",
        ["geo"],
        True,
        "for Ana",
    )


def test_a_field_that_there_is_not_is_no_field(tmp_path: Path) -> None:
    session = saved(tmp_path)
    with Session.open(session.directory, write=True) as again, pytest.raises(AttributeError):
        again.edit(titel="Capitals")
    with pytest.raises(AttributeError):
        Shelf(tmp_path).edit(session.id, titel="Capitals")


def test_a_session_of_a_later_version_is_looked_at_but_not_written(tmp_path: Path) -> None:
    directory = saved(tmp_path).directory
    path = directory / "session.toml"
    path.write_text(path.read_text().replace("schema = 1", "schema = 99"))
    assert len(Session.open(directory).journal) == 12
    with pytest.raises(StoreError, match="later version"):
        Session.open(directory, write=True)


def test_a_spoken_session_is_called_by_what_was_heard_first(tmp_path: Path) -> None:
    with Shelf(tmp_path).create() as session:
        for piece in (" What is", " the capital?"):
            receive(session.journal, {"serverContent": {"inputTranscription": {"text": piece}}})
        receive(session.journal, {"serverContent": {"turnComplete": True}})
    assert Session.open(session.directory).metadata.title == "What is the capital?"


def test_a_turn_that_goes_on_is_not_counted_yet(tmp_path: Path) -> None:
    with Shelf(tmp_path).create() as session:
        for status in ("IN_PROGRESS", "IDLE"):
            receive(session.journal, {"serverContent": {"turnComplete": True, "interactionStatus": status}})
        assert session.metadata.totals.turns == 1


def test_of_many_handles_the_newest_turns_are_kept(tmp_path: Path) -> None:
    with Shelf(tmp_path).create() as session:
        for n in range(KEPT_HANDLES + 20):
            turn(session.journal, "a", "b", handle=f"handle-{n:04}")
    handles = Session.open(session.directory).metadata.handles
    assert len(handles) == KEPT_HANDLES
    assert handles[-1].handle == f"handle-{KEPT_HANDLES + 19:04}"


def test_any_thread_may_append(tmp_path: Path) -> None:
    with Shelf(tmp_path).create() as session:
        threads = [
            threading.Thread(target=lambda: [session.journal.event("note", conn=1) for _ in range(200)])
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    again = Session.open(session.directory)
    assert [frame.seq for frame in again.journal.frames()] == list(range(801))
    assert again.metadata.totals.frames == 801


@pytest.mark.parametrize(
    ("endpoint", "kept"),
    [
        ("https://gateway.test/v1?key=secret", "https://gateway.test/v1"),
        ("https://me:secret@gateway.test:8443/a/b", "https://gateway.test:8443/a/b"),
        ("https://gateway.test", "https://gateway.test"),
        ("simulator", "simulator"),
        ("", ""),
    ],
)
def test_a_gateways_key_is_not_written_down(tmp_path: Path, endpoint: str, kept: str) -> None:
    with Shelf(tmp_path).create(endpoint=endpoint) as session:
        dial(session.journal)
    assert Session.open(session.directory).metadata.endpoint == kept
    assert not any(b"secret" in path.read_bytes() for path in session.directory.iterdir())


def test_edits_on_several_threads_are_all_saved_and_the_last_one_stands(tmp_path: Path) -> None:
    failed: list[StoreError] = []

    def annotate(session: Session, name: str) -> None:
        try:
            for n in range(50):
                session.edit(note=f"{name} {n}")
        except StoreError as error:
            failed.append(error)

    with Shelf(tmp_path).create() as session:
        threads = [threading.Thread(target=annotate, args=(session, name)) for name in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        written = tomllib.loads((session.directory / "session.toml").read_text())
        assert (failed, written["note"]) == ([], session.metadata.note)
