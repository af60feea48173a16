"""A key that no header can carry is refused before anything is dialled, and is found nowhere afterwards."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from tests.e2e.conftest import Account, Terminal
from tests.unit.live.service import certificates, serving
from tui.simulator.server import SimulatorThread

CORE = "AIzaSyNobodyElseMaySeeThis"
REFUSED = "API key holds characters that no key has"
BAD = {"cyrillic": f"{CORE}ключ", "quoted": f"“{CORE}”", "broken": f"{CORE}\n123", "spaced": f"{CORE} 1"}


def traces(account: Account, *more: bytes) -> list[str]:
    """Where the key is found: files of the account, and what else is given."""
    files = [path for path in account.home.rglob("*") if path.is_file()]
    found = [str(path) for path in files if CORE.encode() in path.read_bytes()]
    return found + [text.decode() for text in more if CORE.encode() in text]


def exports(account: Account) -> list[bytes]:
    """The only session, in every format that holds its events, and wholly."""
    made = []
    for form in ("md", "jsonl", "har", "bundle"):
        done = account.run("export", "last", "--format", form, "-o", str(account.home / f"out.{form}"))
        assert done.returncode == 0, done.stderr
        made.append(done.stderr.encode())
    return made


@pytest.mark.parametrize("key", BAD.values(), ids=list(BAD))
@pytest.mark.parametrize("command", [("send", "Hello"), ("models",)], ids=["send", "models"])
def test_no_command_dials_with_it(account: Account, key: str, command: tuple[str, ...]) -> None:
    nowhere = {"GEMINI_API_KEY": key, "GOOGLE_GEMINI_BASE_URL": "https://127.0.0.1:9"}
    done = account.run(*command, env=nowhere)
    assert (done.returncode, done.stdout) == (3, "")
    assert REFUSED in done.stderr and done.stderr.count("\n") == 1
    assert traces(account, done.stderr.encode()) == []
    assert not list(account.data.glob("sessions/*"))


def test_space_around_a_key_is_not_the_key(account: Account, tmp_path: Path) -> None:
    with SimulatorThread(state_dir=tmp_path / "state") as simulator:
        env = simulator.environment() | {"GEMINI_API_KEY": f"\t{CORE}\n", "GOOGLE_API_KEY": " "}
        done = account.run("send", "Hello", env=env)
    assert done.returncode == 0, done.stderr
    assert traces(account, done.stdout.encode(), done.stderr.encode()) == []


def paste(terminal: Terminal, text: str) -> None:
    terminal.type(f"\x1b[200~{text}\x1b[201~")


def let_in_at_last(terminal: Terminal) -> None:
    """On a screen that asks for a key: two that are none, one that is, as they come from a clipboard."""
    terminal.wait_for("paste an API key")
    terminal.type("\t")
    paste(terminal, BAD["cyrillic"])
    terminal.type("\r")
    terminal.wait_for(REFUSED)
    paste(terminal, BAD["broken"])
    terminal.wait_for("•" * len(BAD["broken"]))
    terminal.type("\r")
    terminal.wait_for("paste an API key")
    terminal.wait_for(REFUSED)
    paste(terminal, f"\r\n  {CORE}\r\n")
    terminal.type("\r")
    terminal.wait_for("● live")
    terminal.type("Hello\r")
    terminal.wait_for("turn complete")
    terminal.type("\x11")
    assert terminal.wait_for_end() == 0


def test_the_screen_that_asks_for_a_key_says_so_in_place(account: Account, tmp_path: Path) -> None:
    with SimulatorThread(state_dir=tmp_path / "state") as simulator:
        terminal = account.open(env=simulator.environment() | {"GEMINI_API_KEY": BAD["quoted"]})
        terminal.wait_for(REFUSED)
        let_in_at_last(terminal)
    assert traces(account, terminal.raw, *exports(account)) == []


def test_so_does_the_screen_that_a_refused_key_leads_to(account: Account, tmp_path: Path) -> None:
    with SimulatorThread(state_dir=tmp_path / "state") as simulator:
        terminal = account.open(env=simulator.environment() | {"GEMINI_API_KEY": "invalid"})
        terminal.wait_for("alt+o")
        terminal.type("\x1bo")
        let_in_at_last(terminal)
    assert traces(account, terminal.raw) == []


def test_a_service_that_repeats_the_key_is_not_quoted(account: Account) -> None:
    started, done = threading.Event(), threading.Event()
    env: dict[str, str] = {}

    async def refuse() -> None:
        async with serving() as service:
            env["GOOGLE_GEMINI_BASE_URL"] = f"https://127.0.0.1:{service.port}"
            started.set()
            peer = await service.accept_ready()
            await peer.close(1008, f"API key not valid: {CORE}")
            await asyncio.to_thread(done.wait)

    thread = threading.Thread(target=asyncio.run, args=(refuse(),))
    thread.start()
    assert started.wait(20)
    env |= {"GEMINI_API_KEY": CORE, "SSL_CERT_FILE": certificates()[1]}
    ended = account.run("send", "Hello", env=env)
    done.set()
    thread.join()
    assert ended.returncode == 4
    assert 'the key is not valid (1008 "API key not valid: [key]")' in ended.stderr
    assert traces(account, ended.stderr.encode(), *exports(account)) == []
