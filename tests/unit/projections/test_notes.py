"""What is said between the turns."""

from __future__ import annotations

from tests.unit.projections.script import Script
from tui.projections.transcript import Transcript
from tui.projections.turn import Note


def told(script: Script) -> list[str]:
    return [entry.text for entry in script.into(Transcript()).entries if isinstance(entry, Note)]


def test_where_the_sound_goes_is_said_again_only_where_it_goes_elsewhere() -> None:
    script = Script()
    for text in ("no sound", "no sound", "by pacat", "by pacat", "no sound"):
        script.event("sound", text=text)
    assert told(script) == ["no sound", "by pacat", "no sound"]


def test_when_the_service_will_close_is_said_in_a_sentence() -> None:
    script = Script().receive(goAway={"timeLeft": "50s"}).receive(goAway={"timeLeft": "soon"})
    script.receive(goAway={}).event("gap", first=4, last=4, why="disk full")
    assert told(script) == [
        "The service will close this connection in 50s",
        "The service will close this connection soon",
        "The service will close this connection soon",
        "Frame 4 was not saved: disk full",
    ]
