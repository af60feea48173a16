"""The journal: verbatim, append-only, and open to any bytes."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.store.scenes import receive, send
from tui.errors import StoreError
from tui.store.journal import Journal
from tui.store.line import decode, encode
from tui.wire.frame import Direction, Frame, Opcode

PAYLOADS = [
    b"",
    b"{}",
    b"\xff\xfe\x00",
    b'{"a":1}{"b":2}',
    "\x1b]52;c;eA==\x07 naïve 日本".encode(),
    b"[1]\r\n" * 3,
]
ANYWHERE = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def filled(path: Path, count: int = 5) -> Journal:
    """A journal of `count` small frames."""
    journal = Journal.create(path)
    for n in range(count):
        receive(journal, {"serverContent": {"outputTranscription": {"text": f"word {n}"}}})
    return journal


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_comes_back_as_it_crossed(tmp_path: Path, payload: bytes) -> None:
    journal = Journal.create(tmp_path / "j")
    frame = journal.append(Direction.RECEIVE, Opcode.BINARY, payload, conn=3, t=1.5)
    journal.close()
    with_bytes = Journal.open(tmp_path / "j")
    assert with_bytes[0] == frame
    assert with_bytes[0].payload == payload


@given(
    payload=st.binary(),
    direction=st.sampled_from([Direction.SEND, Direction.RECEIVE]),
    opcode=st.sampled_from([Opcode.TEXT, Opcode.BINARY]),
    conn=st.integers(0, 99),
    t=st.integers(0, 2**41).map(lambda n: n / 1000),
)
def test_every_frame_survives_its_line(
    payload: bytes, direction: Direction, opcode: Opcode, conn: int, t: float
) -> None:
    frame = Frame(7, conn, t, direction, opcode, payload)
    line = encode(frame)
    assert line.count(b"\n") == 1
    assert decode(line) == frame


@ANYWHERE
@given(
    content=st.one_of(
        st.binary(max_size=400),
        st.lists(
            st.one_of(
                st.binary(max_size=60),
                st.sampled_from(
                    [
                        b"null",
                        b"[[[[",
                        b"[" * 5000,
                        b'{"seq":1e999,"conn":1,"t":1,"dir":"send"}',
                        b"9" * 5000,
                        b'{"seq":0,"conn":0,"t":0,"dir":"event","event":{}}',
                        b'{"seq":0,"conn":0,"t":0,"dir":"send","op":"text","data":"\\ud800"}',
                        b'{"seq":0,"conn":0,"t":0,"dir":"receive","op":"text","data":"{\\"serverContent\\":3}"}',
                        b'{"seq":3,"conn":1,"t":1.5,"dir":"receive","op":"binary","data":"{}"}',
                    ]
                ),
            )
        ).map(b"\n".join),
    )
)
def test_any_bytes_open_and_are_left_as_they_are(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "j"
    path.write_bytes(content)
    for write in (False, True):
        journal = Journal.open(path, write=write)
        assert all(frame.kinds is not None for frame in journal.frames())
        journal.close()
    assert path.read_bytes() == content


@ANYWHERE
@given(content=st.binary(max_size=200))
def test_whatever_a_file_holds_it_can_be_gone_on_with(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "j"
    path.write_bytes(content)
    journal = Journal.open(path, write=True)
    known = len(journal)
    send(journal, {"clientContent": {}})
    journal.close()
    assert path.read_bytes().startswith(content)
    assert Journal.open(path)[known].message == {"clientContent": {}}


@ANYWHERE
@given(cut=st.integers(0, 700))
def test_a_file_cut_anywhere_keeps_every_whole_line(tmp_path: Path, cut: int) -> None:
    (tmp_path / "j").unlink(missing_ok=True)
    filled(tmp_path / "j").close()
    content = (tmp_path / "j").read_bytes()[:cut]
    whole = list(Journal.open(tmp_path / "j").frames())
    (tmp_path / "j").write_bytes(content)
    journal = Journal.open(tmp_path / "j")
    torn = content.rpartition(b"\n")[2]
    assert list(journal.frames()) == whole[: len(journal)]
    assert len(journal) + len(journal.problems) == content.count(b"\n") + bool(torn)


def test_garbage_in_the_middle_is_told_and_hides_nothing(tmp_path: Path) -> None:
    path = tmp_path / "j"
    filled(path, 2).close()
    with path.open("ab") as file:
        file.write(b"\x00\x00 not json\n")
    journal = Journal.open(path, write=True)
    receive(journal, {"serverContent": {"turnComplete": True}})
    journal.close()
    again = Journal.open(path)
    assert [frame.seq for frame in again.frames()] == [0, 1, 2]
    assert again.problems == ["12 bytes after frame 1 are no frame"]


def test_a_reader_follows_a_writer(tmp_path: Path) -> None:
    writer = filled(tmp_path / "j", 2)
    reader = Journal.open(tmp_path / "j")
    receive(writer, {"goAway": {"timeLeft": "50s"}})
    assert (reader.refresh(), reader.refresh()) == (1, 0)
    assert reader[2] == writer[2]


def test_a_reader_takes_half_a_line_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "j"
    filled(path, 2).close()
    whole = path.read_bytes()
    path.write_bytes(whole[:-9])
    reader = Journal.open(path)
    assert len(reader) == 1
    path.write_bytes(whole)
    assert reader.refresh() == 1
    assert reader[1].seq == 1


def test_an_event_cannot_hide_the_lines_own_members(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path / "j")
    with pytest.raises(ValueError, match="seq"):
        journal.event("resume", conn=1, seq=3)


def test_a_frame_whose_bytes_were_taken_away_reads_as_a_gap(tmp_path: Path) -> None:
    journal = filled(tmp_path / "j")
    os.truncate(tmp_path / "j", 10)
    assert journal[4].event == "gap"


def test_a_journal_is_never_made_over_another(tmp_path: Path) -> None:
    filled(tmp_path / "j").close()
    with pytest.raises(StoreError, match="File exists"):
        Journal.create(tmp_path / "j")


def test_a_reader_on_another_thread_never_counts_a_frame_before_its_bytes_are_there(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path / "j")
    done = threading.Event()
    gaps: list[int] = []

    def read() -> None:
        seen = 0
        while not done.is_set():
            for n in range(seen, len(journal)):
                seen = n + 1
                gaps.extend([n] if journal[n].event == "gap" else [])

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(20_000):
        journal.append(Direction.RECEIVE, Opcode.BINARY, b'{"setupComplete":{}}', conn=1)
    done.set()
    reader.join()
    assert gaps == []


def test_a_reader_on_another_thread_outlives_the_close(tmp_path: Path) -> None:
    filled(tmp_path / "j", 200).close()
    failed: list[BaseException] = []

    def read(journal: Journal, begun: threading.Event) -> None:
        try:
            while journal.tail.fd >= 0:
                for n in range(len(journal)):
                    journal[n]
                    begun.set()
                list(journal.frames())
        except OSError as error:
            failed.append(error)

    for _ in range(20):
        journal, begun = Journal.open(tmp_path / "j"), threading.Event()
        reader = threading.Thread(target=read, args=(journal, begun))
        reader.start()
        assert begun.wait(10)
        journal.close()
        reader.join()
    assert failed == []
