"""What a session survives: a kill at any moment, a full disk, no directory, two writers."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.unit.store.full import files_of_at_most
from tests.unit.store.scenes import dial, offer, receive, saved, turn
from tui.errors import StoreError
from tui.store.journal import Journal
from tui.store.session import Session
from tui.store.shelf import Shelf

ROOT = Path(__file__).parents[3]
FULL = "File too large"


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A process of our own, run to its end."""
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=True)


def wait_until_saved(journal: Journal) -> None:
    """Wait for the writer to come to itself; nobody appends meanwhile."""
    saved_again = threading.Event()
    journal.on_append = saved_again.set
    if journal.waiting:
        assert saved_again.wait(10), "saving did not resume"
    assert not journal.waiting


def test_200_kills_lose_no_frame_that_was_on_screen(tmp_path: Path) -> None:
    told = [
        line.split()
        for line in python("-m", "tests.unit.store.killed", str(tmp_path), "200").stdout.splitlines()
    ]
    assert len(told) == 200
    for name, acknowledged in told:
        session = Session.open(Path(name))
        assert len(session.journal) >= int(acknowledged) + 1
        assert [frame.seq for frame in session.journal.frames()] == list(range(len(session.journal)))
        assert session.metadata.totals.frames == len(session.journal)
        handles = [
            frame.seq for frame in session.journal.frames() if "sessionResumptionUpdate" in frame.message
        ]
        assert (session.newest_handle.seq if session.newest_handle else None) == (
            handles[-1] if handles else None
        )
        session.close()


def test_a_killed_session_is_gone_on_with(tmp_path: Path) -> None:
    directory = tmp_path / "0"
    python("-m", "tests.unit.store.killed", str(tmp_path), "1")
    with Session.open(directory, write=True) as session:
        known = len(session.journal)
        offer(session.journal, "after-the-kill")
    again = Session.open(directory)
    assert again.newest_handle is not None
    assert (again.newest_handle.handle, again.newest_handle.seq) == ("after-the-kill", known)


def test_a_full_disk_stops_nothing_and_saving_resumes_by_itself(tmp_path: Path) -> None:
    with Shelf(tmp_path).create() as session:
        journal = session.journal
        dial(journal)
        with files_of_at_most(journal.end + 100):
            for n in range(5):
                turn(journal, f"question {n}", "answer " * 20, handle=f"handle-{n}")
            assert journal.trouble == FULL
            assert journal.waiting == 20
            assert [frame.seq for frame in journal.frames()] == list(range(23))
        wait_until_saved(journal)
        assert journal.trouble == ""
    again = Session.open(session.directory)
    assert [frame.seq for frame in again.journal.frames()] == list(range(24))
    assert again.journal[23].message == {"event": "saved", "first": 3, "last": 22, "why": FULL}
    assert again.problems == []


def test_what_memory_cannot_hold_is_a_gap_with_its_frames_named(tmp_path: Path) -> None:
    with Shelf(tmp_path).create() as session:
        journal = session.journal
        journal.tail.bound = 4000
        with files_of_at_most(journal.end + 100):
            for n in range(40):
                receive(journal, {"serverContent": {"outputTranscription": {"text": f"{n:04} " * 40}}})
            assert len(list(journal.frames())) == 41
        wait_until_saved(journal)
        live = [frame.payload for frame in journal.frames() if frame.event != "gap"]
    again = Session.open(session.directory)
    gap = next(frame for frame in again.journal.frames() if frame.event == "gap")
    assert gap.message["first"] == 1
    kept = [frame.seq for frame in again.journal.frames()]
    assert kept == [0, *range(gap.message["last"], 42)]
    assert [frame.payload for frame in again.journal.frames() if frame.event != "gap"] == live
    assert again.problems == []


def test_where_no_directory_can_be_made_the_conversation_goes_on(tmp_path: Path) -> None:
    (tmp_path / "sessions").write_text("in the way")
    session = Shelf(tmp_path).create()
    dial(session.journal)
    turn(session.journal, "Hello?", "Hello.", handle="kept-in-memory")
    assert session.journal.trouble
    assert session.newest_handle is not None
    (tmp_path / "sessions").unlink()
    wait_until_saved(session.journal)
    session.close()
    again = Shelf(tmp_path).open("last")
    assert (again.metadata.title, again.newest_handle) == ("Hello?", session.newest_handle)


def test_a_session_that_can_never_be_saved_says_so_when_it_closes(tmp_path: Path) -> None:
    (tmp_path / "sessions").write_text("in the way")
    session = Shelf(tmp_path).create()
    with pytest.raises(StoreError, match="not saved"):
        session.close()


HOLD = """
import sys
from pathlib import Path
from tui.store.session import Session
session = Session.open(Path(sys.argv[1]), write=True)
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_process_looks_but_does_not_write_until_the_first_is_dead(tmp_path: Path) -> None:
    directory = saved(tmp_path).directory
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(directory)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout is not None and holder.stdin is not None
    with holder, holder.stdin:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(StoreError, match="live in another process"):
            Session.open(directory, write=True)
        assert len(Session.open(directory).journal) == 12
        assert Shelf(tmp_path).entry(directory.name).live
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    with Session.open(directory, write=True):
        assert Shelf(tmp_path).entry(directory.name).live
    assert not Shelf(tmp_path).entry(directory.name).live


FIGHT = """
import sys
from pathlib import Path
from tui.errors import StoreError
from tui.store.session import Session
for _ in range(15):
    try:
        session = Session.open(Path(sys.argv[1]), write=True)
    except StoreError:
        continue
    for n in range(20):
        session.journal.event("note", conn=0, text="mine")
    session.close()
"""


def test_writers_that_fight_for_a_session_never_mix(tmp_path: Path) -> None:
    directory = saved(tmp_path).directory
    fighters = [subprocess.Popen([sys.executable, "-c", FIGHT, str(directory)], cwd=ROOT) for _ in range(3)]
    assert [fighter.wait(60) for fighter in fighters] == [0, 0, 0]
    session = Session.open(directory)
    assert [frame.seq for frame in session.journal.frames()] == list(range(len(session.journal)))
    assert session.problems == []
    assert len(session.journal) >= 12 + 15 * 20


@pytest.mark.parametrize(
    "content", [None, b"", b"\xff\xfe", b"title = [broken", b"title = 3\n[totals]\nbytes = -1\n", b"x" * 9000]
)
def test_lost_metadata_is_made_again_from_the_journal(tmp_path: Path, content: bytes | None) -> None:
    session = saved(tmp_path)
    path = session.directory / "session.toml"
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    again = Session.open(session.directory)
    assert again.metadata == session.metadata
    assert again.problems
    assert path.read_bytes() == content if content is not None else not path.exists()


def test_broken_metadata_is_kept_beside_when_it_is_written_again(tmp_path: Path) -> None:
    directory = saved(tmp_path).directory
    (directory / "session.toml").write_bytes(b"title = [broken")
    with Session.open(directory, write=True) as session:
        session.edit(note="found broken")
    assert (directory / "session.toml.broken").read_bytes() == b"title = [broken"
    assert Session.open(directory).metadata.note == "found broken"


def test_half_a_temporary_file_does_not_matter(tmp_path: Path) -> None:
    session = saved(tmp_path)
    (session.directory / ".session.toml.123").write_bytes(b"titl")
    assert Session.open(session.directory).metadata == session.metadata
