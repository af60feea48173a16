"""The README is true: every command in it works as it stands there."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.conftest import ROOT, Account
from tui.simulator.server import SimulatorThread

README = (ROOT / "README.md").read_text()
SET_UP_AND_TEST = "tests/run"
CTRL_Q, CTRL_C = "\x11", "\x03"


def shown_commands() -> list[str]:
    """The lines of the README's shell blocks, in order."""
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line]


def test_the_test_command_is_what_ci_runs() -> None:
    assert SET_UP_AND_TEST in shown_commands()
    assert re.search(rf'^\s*{SET_UP_AND_TEST} "\$@"', (ROOT / ".ci/run").read_text(), re.MULTILINE)


def test_every_command_shown_works(account: Account, tmp_path: Path) -> None:
    commands = [line for line in shown_commands() if line.startswith("gemini-tui ")]
    assert len(commands) > 5
    with SimulatorThread(state_dir=tmp_path / "state") as simulator:
        for line in commands:
            arguments = shlex.split(line)[1:]
            env = {} if "--demo" in arguments else simulator.environment()
            if arguments[0].startswith("--"):
                terminal = account.open(*arguments, env=env)
                terminal.wait_for("● live")
                terminal.type(CTRL_Q)
                assert terminal.wait_for_end() == 0, line
            elif arguments[0] == "simulate":
                terminal = account.open(*arguments)
                terminal.wait_for("https://127.0.0.1")
                terminal.type(CTRL_C)
                assert terminal.wait_for_end() in (0, 130), line
            else:
                done = account.run(*arguments, env=env)
                assert done.returncode == 0, f"{line}\n{done.stderr}"
                assert done.stdout, line


@pytest.mark.packaging
def test_a_bare_checkout_sets_itself_up_and_opens_the_demo(account: Account) -> None:
    clone = account.home / "clone"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    terminal = account.open(
        "--demo",
        "--say",
        "Hello",
        command=[str(clone / "gemini-tui")],
        env={"PYTHON": sys.executable, "PYTHONPATH": ""},
        size=(200, 40),
    )
    terminal.wait_for("turn complete", patience=300)
    terminal.type(CTRL_Q)
    assert terminal.wait_for_end() == 0
    assert f"Go on with: {clone / 'gemini-tui'} --demo --resume" in terminal.text


@pytest.mark.packaging
def test_the_wheel_starts_in_a_fresh_environment(account: Account) -> None:
    built, fresh = account.home / "built", account.home / "fresh"
    source = account.home / "source"
    ignored = shutil.ignore_patterns(".git", ".venv*", "node_modules", ".*_cache", "__pycache__")
    shutil.copytree(ROOT, source, ignore=ignored)
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", str(built), str(source)], check=True
    )
    (wheel,) = built.glob("*.whl")
    subprocess.run([sys.executable, "-m", "venv", str(fresh)], check=True)
    subprocess.run([str(fresh / "bin/python"), "-m", "pip", "install", "--quiet", str(wheel)], check=True)
    terminal = account.open(
        "--demo", "--theme", "paper", env={"PYTHONPATH": ""}, command=[str(fresh / "bin/gemini-tui")]
    )
    terminal.wait_for("● live")
    assert "There is no theme" not in terminal.text
    terminal.type(CTRL_Q)
    assert terminal.wait_for_end() == 0
