"""`gemini-tui simulate` as a process of its own."""

from __future__ import annotations

import asyncio
import os
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pexpect
import pytest
import trustme

from tests.unit.simulator.raw import DEVELOPER, NATIVE
from tui.cli import main


class Server:
    """A running simulator: what it printed first, and its pipes."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines = [self.line(), self.line()]
        self.url = self.lines[1]

    def line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().rstrip("\n")

    def exports(self) -> dict[str, str]:
        """The certificate's line, and the variables of the three after it."""
        assert self.line().startswith("certificate: ")
        pairs = (self.line().removeprefix("export ").partition("=") for _ in range(3))
        return {name: value for name, _, value in pairs}

    def error(self) -> str:
        assert self.process.stderr
        return self.process.stderr.readline().rstrip("\n")

    def type(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def stop(self, number: signal.Signals) -> tuple[int, str]:
        self.process.send_signal(number)
        _, rest = self.process.communicate(timeout=30)
        return self.process.returncode, rest


@contextmanager
def simulate(home: Path, *arguments: str) -> Iterator[Server]:
    """The command, until the block ends."""
    command = [sys.executable, "-m", "tui", "simulate", "--data-dir", str(home), *arguments]
    pipe, env = subprocess.PIPE, os.environ | {"PYTHONUTF8": "1"}
    with subprocess.Popen(command, text=True, env=env, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        try:
            yield Server(process)
        finally:
            if process.poll() is None:
                process.kill()


def send(home: Path, environment: dict[str, str], *words: str) -> str:
    """What `gemini-tui send` prints."""
    command = [sys.executable, "-m", "tui", "send", "--data-dir", str(home), *words]
    env = os.environ | environment | {"PYTHONUTF8": "1"}
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=True).stdout


async def hello(url: str, trust: ssl.SSLContext | None = None) -> str:
    from websockets.asyncio.client import connect

    uri = f"{url.replace('http', 'ws')}/ws/{DEVELOPER}?key=k"
    async with connect(uri, ssl=trust) as socket:
        await socket.send(f'{{"setup": {{"model": "models/{NATIVE}"}}}}')
        return str(await socket.recv())


def test_it_says_where_it_is_and_how_to_get_there(tmp_path: Path) -> None:
    with simulate(tmp_path) as server:
        assert server.lines[0] == "greeting: answers, remembers, and knows the last question"
        certificate = server.line().removeprefix("certificate: ")
        exports = [server.line() for _ in range(3)]
        assert exports == [
            "export GEMINI_API_KEY=simulated",
            f"export GOOGLE_GEMINI_BASE_URL={server.url}",
            f"export SSL_CERT_FILE={certificate}",
        ]
        assert Path(certificate).read_text().startswith("-----BEGIN CERTIFICATE-----")
        assert server.stop(signal.SIGTERM) == (0, "0 of 0 connections open, 0 frames out, 0 in\n")


def test_ctrl_c_is_130(tmp_path: Path) -> None:
    with simulate(tmp_path) as server:
        assert server.stop(signal.SIGINT)[0] == 130


def test_where_nobody_reads_what_it_prints_it_ends_without_a_word(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "tui", "simulate", "--data-dir", str(tmp_path)]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, timeout=60, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


def test_without_tls_it_says_who_cannot_connect(tmp_path: Path) -> None:
    with simulate(tmp_path, "--no-tls") as server:
        assert [server.line().partition(" ")[0] for _ in range(2)] == ["export", "export"]
        assert server.line().startswith("without TLS: gemini-tui ")


def test_steps_are_typed_at_it(tmp_path: Path) -> None:
    with simulate(tmp_path, "--no-tls", "silence") as server:
        assert "setupComplete" in asyncio.run(hello(server.url))
        server.type("dance")
        assert server.error() == "gemini-tui: there is no step `dance`. See gemini-tui simulate --steps."
        server.type("refuse 503")
        assert server.error() == "gemini-tui: refuse: whoever dials next."
        with pytest.raises(Exception, match="HTTP 503"):
            asyncio.run(hello(server.url))


def test_wrong_arguments_are_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario = tmp_path / "mine.toml"
    scenario.write_text('[[rule]]\nsteps = ["dance"]\n')
    assert main(["simulate", str(scenario)]) == 2
    assert f"{scenario}:2: there is no step `dance`." in capsys.readouterr().err
    assert main(["simulate", "--set", "a=1"]) == 2
    assert "there is no parameter `a`" in capsys.readouterr().err


@pytest.mark.parametrize("words", [("--port", "99999"), ("--port", "-1"), ("--port", "x"), ("--pace", "nan")])
def test_a_number_out_of_bounds_is_a_usage_error(
    words: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["simulate", *words])
    assert left.value.code == 2
    assert f"argument {words[0]}: '{words[1]}' is not 0 " in capsys.readouterr().err


def test_a_port_that_is_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with simulate(tmp_path, "--no-tls") as server:
        port = server.url.rpartition(":")[2]
        assert main(["simulate", "--port", port, "--data-dir", str(tmp_path)]) == 1
    assert "Choose another --port" in capsys.readouterr().err


def test_the_scenarios_and_the_steps_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--list"]) == 0
    assert "flood           frames a second and their size as parameters" in capsys.readouterr().out
    assert main(["simulate", "--steps"]) == 0
    assert (
        "close [CODE] [REASON]\n    Close the socket with a code and a reason.\n" in capsys.readouterr().out
    )


def test_a_saved_session_answers_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("Hello", "What is the capital of Brazil?")
    with simulate(tmp_path, "--voice", "tones", "--pace", "0") as server:
        said = send(tmp_path / "first", server.exports(), *words)
    assert "Brasília" in said
    with simulate(tmp_path / "first", "--from", "last") as server:
        assert server.lines[0] == "recording last"
        assert send(tmp_path / "second", server.exports(), *words) == said
    journal = next((tmp_path / "first" / "sessions").glob("*/journal.jsonl"))
    with simulate(tmp_path / "nowhere", "--from", str(journal)) as server:
        assert send(tmp_path / "third", server.exports(), *words) == said


def test_a_recording_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--from", "never", "--data-dir", str(tmp_path)]) == 1
    assert "no saved session 'never'" in capsys.readouterr().err


def test_what_is_served_is_counted_on_a_terminal(tmp_path: Path) -> None:
    command = ["-m", "tui", "simulate", "--no-tls", "--data-dir", str(tmp_path)]
    terminal = pexpect.spawn(sys.executable, command, timeout=30, encoding="utf-8")
    terminal.expect(r"BASE_URL=(http\S+)")
    assert "setupComplete" in asyncio.run(hello(str(terminal.match.group(1))))
    terminal.expect("of 1 connections open, 1 frames out, 1 in")
    terminal.sendintr()
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 130


def test_it_serves_from_the_background_of_a_terminal(tmp_path: Path) -> None:
    command = f"set -m; {sys.executable} -m tui simulate --no-tls --data-dir {tmp_path} & wait"
    terminal = pexpect.spawn("bash", ["-c", command], timeout=30, encoding="utf-8")
    terminal.expect(r"BASE_URL=(http\S+)")
    assert "setupComplete" in asyncio.run(hello(str(terminal.match.group(1))))
    terminal.close(force=True)


def test_a_certificate_of_one_s_own(tmp_path: Path) -> None:
    authority = trustme.CA()
    pem = tmp_path / "mine.pem"
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(pem)
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    with simulate(tmp_path, "--cert", str(pem)) as server:
        assert "setupComplete" in asyncio.run(hello(server.url, trust))


def test_a_certificate_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pem = tmp_path / "mine.pem"
    pem.write_text("nothing")
    assert main(["simulate", "--cert", str(pem), "--data-dir", str(tmp_path)]) == 2
    assert "or another --cert" in capsys.readouterr().err
