"""Real shells are asked; what they offer is what the parsers take."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tui.commands.completion import FILES, SHELLS, candidates
from tui.store.shelf import Shelf


def offered(*line: str) -> list[str]:
    return [word for word, _ in candidates(line)]


def test_the_first_word_may_be_a_command_or_an_option_of_the_app() -> None:
    assert {"send", "list", "simulate"} <= set(offered(""))
    assert offered("se") == ["send", "search"]
    assert "--demo" in offered("--d")


def test_after_a_command_its_own_options_are_offered() -> None:
    assert "--json" in offered("list", "--")
    assert "--demo" not in offered("list", "--")
    assert offered("completion", "") == list(SHELLS)


def test_a_session_is_offered_by_id_with_its_title(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEMINI_TUI_DATA_DIR", str(tmp_path))
    with Shelf(tmp_path).create() as session:
        assert offered("show", "") == ["last", session.directory.name]


def test_a_directory_is_left_to_the_shell() -> None:
    assert offered("list", "--data-dir", "x") == [FILES[0]]


SETUPS = {
    "bash": """
        source "$1"; COMP_WORDS=(gemini-tui completion z); COMP_CWORD=2
        _gemini_tui; echo "${COMPREPLY[@]}" """,
    "zsh": """
        compdef() { }; _describe() { print -l -- ${(P)2} }
        source "$1"; words=(gemini-tui completion z); CURRENT=3; _gemini_tui""",
    "fish": "source $argv[1]; complete -C 'gemini-tui completion z'",
}


@pytest.mark.parametrize("shell", SHELLS)
def test_a_real_shell_completes(shell: str, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    program = tmp_path / "gemini-tui"
    start = "import sys; from tui.cli import main; sys.exit(main())"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{start}" "$@"\n')
    program.chmod(0o755)
    env = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "HOME": str(tmp_path)}
    script = tmp_path / "script"
    script.write_text(subprocess.check_output([program, "completion", shell], text=True, env=env))
    words = ["-c", SETUPS[shell], *(["--"] if shell == "fish" else [shell]), str(script)]
    options = {"bash": ["--norc"], "zsh": ["-f"], "fish": ["--no-config"]}[shell]
    done = subprocess.run([shell, *options, *words], capture_output=True, text=True, env=env, check=False)
    assert done.stdout.split() == ["zsh"], done.stderr
