from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui.store.journal import Journal
from tui.store.session import Session
from tui.store.sidecar import WORTH_SAVING, Sidecar
from tui.wire.frame import Direction, Opcode


def fill(journal: Journal, count: int) -> None:
    for n in range(count):
        payload = b'{"serverContent": {"turnComplete": true}}' if n % 3 else b"{{"
        journal.append(Direction.RECEIVE, Opcode.BINARY, payload, conn=1, t=float(n))


def columns(journal: Journal) -> tuple[object, ...]:
    index = journal.index
    whats = [index.what(n) for n in range(len(index))]
    return list(index.starts), list(index.times), list(index.sizes), list(index.conns), whats, index.end


@pytest.fixture
def path(tmp_path: Path) -> Path:
    journal = Journal.create(tmp_path / "journal.jsonl")
    journal.sidecar = Sidecar(tmp_path / "cache" / "one.idx", worth=1)
    fill(journal, 20)
    journal.close()
    return journal.path


def kept(path: Path) -> Path:
    return path.parent / "cache" / "one.idx"


def test_a_kept_index_is_the_scanned_one(path: Path) -> None:
    restored = Journal.open(path, sidecar=Sidecar(kept(path), worth=1), at_once=0)
    assert len(restored) == 20
    assert columns(restored) == columns(Journal.open(path))
    assert [frame.seq for frame in restored.frames()] == list(range(20))
    assert kept(path).stat().st_mode & 0o777 in (0o600, 0o644)


def test_what_came_later_is_scanned(path: Path) -> None:
    later = Journal.open(path, write=True)
    fill(later, 5)
    later.close()
    restored = Journal.open(path, sidecar=Sidecar(kept(path), worth=1), at_once=0)
    assert len(restored) == 20
    assert restored.refresh() == 5
    assert columns(restored) == columns(Journal.open(path))


def test_what_was_odd_is_told_again(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"garbage\n")
    first = Journal.open(path, write=True)
    first.sidecar = Sidecar(kept(path), worth=1)
    fill(first, 5)
    first.close()
    assert first.problems
    assert Journal.open(path, sidecar=Sidecar(kept(path), worth=1), at_once=0).problems == first.problems


def test_an_index_of_another_journal_is_not_taken(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"t":19.0', b'"t":18.5'))
    restored = Journal.open(path, sidecar=Sidecar(kept(path), worth=1), at_once=0)
    assert len(restored) == 0
    assert restored.refresh() == 20


def test_a_journal_that_was_cut_is_scanned_anew(path: Path) -> None:
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:7]))
    assert len(Journal.open(path, sidecar=Sidecar(kept(path), worth=1))) == 7


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.binary(max_size=60), st.integers(0, 400), st.integers(0, 30))
def test_no_damage_to_it_can_hurt(path: Path, noise: bytes, at: int, cut: int) -> None:
    whole = kept(path).read_bytes()
    try:
        kept(path).write_bytes(whole[:at] + noise + whole[at + cut :])
        restored = Journal.open(path, sidecar=Sidecar(kept(path), worth=1))
        assert columns(restored) == columns(Journal.open(path))
    finally:
        kept(path).write_bytes(whole)


def test_damage_to_what_the_codes_mean_is_seen(path: Path) -> None:
    whole = kept(path).read_bytes()
    head, _, body = whole.partition(b"\n")
    record = json.loads(head)
    record["table"] = record["table"][:-1]
    kept(path).write_bytes(json.dumps(record).encode() + b"\n" + body)
    restored = Journal.open(path, sidecar=Sidecar(kept(path), worth=1))
    assert columns(restored) == columns(Journal.open(path))
    kept(path).write_bytes(whole)


def test_a_cache_that_cannot_be_written_is_done_without(path: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert len(Journal.open(path, sidecar=Sidecar(blocked / "one.idx", worth=1))) == 20


def test_a_session_keeps_its_index_in_the_cache(tmp_path: Path) -> None:
    with Session.create(tmp_path / "sessions" / "20261122-081502-k3f9") as session:
        fill(session.journal, WORTH_SAVING)
    assert (tmp_path / "cache" / "index" / "20261122-081502-k3f9.idx").exists()
    with Session.open(tmp_path / "sessions" / "20261122-081502-k3f9") as again:
        assert len(again.journal) == WORTH_SAVING + 1
