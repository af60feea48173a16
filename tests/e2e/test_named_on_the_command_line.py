"""What the options name and cannot be had is said before there is a screen, and ends the program."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import Account
from tests.unit.store.scenes import saved
from tui.store.session import Session


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--audio", "foo", "unknown audio output 'foo'"),
        ("--mic", "foo", "unknown microphone 'foo'"),
        ("--profile", "nosuch", "no profile nosuch"),
        ("--system", "@/nosuch", "cannot read /nosuch"),
    ],
)
def test_it_is_a_wrong_command_line(account: Account, option: str, value: str, said: str) -> None:
    terminal = account.open("--demo", option, value)
    assert terminal.wait_for_end() == 2
    assert f"gemini-tui: {said}" in terminal.text
    assert b"\x1b[?1049h" not in terminal.raw


def test_a_session_that_is_live_elsewhere_is_not_opened_to_nothing(account: Account) -> None:
    with Session.open(saved(account.data).directory, write=True) as session:
        terminal = account.open("--demo", "--resume", "last")
        assert terminal.wait_for_end() == 1
        text = " ".join(terminal.text.split())
        assert f"{session.id} is live in another process. End it there first" in text
        assert b"\x1b[?1049h" not in terminal.raw
