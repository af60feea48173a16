"""What holds nothing is not kept; whatever holds anything is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.store.scenes import dial, offer, receive, saved, send, turn
from tui.store.journal import Journal
from tui.store.session import Session
from tui.store.shelf import Shelf


def opened(tmp_path: Path) -> Session:
    """A session that was dialled and let in, with a handle."""
    session = Shelf(tmp_path).create()
    session.journal.event("dial", conn=1, attempt=1)
    session.journal.event("open", conn=1)
    dial(session.journal)
    session.journal.event("ready", conn=1)
    offer(session.journal, "handle-1")
    return session


def test_what_was_only_opened_and_closed_goes_to_the_trash(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        session.journal.event("close", conn=1, code=1000, by="client")
    shelf = Shelf(tmp_path)
    assert shelf.drop_blank(session.id)
    assert [*shelf.ids()] == []
    assert shelf.restore(session.id) == session.directory


MORE: dict[str, Callable[[Journal], object]] = {
    "a turn": lambda journal: turn(journal, "Hello", "Hi"),
    "a turn without an answer": lambda journal: send(journal, {"realtimeInput": {"text": "Hello"}}),
    "a turn that was not sent": lambda journal: journal.event("unsent", conn=1, text="Hello"),
    "sound of the user": lambda journal: send(journal, {"realtimeInput": {"audio": {"data": "AAAA"}}}),
    "a frame nobody knows": lambda journal: receive(journal, {"brandNew": 1}),
    "a warning of the end": lambda journal: receive(journal, {"goAway": {"timeLeft": "9s"}}),
    "a refusal": lambda journal: journal.event("close", conn=1, code=1008, by="server"),
    "a failure": lambda journal: journal.event("error", conn=1, message="no route"),
}


@pytest.mark.parametrize("more", MORE.values(), ids=MORE.keys())
def test_with_anything_more_it_is_kept(tmp_path: Path, more: Callable[[Journal], object]) -> None:
    with opened(tmp_path) as session:
        more(session.journal)
    assert not Shelf(tmp_path).drop_blank(session.id)
    assert [*Shelf(tmp_path).ids()] == [session.id]


@pytest.mark.parametrize(
    "care", [{"title": "x"}, {"pinned": True}, {"tags": ["x"]}, {"note": "x"}, {"marks": {"3": ""}}]
)
def test_what_somebody_cares_for_is_kept(tmp_path: Path, care: dict[str, object]) -> None:
    with opened(tmp_path) as session:
        session.edit(**care)
    assert not Shelf(tmp_path).drop_blank(session.id)


def test_what_is_live_torn_or_not_there_is_left_alone(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    with opened(tmp_path) as session:
        assert not shelf.drop_blank(session.id)
    with (session.directory / "journal.jsonl").open("ab") as journal:
        journal.write(b'{"seq":99,"dir":"rec')
    assert not shelf.drop_blank(session.id)
    assert not shelf.drop_blank("") and not shelf.drop_blank("nosuch")
    assert not shelf.drop_blank(saved(tmp_path / "other").id)
    assert [*shelf.ids()] == [session.id]
