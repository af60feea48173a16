from __future__ import annotations

from tests.unit.projections.script import Script
from tui.projections.transcript import Transcript
from tui.projections.turn import Entry, Note, Status


def transcript(script: Script) -> Transcript:
    return script.into(Transcript())


def changed_since(book: Transcript, revision: int) -> list[Entry]:
    """The entries that are new or different, as who draws them sees it."""
    return [entry for entry in book.entries if entry.revision > revision]


def test_a_typed_turn_and_its_answer() -> None:
    script = Script().setup().receive(setupComplete={})
    script.ask("Hello").text("Hi").text(" there.").generated().turn()
    (turn,) = transcript(script).turns
    assert (turn.user, turn.answer, turn.status) == ("Hello", "Hi there.", Status.COMPLETE)
    assert (turn.first, turn.last, turn.number, turn.spoken) == (2, 6, 1, False)


def test_text_in_realtime_input_is_a_turn_too() -> None:
    (turn,) = transcript(Script().say("Hello").text("Hi").turn()).turns
    assert (turn.user, turn.answer) == ("Hello", "Hi")


def test_a_spoken_answer_is_its_transcription_and_stray_text_stands_aside() -> None:
    script = Script().ask("Hello").out("Hi").audio().text("**Greeting**").out(" you.", finished=True).turn()
    (turn,) = transcript(script).turns
    assert (turn.answer, turn.aside) == ("Hi you.", "**Greeting**")
    assert turn.media_bytes == 1920


def test_thoughts_stand_apart() -> None:
    script = Script().ask("Hello").parts({"text": "Hm. ", "thought": True}, {"text": "Hi"}).turn()
    (turn,) = transcript(script).turns
    assert (turn.thoughts, turn.answer) == ("Hm. ", "Hi")


def test_speech_is_heard_before_and_during_the_answer() -> None:
    script = Script().heard("What").heard(" time").audio().heard(" is it?", finished=True).out("Noon.").turn()
    (turn,) = transcript(script).turns
    assert (turn.user, turn.spoken, turn.answer) == ("What time is it?", True, "Noon.")


def test_interim_words_are_replaced_and_final_words_kept() -> None:
    script = Script().content(interimInputTranscription={"text": "wha"})
    script.content(interimInputTranscription={"text": "what is"})
    so_far = transcript(script).turns[0]
    assert (so_far.interim, so_far.user) == ("what is", "")
    (turn,) = transcript(script.heard("What is this?")).turns
    assert (turn.interim, turn.user) == ("", "What is this?")


def test_new_speech_after_finished_speech_is_a_new_turn() -> None:
    script = Script().heard("One?", finished=True).out("Well").heard("Stop").interrupted().turn().out("Yes?")
    first, second = transcript(script).turns
    assert (first.answer, first.status) == ("Well", Status.INTERRUPTED)
    assert (second.user, second.answer) == ("Stop", "Yes?")


def test_an_interruption_is_marked_where_it_cut() -> None:
    script = (
        Script()
        .ask("Tell")
        .text("Once upon")
        .ask("Stop")
        .interrupted()
        .text(" a")
        .turn()
        .text("Fine.")
        .turn()
    )
    first, second = transcript(script).turns
    assert (first.answer, first.cut, first.status) == ("Once upon a", len("Once upon"), Status.INTERRUPTED)
    assert (second.user, second.answer, second.status) == ("Stop", "Fine.", Status.COMPLETE)


def test_an_interruption_by_hand_is_marked_too() -> None:
    (turn,) = transcript(Script().ask("Tell").text("Once").event("interrupt").text(" upon").turn()).turns
    assert (turn.cut, turn.status) == (4, Status.INTERRUPTED)


def test_an_interruption_after_the_turn_cut_its_playback() -> None:
    (turn,) = transcript(Script().ask("Tell").out("Once").generated().turn().interrupted()).turns
    assert (turn.cut, turn.status) == (4, Status.INTERRUPTED)


def test_what_was_received_and_not_heard_is_kept_with_its_turn() -> None:
    script = Script().ask("Tell").out("Once").interrupted().turn()
    script.event("heard", seconds=1.25, received=4.5, cut=True, underruns=0)
    assert transcript(script).turns[0].heard == (1.25, 4.5)


def test_what_was_heard_to_its_end_or_makes_no_sense_marks_nothing() -> None:
    script = Script().ask("Tell").out("Once").turn().event("heard", seconds=4.5, received=4.5, cut=False)
    script.event("heard", seconds="x", received=None, cut=True).event("heard")
    assert transcript(script).turns[0].heard is None


def test_a_turn_sent_while_the_model_answers_waits_for_its_own_answer() -> None:
    script = Script().ask("One").text("1").ask("Two").generated().turn().text("2").turn()
    assert [(turn.user, turn.answer) for turn in transcript(script).turns] == [("One", "1"), ("Two", "2")]


def test_extended_thinking_goes_on_after_turn_complete_until_idle() -> None:
    script = Script().ask("Think").out("Let me see.").generated().turn(interactionStatus="IN_PROGRESS")
    assert transcript(script).turns[0].is_open
    script.out(" 42.").turn(interactionStatus="IN_PROGRESS").content(interactionStatus="IDLE")
    (turn,) = transcript(script).turns
    assert (turn.answer, turn.status) == ("Let me see. 42.", Status.COMPLETE)


def test_turn_complete_with_idle_ends() -> None:
    (turn,) = transcript(Script().ask("Hi").out("Hi").turn(interactionStatus="IDLE")).turns
    assert turn.status is Status.COMPLETE


def test_a_model_without_turn_complete_still_shows_and_goes_on() -> None:
    script = Script().ask("One").text("1").generated().ask("Two").text("2").generated()
    first, second = transcript(script).turns
    assert (first.answer, first.status) == ("1", Status.COMPLETE)
    assert (second.answer, second.settled) == ("2", True)


def test_a_tool_round_with_one_turn_complete() -> None:
    script = (
        Script().ask("Rain?").text("Let me look.").tool("c1", city="Rio").answer_tool("c1", {"rain": True})
    )
    script.text("Yes.").generated().turn()
    (turn,) = transcript(script).turns
    assert turn.answer == "Let me look.\n\nYes."
    assert turn.status is Status.COMPLETE
    (call,) = turn.calls
    assert (call.name, call.args, call.response, call.row, call.answered) == (
        "weather",
        {"city": "Rio"},
        {"rain": True},
        2,
        3,
    )


def test_a_tool_round_with_two_turn_completes_is_one_turn() -> None:
    script = Script().ask("Rain?").out("").tool("c1").out("", finished=True).generated().turn()
    assert transcript(script).turns[0].status is Status.CALLING
    (turn,) = transcript(script.answer_tool("c1").out("Yes.").generated().turn()).turns
    assert (turn.answer, turn.status) == ("Yes.", Status.COMPLETE)


def test_a_cancelled_call_is_not_waited_for() -> None:
    script = Script().ask("Rain?").tool("c1").receive(toolCallCancellation={"ids": ["c1"]}).turn()
    (turn,) = transcript(script).turns
    assert (turn.calls[0].cancelled, turn.calls[0].pending) == (2, False)
    assert turn.status is Status.COMPLETE


def test_code_and_its_result() -> None:
    script = Script().ask("2+2?").parts({"executableCode": {"language": "PYTHON", "code": "2+2"}})
    script.parts({"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "4\n"}}).turn()
    code, result = transcript(script).turns[0].code
    assert (code.language, code.text, result.outcome, result.text) == ("PYTHON", "2+2", "OUTCOME_OK", "4\n")


def test_sources_are_kept_once() -> None:
    web = {"groundingChunks": [{"web": {"uri": "https://example.org"}}]}
    script = Script().ask("News?").text("None.").content(groundingMetadata=web).turn(groundingMetadata=web)
    assert transcript(script).turns[0].sources == ["https://example.org"]


def test_an_empty_turn_ends_the_turn_that_waited() -> None:
    script = Script().ask("One").text("1").turn().ask("Two").turn(turnCompleteReason="RESPONSE_REJECTED")
    turn = transcript(script).turns[1]
    assert (turn.answer, turn.status, turn.reason) == ("", Status.COMPLETE, "RESPONSE_REJECTED")


def test_a_close_loses_the_turn_in_flight_and_says_why() -> None:
    script = (
        Script().ask("One").text("Once").event("close", code=1011, reason="Deadline expired", by="server")
    )
    book = transcript(script)
    assert book.turns[0].status is Status.LOST
    note = book.entries[-1]
    assert isinstance(note, Note)
    assert note.text == "The service closed the connection (1011): Deadline expired"


def test_the_close_of_an_old_connection_leaves_the_new_one_alone() -> None:
    script = Script().dial(2).ask("One").dial(1).event("close", code=1000, by="client").dial(2).text("1")
    assert transcript(script).turns[0].status is Status.ANSWERING


def test_after_a_close_the_next_answer_is_not_glued_to_the_lost_one() -> None:
    script = Script().ask("One").text("Once").event("close", code=1006).dial(2).event("resume")
    script.ask("One").text("1").turn()
    assert [turn.answer for turn in transcript(script).turns] == ["Once", "1"]


def test_notes_stand_between_turns_in_order() -> None:
    script = Script().ask("One").text("1").turn().receive(goAway={"timeLeft": "50s"})
    script.event("handover").event("note", text="hm").receive(error={"code": 400, "message": "no"}).ask("Two")
    kinds = [entry.kind if isinstance(entry, Note) else "turn" for entry in transcript(script).entries]
    assert kinds == ["turn", "goAway", "handover", "note", "error", "turn"]


def test_seeded_history_is_a_note_and_not_a_turn_of_the_user() -> None:
    turns = [
        {"role": "user", "parts": [{"text": "Old?"}]},
        {"role": "model", "parts": [{"text": "Old."}]},
        {"role": "user", "parts": [{"text": "New?"}]},
    ]
    book = transcript(Script().send(clientContent={"turns": turns, "turnComplete": True}))
    assert isinstance(book.entries[0], Note)
    assert [turn.user for turn in book.turns] == ["New?"]


def test_content_sent_in_pieces_is_one_turn() -> None:
    script = Script()
    for text, last in (("One", False), ("two", True)):
        turns = [{"role": "user", "parts": [{"text": text}]}]
        script.send(client_content={"turns": turns, "turn_complete": last})
    script.text("3").turn()
    assert [turn.user for turn in transcript(script).turns] == ["One\ntwo"]


def test_the_revision_tells_what_changed() -> None:
    script = Script().ask("One").text("1").turn().ask("Two")
    book = transcript(script)
    seen = book.revision
    assert changed_since(book, seen) == []
    more = Script().text("2").frames[0]
    book.feed(more)
    assert changed_since(book, seen) == [book.turns[1]]
    assert book.revision > seen


def test_each_row_knows_its_turn() -> None:
    script = Script().setup().ask("One").text("1").ask("Two").turn({"totalTokenCount": 3}).text("2")
    book = transcript(script)
    numbers = [turn.number if (turn := book.turn_of(row)) else 0 for row in range(-1, 7)]
    assert numbers == [0, 0, 1, 1, 2, 1, 2, 0]


def test_control_characters_do_not_come_through() -> None:
    (turn,) = transcript(Script().ask("Hi").text("\x1b]52;c;AAAA\x07").turn()).turns
    assert turn.answer == "␛]52;c;AAAA␇"


def test_an_empty_transcription_belongs_to_the_turn_but_begins_none() -> None:
    script = Script().out("").ask("Hi").out("").out("Hi").turn().out("", finished=True)
    book = transcript(script)
    assert [turn.answer for turn in book.turns] == ["Hi"]
    assert [book.turn_of(row) is not None for row in range(6)] == [False, True, True, True, True, False]


def test_a_turn_that_is_sent_again_is_still_one_turn() -> None:
    script = Script().ask("One").event("close", code=1006, by="network").dial(2).event("resend", of=0)
    (turn,) = transcript(script.ask("One").text("1").turn()).turns
    assert (turn.user, turn.answer, turn.status, turn.last) == ("One", "1", Status.COMPLETE, 5)


def test_a_half_answered_turn_that_is_sent_again_is_a_new_one() -> None:
    script = Script().ask("One").text("Once").event("close", code=1006).event("resend", of=0).ask("One")
    assert [turn.status for turn in transcript(script).turns] == [Status.LOST, Status.WAITING]


def test_what_may_not_have_arrived_is_said() -> None:
    script = Script().event("unsure", text="One").event("unsent", text="Two").event("resume", seq=7)
    notes = [entry.text for entry in transcript(script).entries if isinstance(entry, Note)]
    assert notes == [
        "It is not known whether this arrived: One",
        "Not sent: Two",
        "Resumed: the service has what came up to frame 7",
    ]


def test_the_turn_complete_of_a_late_interruption_does_not_end_the_next_turn() -> None:
    script = Script().ask("One").out("1").turn().ask("Two").interrupted().turn().out("2").turn()
    first, second = transcript(script).turns
    assert (first.answer, first.status) == ("1", Status.INTERRUPTED)
    assert (second.user, second.answer, second.status) == ("Two", "2", Status.COMPLETE)
