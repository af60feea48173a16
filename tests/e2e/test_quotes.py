"""What is copied of a frame does what it is copied for: a shell sends it, pytest gives it back."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.e2e.conftest import Account
from tui.projections.link import Link
from tui.simulator.server import SimulatorThread
from tui.store.journal import Journal
from tui.wire.frame import Direction, Frame
from tui.wire.kinds import Kind
from tui.wire.quoting import quotes

WEBSOCAT = f"""#!{sys.executable}
# What websocat 1 is documented to do with these: lines are messages, and the end of them does not close.
import os, ssl, sys
from websockets.sync.client import connect

assert sys.argv[1:3] == ["-n", "--text"], sys.argv
context = ssl.create_default_context(cafile=os.environ["SSL_CERT_FILE"])
with connect(sys.argv[3], ssl=context) as socket:
    for line in sys.stdin:
        socket.send(line.rstrip("\\n"))
    for message in socket:
        print(message.decode() if isinstance(message, bytes) else message)
        if b"turnComplete" in (message if isinstance(message, bytes) else message.encode()):
            break
"""


def forms(frames: list[Frame], frame: Frame) -> dict[str, str]:
    """What the app offers to copy of a frame."""
    link = Link()
    for each in frames:
        link.feed(each)
    (setup,) = [each.payload for each in frames if each.kinds & Kind.SETUP.bit]
    return {quote.letter: quote.text for quote in quotes(frame, uri=link.uri, setup=setup)}


def test_a_turn_is_sent_again_by_the_line_that_was_copied_and_read_by_the_fixture(
    account: Account, tmp_path: Path
) -> None:
    websocat = tmp_path / "websocat"
    websocat.write_text(WEBSOCAT)
    websocat.chmod(0o755)
    with SimulatorThread(state_dir=tmp_path / "state") as simulator:
        env = simulator.environment()
        assert account.run("send", "What's the capital of `Brazil`?", env=env).returncode == 0
        (path,) = account.data.glob("sessions/*/journal.jsonl")
        frames = list(Journal.open(path).frames())
        turns = [frame for frame in frames if frame.kinds & Kind.CLIENT_CONTENT.bit]
        (turn,) = [frame for frame in turns if frame.direction is Direction.SEND]
        line = forms(frames, turn)["s"]
        path_to = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
        done = subprocess.run(["sh", "-c", line], env=env | path_to, capture_output=True, text=True)
    assert "setupComplete" in done.stdout and "turnComplete" in done.stdout, done.stderr
    file = tmp_path / "test_copied.py"
    fixture = forms(frames, turn)["p"]
    (name,) = [line[4:].partition("(")[0] for line in fixture.splitlines() if line.startswith("def ")]
    check = f"def test(request):\n    assert request.getfixturevalue({name!r}) == {turn.payload!r}\n"
    file.write_text(f"import pytest\n\n\n{fixture}\n\n{check}")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(file)],
        capture_output=True,
        text=True,
    )
    assert "1 passed" in ran.stdout, ran.stdout
