"""When what was written goes down to the platter."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from tests.unit.store.scenes import dial, saved, turn
from tui.store.journal import Journal
from tui.store.session import Session
from tui.store.syncer import Syncer


def test_a_touch_is_synced_after_the_interval_and_not_again() -> None:
    calls = threading.Semaphore(0)
    syncer = Syncer(calls.release, interval=0.01)
    syncer.touch()
    assert calls.acquire(timeout=5)
    assert not calls.acquire(timeout=0.05)
    syncer.stop()


def test_an_urge_does_not_wait_for_the_interval() -> None:
    calls = threading.Semaphore(0)
    syncer = Syncer(calls.release, interval=1000)
    syncer.touch()
    syncer.urge()
    assert calls.acquire(timeout=5)
    syncer.stop()


def test_the_end_of_a_turn_urges_the_sync(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path / "j")
    synced = threading.Event()
    journal.on_sync = synced.set
    journal.syncer.interval = 1000
    dial(journal)
    turn(journal, "a", "b")
    assert synced.wait(5)
    journal.close()


def test_nothing_is_synced_once_it_has_stopped() -> None:
    calls: list[int] = []
    syncer = Syncer(lambda: calls.append(1), interval=1000)
    syncer.touch()
    syncer.stop()
    assert calls == []


def test_the_names_of_a_new_session_are_synced_with_it_and_looking_syncs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[tuple[int, int]] = []
    really = os.fsync

    def watched(fd: int) -> None:
        status = os.fstat(fd)
        synced.append((status.st_dev, status.st_ino))
        really(fd)

    monkeypatch.setattr(os, "fsync", watched)
    directory = saved(tmp_path).directory
    for path in (directory / "journal.jsonl", directory, directory.parent):
        assert (path.stat().st_dev, path.stat().st_ino) in synced
    synced.clear()
    Session.open(directory).close()
    assert synced == []
