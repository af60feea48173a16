"""Whatever is saved on the way, the terminal ends up showing the same."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import Account, Terminal
from tests.ui.recording import record


def settled(terminal: Terminal) -> str:
    """The screen once nothing more comes for a second."""
    quiet, before = 0, b""
    while quiet < 5:
        terminal._read()
        quiet = quiet + 1 if terminal.raw == before else 0
        before = terminal.raw
    return terminal.text


@pytest.mark.parametrize("size", [(80, 24), (130, 40)])
def test_a_slow_link_shows_what_a_fast_one_shows(account: Account, size: tuple[int, int]) -> None:
    path = str(record(account.data).directory / "journal.jsonl")
    screens = []
    for slow in ("off", "on"):
        terminal = account.open("replay", path, "--speed", "100", "--slow-link", slow, size=size)
        terminal.wait_for("Hung up")
        screens.append(settled(terminal))
        terminal.type("\x11")
        terminal.wait_for_end()
    assert screens[0] == screens[1]
