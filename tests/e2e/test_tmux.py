"""Inside a real tmux: keys arrive, copies reach its buffer, zoom, resize and suspend leave a whole screen."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from shlex import join

import pytest

from tests.e2e.conftest import PATIENCE, Account, program

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")


class Tmux:
    """A server of its own, with one window in which a shell waits."""

    def __init__(self, account: Account, size: tuple[int, int] = (120, 36)) -> None:
        self._socket = account.home / "tmux"
        self._env = account.env | {"TERM": "xterm-256color", "ENV": "", "PS1": "$ "}
        width, height = map(str, size)
        self("new-session", "-d", "-x", width, "-y", height, "sh")
        self("set", "-g", "set-clipboard", "on")

    def __call__(self, *words: str) -> str:
        command = ["tmux", "-S", str(self._socket), "-f", "/dev/null", *words]
        return subprocess.run(command, env=self._env, capture_output=True, text=True, check=False).stdout

    def keys(self, *keys: str) -> None:
        """Press keys, named as tmux names them."""
        self("send-keys", *keys)

    @property
    def screen(self) -> str:
        return self("capture-pane", "-p")

    def wait(self, condition: Callable[[str], object]) -> str:
        """Wait for a condition of the screen; the screen then."""
        deadline = time.monotonic() + PATIENCE
        while not condition(screen := self.screen):
            assert time.monotonic() < deadline, f"it did not come to be:\n{screen}"
            time.sleep(0.05)
        return screen


@pytest.fixture
def tmux(account: Account) -> Iterator[Tmux]:
    """The demo in tmux, one question answered."""
    server = Tmux(account)
    server.keys(join([*program(), "--demo", "--say", "What is the capital of Brazil?"]), "Enter")
    server.wait(lambda screen: "turn usage" in screen and "is Brasília." in screen)
    yield server
    server("kill-server")


def test_a_copy_reaches_the_buffer_of_tmux(tmux: Tmux) -> None:
    tmux.keys("F4")
    tmux.wait(lambda screen: "y Copy" in screen)
    tmux.keys("y")
    tmux.wait(lambda screen: "Copy turn 1" in screen)
    tmux.keys("t")
    tmux.wait(lambda screen: "OSC 52" in screen or "with " in screen)
    assert tmux("show-buffer") == "The capital of Brazil is Brasília."


def test_zoom_and_resize_leave_a_whole_screen(tmux: Tmux) -> None:
    tmux.keys("F5", "F10")
    zoomed = tmux.wait(lambda screen: "2 Wire log" in screen)
    assert "turn usage" in zoomed
    for size in ((60, 20), (200, 50), (90, 24)):
        tmux("resize-window", "-x", str(size[0]), "-y", str(size[1]))
    tmux.keys("F10")
    whole = tmux.wait(lambda screen: screen.count("╭") >= 3 and "f1 Help" in screen)
    assert max(map(len, whole.splitlines())) <= 90


def test_keys_of_one_packet_act_where_those_before_them_lead(tmux: Tmux) -> None:
    tmux.keys(
        *["F6", "M-0", "d", "d", "M-3", "s", "M-2", "Home", "F3", "r", "M-g", "p", "e", "M-2", "f", "u", "r"]
    )
    screen = tmux.wait(lambda screen: "`ur` is no term" in screen)
    assert "│ ddre " in screen
    assert "in another process" not in screen


@pytest.mark.parametrize(("pane", "footer", "key"), [("F5", "y Copy", "F12"), ("F3", "⏎ Send", "C-z")])
def test_suspending_gives_the_shell_back_and_fg_the_whole_screen(
    tmux: Tmux, pane: str, footer: str, key: str
) -> None:
    tmux.keys(pane)
    tmux.wait(lambda screen: footer in screen)
    tmux.keys(key)
    tmux.wait(lambda screen: "╭" not in screen and "Stopped" in screen)
    tmux.keys("fg", "Enter")
    tmux.wait(lambda screen: "╭─ Transcript" in screen and "Brasília" in screen and "f1 Help" in screen)
    tmux.keys("C-q")
    tmux.wait(lambda screen: "--resume" in screen)
