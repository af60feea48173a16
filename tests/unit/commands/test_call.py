"""A conversation before anybody holds it."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from tui.store.leftovers import left_behind
from tui.store.shelf import Shelf

ASK_AND_BE_KILLED = """
import os, pathlib, signal, sys
from contextlib import nullcontext
from tui.commands.call import Call, Sound
from tui.live.requests import SendText
from tui.live.setup import Endpoint, Setup
from tui.store.shelf import Shelf
session = Shelf(pathlib.Path(sys.argv[1])).create(model="m", endpoint="")
call = Call(session, lambda: nullcontext(Endpoint()), Setup(), Sound([], ""), demo=False)
call.request(SendText("typed in the first second"))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_was_sent_before_there_was_an_engine_outlives_a_kill(tmp_path: Path) -> None:
    argv = [sys.executable, "-c", ASK_AND_BE_KILLED, str(tmp_path)]
    assert subprocess.run(argv, check=False).returncode == -signal.SIGKILL
    with Shelf(tmp_path).open("last", write=True) as session:
        assert list(left_behind(session.journal)) == [("unsent", {"text": "typed in the first second"})]
