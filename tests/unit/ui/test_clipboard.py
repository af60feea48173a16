"""Text reaches a clipboard by each road, and what is said of it is true."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.ui.clipboard import OSC_52_LIMIT, copy, find_helper, osc52

TMUX = shutil.which("tmux")


def decoded(sequence: str) -> str:
    match = re.fullmatch(r"\x1b]52;c;([A-Za-z0-9+/=]*)\x07", sequence)
    assert match is not None
    return base64.b64decode(match[1]).decode()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_plain_terminal_gets_one_sequence(text: str) -> None:
    assert decoded(osc52(text)) == text


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=3000))
def test_screen_gets_it_in_pieces_it_can_hold(text: str) -> None:
    pieces = re.findall(r"\x1bP(.*?)\x1b\\", osc52(text, "screen"), re.DOTALL)
    assert max(map(len, pieces)) < 768
    assert decoded("".join(pieces)) == text


def ignore(sequence: str) -> None:
    """The terminal's end."""


def helper_in(directory: Path, name: str) -> tuple[dict[str, str], Path]:
    """A PATH whose one clipboard helper writes what it gets to a file."""
    taken = directory / "taken"
    script = directory / name
    script.write_text(f"#!/bin/sh\nexec /bin/cat > {taken}\n")
    script.chmod(0o755)
    return {"PATH": str(directory), "DISPLAY": ":0"}, taken


def test_a_local_helper_takes_the_text_beside_the_terminal(tmp_path: Path) -> None:
    env, taken = helper_in(tmp_path, "xclip")
    written: list[str] = []
    copied = copy("héllo", written.append, env)
    assert taken.read_text() == "héllo"
    assert decoded(written[0]) == "héllo"
    assert str(copied) == "Copied 5 characters with xclip"


def test_over_ssh_the_helper_would_set_the_wrong_clipboard(tmp_path: Path) -> None:
    env, taken = helper_in(tmp_path, "xclip")
    copied = copy("x", ignore, env | {"SSH_CONNECTION": "1 2 3 4"})
    assert not taken.exists()
    assert str(copied) == "Sent 1 character to the terminal (OSC 52); it may refuse"


def test_a_helper_that_fails_is_not_said_to_have_copied(tmp_path: Path) -> None:
    env, _ = helper_in(tmp_path, "xclip")
    (tmp_path / "xclip").write_text("#!/bin/sh\nexit 1\n")
    assert find_helper(env)
    assert copy("x", ignore, env).helper == ""


def test_what_is_too_long_for_a_terminal_is_said_and_not_sent() -> None:
    written: list[str] = []
    copied = copy("x" * (OSC_52_LIMIT + 1), written.append, {})
    assert written == []
    assert "more than a terminal takes" in str(copied) and "Export" in str(copied)
    assert copy("x" * OSC_52_LIMIT, written.append, {}).to_terminal and len(written) == 1


@pytest.mark.skipif(TMUX is None, reason="tmux is not installed")
def test_a_real_tmux_takes_it(tmp_path: Path) -> None:
    def tmux(*words: str) -> str:
        command = ["tmux", "-S", str(tmp_path / "socket"), "-f", "/dev/null", *words]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout

    sequence = tmp_path / "sequence"
    sequence.write_text(osc52("from the pane ✓", "tmux"))
    write = f"cat {sequence}; exec {sys.executable} -c 'input()'"
    tmux("new-session", "-d", write, ";", "set", "-g", "set-clipboard", "on")
    try:
        tmux("respawn-pane", "-k", write)
        deadline = time.monotonic() + 10
        while (buffer := tmux("show-buffer")) == "" and time.monotonic() < deadline:
            pass
        assert buffer == "from the pane ✓"
    finally:
        tmux("kill-server")
