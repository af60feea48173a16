"""The line that is left behind when a session is: what waits, and how to go on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.store.scenes import refuse, saved
from tui.cli import build_parser
from tui.commands.parting import parting
from tui.store.shelf import Shelf


def said(data_dir: Path) -> str:
    """Of the session used last."""
    arguments = build_parser("app").parse_args([])
    return parting(Shelf(data_dir), Shelf(data_dir).find("last").name, arguments)


@pytest.mark.parametrize(
    ("turns", "words"),
    [
        ([], "saved. Go on with: "),
        (["one"], "saved. 1 turn was not sent and is kept: going on offers it. Go on with: "),
        (["one", "two"], "saved. 2 turns were not sent and are kept: going on offers them. Go on with: "),
    ],
)
def test_turns_that_wait_are_not_dropped_without_a_word(tmp_path: Path, turns: list[str], words: str) -> None:
    saved(tmp_path)
    with Shelf(tmp_path).open("last", write=True) as session:
        for text in turns:
            session.journal.event("unsent", conn=1, text=text)
    assert said(tmp_path) == f"{words}gemini-tui --resume {session.id}"


def test_what_cannot_be_gone_on_with_is_not_said_to_be(tmp_path: Path) -> None:
    saved(tmp_path, turns=1)
    with Shelf(tmp_path).open("last", write=True) as session:
        refuse(session.journal, "handle-1", "BidiGenerateContent session expired")
    assert said(tmp_path) == (
        f"saved. Session {session.id} has no handle to resume with: the service has refused it. "
        f"Begin anew with what was said: gemini-tui --resume {session.id}"
    )
