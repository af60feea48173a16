"""What a model says does nothing to the terminal, and every way out leaves it as it was."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve

from tests.e2e.conftest import Account
from tui.simulator import certificate
from tui.store.journal import Journal

HOSTILE = "before \x1b]52;c;aGVsbG8=\x07\x1b[2J\x1b[31m\x9b31m\x1b]0;owned\x07 after"


@contextmanager
def service(directory: Path, *answers: bytes) -> Iterator[dict[str, str]]:
    """A server that sends given frames after the first turn; yields the SDK's environment for it."""
    issued = certificate.issue(directory)
    started = threading.Event()
    stop: list[Any] = []

    async def converse(socket: ServerConnection) -> None:
        await socket.recv()
        await socket.send(b'{"setupComplete": {}}\n')
        await socket.recv()
        for answer in answers:
            await socket.send(answer)
        await socket.wait_closed()

    async def run() -> None:
        async with serve(converse, "127.0.0.1", 0, ssl=issued.context) as server:
            stop.extend([asyncio.get_running_loop(), asyncio.Event(), server.sockets[0].getsockname()[1]])
            started.set()
            await stop[1].wait()

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    started.wait()
    yield {
        "GEMINI_API_KEY": "simulated",
        "GOOGLE_GEMINI_BASE_URL": f"https://localhost:{stop[2]}",
        "SSL_CERT_FILE": str(issued.ca_file),
    }
    stop[0].call_soon_threadsafe(stop[1].set)
    thread.join()


def said(text: str) -> bytes:
    """A frame in which the model says something."""
    return json.dumps({"serverContent": {"outputTranscription": {"text": text}}}).encode()


DONE = b'{"serverContent":{"turnComplete":true}}'


def test_escape_codes_of_a_model_do_not_come_through(account: Account, tmp_path: Path) -> None:
    with service(tmp_path, said(HOSTILE), DONE) as environment:
        terminal = account.open("--say", "Hello", env=environment)
        terminal.wait_for("after")
        terminal.wait_for("turn complete")
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0
    assert "␛]52;c;" in terminal.text
    for sequence in (b"\x1b]52;c;aGVsbG8=", b"\x1b]0;owned", b"\x1b[2J\x1b[31m", b"\x9b31m"):
        assert sequence not in terminal.raw


def test_frames_that_nobody_understands_are_shown_and_the_session_goes_on(
    account: Account, tmp_path: Path
) -> None:
    strange = [
        b'{"fromTheFuture": {"x": 1}}',
        b'{"serverContent": {}, "alsoNew": true}',
        b'{"error": {"code": 13, "message": "inner trouble"}}',
        b"{}",
        b"",
        b"not json at all",
        b'{"a": 1}{"b": 2}',
        b"[1, 2]",
        b"\xff\xfe",
    ]
    with service(tmp_path, *strange, said("still here"), DONE) as environment:
        terminal = account.open("--say", "Hello", env=environment)
        terminal.wait_for("still here")
        terminal.wait_for("turn complete")
        terminal.wait_for("● live")
        assert "inner trouble" in terminal.text
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0
    (path,) = account.data.glob("sessions/*/journal.jsonl")
    payloads = [frame.payload for frame in Journal.open(path).frames()]
    assert [payload for payload in payloads if payload in strange] == strange


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_leaves_the_terminal_restored_and_the_journal_complete(account: Account, name: str) -> None:
    terminal = account.open("--demo", "--say", "Hello")
    terminal.wait_for("turn complete")
    os.kill(terminal.process.pid, getattr(signal, name))
    assert terminal.wait_for_end() == 0
    assert terminal.modes_left_on() == []
    assert b"--resume" in terminal.raw
    (path,) = account.data.glob("sessions/*/journal.jsonl")
    journal = Journal.open(path)
    assert journal.problems == []
    assert journal[len(journal) - 1].event == "close"


def test_a_line_that_drops_ends_the_program_with_all_saved(account: Account) -> None:
    terminal = account.open("--demo", "--say", "Hello")
    terminal.wait_for("turn complete")
    terminal.drop()
    (path,) = account.data.glob("sessions/*/journal.jsonl")
    journal = Journal.open(path)
    assert journal[len(journal) - 1].event == "close"


def test_the_certificate_of_a_stranger_is_refused_in_words(account: Account, tmp_path: Path) -> None:
    with service(tmp_path) as environment:
        del environment["SSL_CERT_FILE"]
        done = account.run("send", "Hello", env=environment)
    assert done.returncode == 4
    assert "certificate" in done.stderr
