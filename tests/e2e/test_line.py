"""The quiet line inside a real tmux and screen, over a real sshd and mosh: the screen is the stock line's."""

from __future__ import annotations

import getpass
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.bench.emulator import Emulator
from tests.bench.relay import Relay

_PATIENCE = 10.0
_SIZE = (90, 24)
_STAGE = "tests.unit.ui.quiet.stage"
_STEPS = [
    '[1, "static", "plain 汉字 e\\u0301 ─│┌ …", "white", "#204060", "bold"]',
    '[2, "options", ["one", "two 漢", "three", "four", "five", "six", "seven"]]',
    '[3, "side", "left\\nside", "right\\nside\\nwith more"]',
    '[4, "theme", "nord"]',
    '[5, "scroll", 3]',
    '[6, "modal", "boo 字"]',
    '[7, "clear"]',
    '[8, "input", "typed"]',
    '[9, "table", [["a", "b"], ["汉", "d"]]]',
    '[10, "update", 0, "the end"]',
]


def command(line: str, steps: Path, stock: Path) -> str:
    """A shell command that runs the stage: steps come from one file, what stock sends goes to another."""
    python = shlex.quote(sys.executable)
    path = shlex.quote(os.pathsep.join(entry or str(Path.cwd()) for entry in ["", *sys.path]))
    return (
        f"exec 8<>{steps} 9>{stock}; TEXTUAL_ANIMATIONS=none TEXTUAL_COLOR_SYSTEM=256 PYTHONPATH={path} "
        f"PYTHONUTF8=1 exec {python} -m {_STAGE} 8 9 {line}"
    )


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[list[str]]:
    """A tmux server of its own; the command that opens a window in it."""
    if shutil.which("tmux") is None:
        pytest.skip("no tmux on this machine")
    config, server = tmp_path / "tmux.conf", ["tmux", "-S", str(tmp_path / "socket")]
    config.write_text("set -g status off\nset -g default-terminal tmux-256color\n")
    yield [*server, "-f", str(config), "new-session"]
    subprocess.run([*server, "kill-server"], capture_output=True, check=False)


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[list[str]]:
    """A screen of its own; the command that runs another in it."""
    if shutil.which("screen") is None:
        pytest.skip("no screen on this machine")
    config, name = tmp_path / "screenrc", f"line-{os.getpid()}"
    config.write_text("startup_message off\nterm screen-256color\naltscreen on\ndefutf8 on\n")
    yield ["screen", "-U", "-c", str(config), "-S", name, "sh", "-c"]
    subprocess.run(["screen", "-S", name, "-X", "quit"], capture_output=True, check=False)


@pytest.fixture
def mosh(tmp_path: Path) -> Iterator[list[str]]:
    """The words before a command that run it in a mosh on loopback: server and client, without a login."""
    if shutil.which("mosh-server") is None or shutil.which("mosh-client") is None:
        pytest.skip("no mosh on this machine")
    script, told = tmp_path / "mosh", tmp_path / "mosh-told"
    script.write_text(
        'mosh-server new -i 127.0.0.1 -- sh -c "$1" >"$0-told" 2>&1\n'
        "set -- $(grep '^MOSH CONNECT' \"$0-told\")\n"
        "export MOSH_KEY=$4; exec mosh-client 127.0.0.1 $3\n"
    )
    yield ["sh", str(script)]
    if told.exists() and (pid := re.search(r"pid = (\d+)", told.read_text())):
        with suppress(ProcessLookupError):
            os.kill(int(pid[1]), signal.SIGTERM)


@pytest.fixture
def ssh(tmp_path: Path) -> Iterator[list[str]]:
    """An sshd on loopback with a key of its own; the command that reaches it."""
    sshd = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin:/sbin")
    if sshd is None or shutil.which("ssh") is None:
        pytest.skip("no sshd and ssh on this machine")
    for name in ("host", "user"):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / name)], check=True
        )
    keys = tmp_path / "authorized"
    keys.write_text((tmp_path / "user.pub").read_text())
    keys.chmod(0o600)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = tmp_path / "sshd_config"
    config.write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {tmp_path}/host\nAuthorizedKeysFile {keys}\n"
        f"PidFile none\nStrictModes no\nUsePAM no\nPasswordAuthentication no\n"
    )
    _make_room_for_sshd()
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen([sshd, "-D", "-e", "-f", str(config)], stderr=log)
    options = [f"UserKnownHostsFile={tmp_path}/known", "StrictHostKeyChecking=no", "BatchMode=yes"]
    client = ["ssh", "-tt", "-F", "none", "-i", str(tmp_path / "user"), "-p", str(port)]
    client += [part for option in options for part in ("-o", option)]
    client.append(f"{getpass.getuser()}@127.0.0.1")
    try:
        _await_login([word for word in client if word != "-tt"], server, tmp_path / "log")
        yield client
    finally:
        server.terminate()
        server.wait()


def _make_room_for_sshd() -> None:
    """Run by root, sshd wants this directory, which init makes where sshd is a service."""
    with suppress(OSError):
        Path("/run/sshd").mkdir(mode=0o755)


def _await_login(client: list[str], server: subprocess.Popen[bytes], log: Path) -> None:
    def logs_in() -> bool:
        return subprocess.run([*client, "true"], capture_output=True).returncode == 0

    until = time.monotonic() + 5
    while not logs_in():
        if server.poll() is not None or time.monotonic() > until:
            pytest.skip(f"sshd does not let this account in: {log.read_text()[-300:]}")


def walk(argv: list[str], tmp_path: Path, **env: str) -> Emulator:
    """Take the stage through all steps at the end of this line; compare after each."""
    steps, mirror = tmp_path / "steps", tmp_path / "stock"
    os.mkfifo(steps)
    emulator, stock = Emulator(*_SIZE), Emulator(*_SIZE)
    stock.feed("\x1b[?7l")
    taken = 0
    columns, lines = _SIZE
    argv = [*argv, command("quiet", steps, mirror)]
    with Relay(argv, columns=columns, lines=lines, emulator=emulator, delay=0.02, env=env) as relay:
        assert relay.wait(mirror.exists, _PATIENCE), emulator.text
        for number, step in enumerate(_STEPS, 1):
            steps.write_text(step + "\n")

            def alike(number: int = number) -> bool:
                nonlocal taken
                data = mirror.read_bytes()[taken:]
                taken += len(data)
                stock.feed(data)
                return f"step {number} " in "\n".join(emulator.text) and emulator.seen == stock.seen

            assert relay.wait(alike, _PATIENCE), f"{step}\n{difference(emulator, stock)}"
        steps.write_text('[11, "stats"]\n')
        assert relay.wait(lambda: any(" ms ·" in row for row in emulator.text), _PATIENCE), emulator.text
    return emulator


def difference(quiet: Emulator, stock: Emulator) -> str:
    rows = enumerate(zip(quiet.seen, stock.seen, strict=True))
    cells = ((x, y, *pair) for y, row in rows for x, pair in enumerate(zip(*row, strict=True)))
    return "\n".join([*quiet.text, *stock.text, *(str(cell) for cell in cells if cell[2] != cell[3])][:60])


def test_over_ssh_the_screen_is_the_stock_lines(ssh: list[str], tmp_path: Path) -> None:
    walk(ssh, tmp_path)


def test_in_screen_the_screen_is_the_stock_lines(screen: list[str], tmp_path: Path) -> None:
    walk(screen, tmp_path, TMUX="", STY="", LC_ALL="C.UTF-8")


def test_over_mosh_the_screen_is_the_stock_lines(mosh: list[str], tmp_path: Path) -> None:
    walk(mosh, tmp_path, TMUX="", STY="", LC_ALL="C.UTF-8")


def test_in_tmux_the_screen_is_the_stock_lines(tmux: list[str], tmp_path: Path) -> None:
    walk(tmux, tmp_path, TMUX="", LC_ALL="C.UTF-8")
