"""The conversation for a screen reader, where there is none."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tui.commands.reader import ScreenReader
from tui.live.requests import Request
from tui.store.session import Session
from tui.store.shelf import Shelf
from tui.ui.conversation import NoSound


class Ended:
    """A conversation whose connection is refused, and whose engine may then fail."""

    demo = False
    sound = NoSound()

    def __init__(self, session: Session, bug: Exception | None = None) -> None:
        self.session = session
        self._bug = bug

    def run(self) -> None:
        """End at once."""
        self.session.journal.event("dial", conn=1, attempt=1)
        if self._bug is not None:
            raise self._bug
        self.session.journal.event("close", conn=1, code=0, by="network", cause="the key is refused")

    def request(self, request: Request) -> None:
        """Nobody is there."""


@pytest.fixture(autouse=True)
def nothing_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())


def test_a_connection_that_was_refused_is_not_said_to_be_there(tmp_path: Path) -> None:
    said: list[str] = []
    ScreenReader(Ended(Shelf(tmp_path).create()), lambda line: said.append(str(line))).run()
    assert said == ["Notice: The connection broke. The key is refused."]


def test_an_engine_that_fails_ends_the_wait_for_it(tmp_path: Path) -> None:
    reader = ScreenReader(Ended(Shelf(tmp_path).create(), RuntimeError("a bug")), lambda line: None)
    with pytest.raises(RuntimeError, match="a bug"):
        reader.run()
