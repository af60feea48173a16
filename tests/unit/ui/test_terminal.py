"""What the environment says of a terminal, and what Textual makes of it in a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tui.ui.terminal import Terminal, detect, shape

XTERM = {"TERM": "xterm-256color"}


@pytest.mark.parametrize(
    ("env", "color"),
    [
        (XTERM | {"COLORTERM": "truecolor"}, "truecolor"),
        (XTERM | {"COLORTERM": "24bit"}, "truecolor"),
        (XTERM | {"COLORTERM": "truecolor", "STY": "1.pts-0.host", "TERM": "screen-256color"}, "256"),
        (XTERM, "256"),
        (XTERM | {"SSH_CONNECTION": "1 2 3 4"}, "256"),
        ({"TERM": "xterm-kitty", "SSH_CONNECTION": "1 2 3 4"}, "truecolor"),
        ({"TERM": "xterm-ghostty"}, "truecolor"),
        (XTERM | {"LC_TERMINAL": "iTerm2"}, "truecolor"),
        (XTERM | {"TERM_PROGRAM": "Apple_Terminal"}, "256"),
        ({"TERM": "tmux-256color", "TMUX": "/tmp/x,1,0", "VTE_VERSION": "7600"}, "256"),
        ({"TERM": "linux"}, "16"),
        ({"TERM": "screen"}, "16"),
        ({"TERM": "dumb"}, "none"),
        (XTERM | {"COLORTERM": "truecolor", "NO_COLOR": "1"}, "none"),
        (XTERM | {"COLORTERM": "truecolor", "NO_COLOR": ""}, "truecolor"),
        ({}, "16"),
    ],
)
def test_colours_are_what_the_terminal_says_of_itself(env: dict[str, str], color: str) -> None:
    assert detect(env).color == color


@pytest.mark.parametrize("color", ["truecolor", "256", "16", "none"])
def test_the_option_overrules_the_terminal(color: str) -> None:
    assert detect({"TERM": "dumb", "NO_COLOR": "1"}, color=color).color == color


def test_a_remote_terminal_is_still_and_flushed_less_often() -> None:
    remote = detect(XTERM | {"SSH_CONNECTION": "1 2 3 4"})
    assert remote.still and remote.flushes_per_second == 5
    assert not detect(XTERM).still and detect(XTERM).flushes_per_second == 10
    assert not detect(XTERM | {"SSH_TTY": "/dev/pts/9"}).remote  # stale inside tmux
    assert not detect(XTERM | {"SSH_CONNECTION": "1 2 3 4"}, slow_link="off").still
    assert detect(XTERM, slow_link="on").flushes_per_second == 2


def test_a_screen_reader_gets_no_mouse_and_nothing_that_moves() -> None:
    reader = detect(XTERM, reader=True)
    assert reader.still and not reader.mouse


def test_the_users_own_settings_for_textual_stay() -> None:
    env = XTERM | {"TEXTUAL_ANIMATIONS": "full", "TEXTUAL_FPS": "7", "TEXTUAL_THEME": "nord"}
    shape(env, Terminal(color="16", remote=True))
    assert (env["TEXTUAL_ANIMATIONS"], env["TEXTUAL_FPS"], env["TEXTUAL_THEME"]) == ("full", "7", "nord")


PAINT = """
import sys
from tui.ui.terminal import detect, shape
env = dict(pair.split("=", 1) for pair in sys.argv[1:])
import os; os.environ.update(env)
shape(os.environ, detect(os.environ))
assert "textual" not in sys.modules
from textual.app import App
from textual.widgets import Static
class Paint(App):
    CSS = "Static { color: #ff8800; background: #102030; }"
    def compose(self): yield Static("painted")
    def on_ready(self):
        lines = self.screen._compositor.render_full_update().render_segments(self.console)
        self.exit(lines)
print(repr(Paint().run(headless=True)))
"""


@pytest.mark.parametrize(
    ("env", "there", "absent"),
    [
        ({"COLORTERM": "truecolor"}, "38;2;255;136;0", "38;5;"),
        ({"COLORTERM": ""}, "38;5;208", "38;2;"),
        ({"NO_COLOR": "1", "COLORTERM": "truecolor"}, "painted", "38;"),
        ({"NO_COLOR": "", "COLORTERM": "truecolor"}, "38;2;255;136;0", "38;5;"),
    ],
)
def test_textual_paints_in_the_colours_there_are(env: dict[str, str], there: str, absent: str) -> None:
    pairs = [f"{name}={value}" for name, value in (XTERM | env).items()]
    done = subprocess.run([sys.executable, "-c", PAINT, *pairs], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert there in done.stdout and absent not in done.stdout
    if env.get("NO_COLOR"):
        assert "48;" not in done.stdout
