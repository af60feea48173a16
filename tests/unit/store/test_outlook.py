"""What resuming gives back is known before anything is dialled."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.store.scenes import START, dial, offer, receive, refuse, saved, send, turn
from tui.errors import ResumeError
from tui.store.history import history_message
from tui.store.outlook import Outlook, outlook, require_handle
from tui.store.session import Session
from tui.store.shelf import Shelf


def of(data_dir: Path) -> Outlook:
    """The outlook of the last session."""
    with Shelf(data_dir).open("last") as session:
        return outlook(session)


def test_where_the_handle_came_last_all_is_restored(tmp_path: Path) -> None:
    saved(tmp_path)
    ahead = of(tmp_path)
    assert ahead.is_whole
    assert list(ahead.sentences()) == ["The service has the conversation up to turn 2 (frame 10)."]


def test_what_came_after_the_handle_is_told_with_its_frames(tmp_path: Path) -> None:
    directory = saved(tmp_path).directory
    with Session.open(directory, write=True) as session:
        journal = session.journal
        turn(journal, "And of \x1b[2J Chile?", "Nothing.")
        call = {"functionCalls": [{"id": "1", "name": "look"}, {"id": "2", "name": "see"}]}
        receive(journal, {"toolCall": call})
        send(journal, {"toolResponse": {"functionResponses": [{"id": "2", "response": {}}]}})
        send(journal, {"realtimeInput": {"text": "Go on"}})
        receive(journal, {"serverContent": {"outputTranscription": {"text": "I wa"}}})
        journal.event("close", conn=1, code=1006, reason="")
    ahead = of(tmp_path)
    assert ahead.lost == (12, 18)
    assert ahead.said[0] == "And of ␛[2J Chile?"
    assert ahead.calls == ("look",)
    assert ahead.cut
    text = " ".join(ahead.sentences())
    for part in ("frames 12 to 18, is not restored", "that you said: And of", "call of look", "under way"):
        assert part in text


@pytest.mark.parametrize(("refused", "words"), [(True, "has refused it"), (False, "gave none")])
def test_without_a_good_handle_a_new_session_with_the_words_is_what_is_left(
    tmp_path: Path, refused: bool, words: str
) -> None:
    with Shelf(tmp_path).create() as session:
        dial(session.journal)
        if refused:
            offer(session.journal, "only-handle")
            refuse(session.journal, "only-handle", "BidiGenerateContent session expired")
    text = " ".join(of(tmp_path).sentences())
    assert words in text
    assert "as its history" in text


def test_only_what_the_service_was_told_needs_a_handle(tmp_path: Path) -> None:
    with Shelf(tmp_path).create() as session:
        dial(session.journal)
        session.journal.event("unsent", conn=1, text="Hello")
        require_handle(session)
        turn(session.journal, "Hello", "Hi")
        with pytest.raises(ResumeError, match="no handle to resume with: the service gave none"):
            require_handle(session)
        offer(session.journal, "handle-1")
        require_handle(session)


def test_older_handles_are_offered_newest_first_without_the_refused(tmp_path: Path) -> None:
    directory = saved(tmp_path, turns=4).directory
    with Session.open(directory, write=True) as session:
        refuse(session.journal, "handle-4", "BidiGenerateContent session not found")
    assert [handle.turn for handle in of(tmp_path).handles] == [3, 2, 1]


def test_the_history_has_both_sides_and_wants_no_answer(tmp_path: Path) -> None:
    session = saved(tmp_path)
    sent = history_message(session.journal.frames())
    with Shelf(tmp_path).create() as seeded:
        frame = seeded.journal.append(
            session.journal[1].direction, session.journal[1].opcode, sent.encode(), conn=1, t=START
        )
    content = frame.message["clientContent"]
    assert content["turnComplete"] is True
    said = [(turn["role"], turn["parts"][0]["text"]) for turn in content["turns"]]
    assert said[:2] == [("user", "What of Brazil 1?"), ("model", "So it is 1.")]
    assert len(said) == 4
    assert history_message([]) == ""
