"""The house rules that a machine can hold."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import tui
from tui.cli import COMMANDS

PACKAGE = Path(tui.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
TESTS = sorted(Path(__file__).parents[1].rglob("*.py"))


@pytest.mark.parametrize("path", MODULES + TESTS, ids=lambda path: path.name)
def test_a_file_reads_in_one_sitting(path: Path) -> None:
    lines = path.read_text().count("\n")
    assert lines <= 300, f"{path.name} has {lines} lines: a part of it has found its own name"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_module_and_its_help(command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tui", command, "--help"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert f"gemini-tui {command}" in done.stdout


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["list"], ["send", "hello"], ["show", "last"]])
def test_commands_without_a_screen_never_load_textual(words: list[str], tmp_path: Path) -> None:
    code = (
        "import sys, contextlib\n"
        "from tui.cli import main\n"
        "with contextlib.suppress(SystemExit), contextlib.redirect_stdout(sys.stderr):\n"
        f"    main({words!r})\n"
        "print('textual' in sys.modules, 'google.genai' in sys.modules)"
    )
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert done.stdout.split() == ["False", "False"], done.stderr


def loaded_after(statement: str) -> set[str]:
    """The modules that are in `sys.modules` after a statement, in a process of its own."""
    code = f"{statement}\nimport sys; print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("module", ["tui.cli", "tui.store.journal", "tui.live.requests", "tui.wire.kinds"])
def test_the_heavy_libraries_wait_until_they_are_needed(module: str) -> None:
    loaded = loaded_after(f"import {module}")
    assert module in loaded
    assert not loaded & {"textual", "google.genai", "websockets", "rich", "numpy"}


def test_what_reads_the_wire_waits_until_the_first_frame_is_up() -> None:
    loaded = loaded_after("import tui.commands.app, tui.ui.app; tui.commands.looks.SavedFilters()")
    assert "tui.ui.app" in loaded
    assert not loaded & {"orjson", "jmespath", "soxr", "tui.projections", "tui.store.metadata", "tui.live"}
