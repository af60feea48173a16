"""Inside a real screen(1): a copy comes out at the terminal around it, however long it is."""

from __future__ import annotations

import base64
import json
import re
import shutil
from shlex import join

import pytest

from tests.e2e.conftest import Account, program

LONG = "Answer in one sentence. " * 40

pytestmark = pytest.mark.skipif(shutil.which("screen") is None, reason="screen is not installed")


def test_a_copy_reaches_the_terminal_around_screen(account: Account) -> None:
    sockets = account.home / "sockets"
    sockets.mkdir(mode=0o700)
    env = {"SCREENDIR": str(sockets), "LC_ALL": "C.UTF-8"}
    terminal = account.open(
        "-c",
        "/dev/null",
        "sh",
        "-c",
        join([*program(), "--demo", "--system", LONG]),
        command=["screen", "-U"],
        env=env,
    )
    terminal.wait_for("● live")
    terminal.type("\x1b2")
    terminal.wait_for("y Copy")
    terminal.type("gjjjjy")
    terminal.wait_for("websocat")
    terminal.type("j")
    terminal.wait_for("OSC 52")
    (copied,) = re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", terminal.raw)
    assert len(copied) > 768  # longer than one string may be in screen
    assert LONG in json.dumps(json.loads(base64.b64decode(copied)))
    terminal.type("\x11")
    assert terminal.wait_for_end() == 0
