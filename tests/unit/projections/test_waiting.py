"""In the transcript of a connection that is down: turns that wait for it, and an outage told once."""

from __future__ import annotations

from tests.unit.projections.script import Script
from tui.projections.transcript import Transcript
from tui.projections.turn import Note, Status


def test_a_turn_typed_while_there_is_no_connection_waits_in_its_place() -> None:
    script = Script().event("close", code=1006).event("queued", text="Hello")
    waiting = script.into(Transcript())
    assert ([turn.user for turn in waiting.turns], len(waiting.queue)) == (["Hello"], 1)
    script.dial(2).event("dial", attempt=2).event("close", code=1006).dial(3).ask("Hello")
    sent = len(script.frames) - 1
    script.out("Hi").content(turnComplete=True)
    after = script.into(Transcript())
    (turn,) = after.turns
    assert (turn.user, turn.answer, turn.status, turn.conn) == ("Hello", "Hi", Status.COMPLETE, 3)
    assert (turn.first, len(after.queue), after.turn_of(1)) == (sent, 0, turn)


def test_of_two_turns_with_the_same_words_the_first_goes_out_first() -> None:
    script = Script().event("queued", text="Yes").event("queued", text="Yes").ask("Yes")
    first, second = script.into(Transcript()).turns
    assert (first.queued, second.queued) == (False, True)
    script.out("Good").content(turnComplete=True)
    assert [turn.answer for turn in script.into(Transcript()).turns] == ["Good", ""]


def test_a_turn_that_was_never_sent_says_so_itself() -> None:
    script = Script().event("queued", text="Hello").event("unsent", text="Hello").ask("Again").out("Yes")
    transcript = script.into(Transcript())
    assert [turn.status for turn in transcript.turns] == [Status.UNSENT, Status.ANSWERING]
    assert (transcript.entries, len(transcript.queue)) == (transcript.turns, 0)


def test_a_lost_turn_waits_to_be_sent_again() -> None:
    script = Script().ask("Hello").event("close", code=1006).event("queued", text="Hello", of=0)
    (turn,) = script.into(Transcript()).turns
    assert (turn.status, turn.queued) == (Status.LOST, True)
    script.dial(2).event("resend", of=0).ask("Hello").out("Hi")
    (turn,) = script.into(Transcript()).turns
    assert (turn.status, turn.queued, turn.answer) == (Status.ANSWERING, False, "Hi")
    script = Script().ask("Hello").event("close", code=1006).event("queued", text="Hello", of=0)
    transcript = script.event("unsure", text="Hello", of=0).into(Transcript())
    assert (transcript.turns[0].status, len(transcript.queue)) == (Status.LOST, 0)


UNREACHED = {"code": 0, "by": "network", "cause": "the service cannot be reached", "hint": "Check"}


def test_tries_that_fail_for_the_same_cause_are_one_notice_that_counts_them() -> None:
    script = Script(step=0).event("close", code=1006, by="network")
    for _ in range(3):
        script.event("retry", attempt=2).event("dial", attempt=2).event("close", **UNREACHED).wait(60)
    script.event("queued", text="Hello").event("close", **UNREACHED).event("close", code=503)
    transcript = script.into(Transcript())
    notes = [entry.text for entry in transcript.entries if isinstance(entry, Note)]
    assert notes == [
        "The connection broke (1006)",
        "The connection broke. The service cannot be reached (4 times in 3 min)",
        "The service closed the connection (503)",
    ]
    counted = transcript.entries[1]
    assert isinstance(counted, Note)
    assert (counted.revision, counted.hint) == (transcript.revision - 1, "Check")
    script.receive(setupComplete={}).event("close", **UNREACHED)
    last = script.into(Transcript()).entries[-1]
    assert isinstance(last, Note)
    assert (last.text, last.times) == ("The connection broke. The service cannot be reached", 1)
