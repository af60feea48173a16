from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tui.ui.quiet.abilities import Abilities

_PRINT = "import os; from tui.ui.quiet.abilities import Abilities; a = Abilities.from_env(os.environ); " + (
    "print(a.erases_in_colour, a.links, a.margins, a.unseen)"
)


@pytest.mark.parametrize(
    ("term", "more", "expected"),
    [
        ("xterm-256color", {}, "True True True False"),
        ("screen-256color", {}, "False True False False"),
        ("tmux-256color", {"TMUX": "/tmp/tmux-0/default,1,0"}, "True True False False"),
        ("linux", {}, "True False False False"),
        ("no-such-terminal", {}, "False True True False"),
        ("", {"WT_SESSION": "1"}, "True True True False"),
        ("screen-256color", {"STY": "1.x", "SSH_CONNECTION": "::1 1 ::1 22"}, "False True False True"),
        ("xterm-256color", {"SSH_CONNECTION": "::1 1 ::1 22"}, "True True True False"),
    ],
)
def test_the_environment_tells(term: str, more: dict[str, str], expected: str) -> None:
    """In a process each: curses reads terminfo once."""
    env = {
        key: value
        for key, value in os.environ.items()
        if key not in ("TMUX", "WT_SESSION", "STY", "SSH_CONNECTION")
    }
    env |= {"TERM": term, "PYTHONPATH": os.pathsep.join(sys.path), **more}
    done = subprocess.run([sys.executable, "-c", _PRINT], env=env, capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == (expected, "")


def test_nothing_known_is_nothing_assumed() -> None:
    assert not Abilities().erases_in_colour
