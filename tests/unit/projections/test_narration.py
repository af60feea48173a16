"""Each line is said once, in order, and never changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.projections.script import Script
from tui.projections.narration import Narration
from tui.projections.transcript import Transcript


def narrate(script: Script, *, every: int = 1) -> list[str]:
    """What is said when the narrator looks after every so many frames."""
    transcript, narration = Transcript(), Narration()
    said: list[str] = []
    for n, frame in enumerate(script.frames, 1):
        transcript.feed(frame)
        if n % every == 0:
            said += narration.lines(transcript)
    return said + list(narration.lines(transcript))


def answer(*words: str) -> Script:
    script = Script().ask("Hi")
    for word in words:
        script.out(word)
    return script


def test_a_sentence_is_said_when_it_is_whole_and_the_rest_at_the_end() -> None:
    script = answer("One. Two i", "s here! And 3.5", " is a number")
    assert narrate(script) == ["Model: One.", "Two is here!"]
    script.turn()
    assert narrate(script) == ["Model: One.", "Two is here!", "And 3.5 is a number"]


def test_a_cut_answer_and_a_tool_call_are_said() -> None:
    said = narrate(answer("Once upon").tool("1", "get_time", city="Rome").interrupted().turn())
    assert "The model calls get_time with {'city': 'Rome'}." in said
    assert said[-2:] == ["Model: Once upon", "The answer was interrupted."]


def test_arguments_that_are_no_object_are_cleaned() -> None:
    call = {"functionCalls": [{"id": "1", "name": "open", "args": "\x1b]52;c;x\x07\n"}]}
    assert "The model calls open with ␛]52;c;x␇⏎." in narrate(Script().ask("Hi").receive(toolCall=call))


@given(st.lists(st.sampled_from(["a ", "b. ", "c!\n", "3.", "5 ", "…", " "]), max_size=12), st.integers(1, 9))
def test_nothing_is_lost_or_said_twice_however_often_one_looks(words: list[str], every: int) -> None:
    script = answer(*words).turn()
    said = " ".join(narrate(script, every=every)).removeprefix("Model: ")
    assert said.split() == "".join(words).split() or "".join(said.split()) == "".join("".join(words).split())
