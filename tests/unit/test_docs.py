"""What the documentation says is so: links, commands, filters, keys, and the page made from the code."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import pytest

from tui.cli import COMMANDS, build_parser
from tui.projections.filter_language import parse
from tui.ui.actions import ACTIONS
from tui.ui.keymap import show_keys

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
LINK = re.compile(r"\]\((?!https?://)([^)#]+)")
SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)
KEY = re.compile(r"`((?:(?:ctrl|alt|shift)\+)+\S+|f\d+)`")


def commands() -> list[str]:
    lines = [
        line for page in PAGES for block in SHELL.findall(page.read_text()) for line in block.splitlines()
    ]
    words = (re.sub(r"^([A-Z_]+=\S+ )*(\./)?", "", line) for line in lines)
    return sorted({line for line in words if line.startswith("gemini-tui")})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    assert [link for link in LINK.findall(page.read_text()) if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("line", commands())
def test_a_command_can_be_typed(line: str) -> None:
    words = shlex.split(line, comments=True)[1:]
    command = words.pop(0) if words and words[0] in COMMANDS else "app"
    build_parser(command).parse_args(words)


def test_the_filters_of_the_recipes_are_understood() -> None:
    table = (ROOT / "docs" / "recipes.md").read_text().partition("| you look for | filter |")[2]
    filters = re.findall(r"^\| [^|]+ \| `([^`]+)` \|$", table.partition("\n\n")[0], re.MULTILINE)
    assert len(filters) > 4
    for text in filters:
        parse(text)


@pytest.mark.parametrize("page", ["README.md", "docs/tour.md", "docs/recipes.md"])
def test_keys_do_something(page: str) -> None:
    known = {show_keys(key.strip()) for action in ACTIONS for key in action.keys.split(",")}
    said = {key.replace("pageup", "pgup") for key in KEY.findall((ROOT / page).read_text())}
    assert said - known == set()


def test_the_configuration_page_is_what_the_code_says() -> None:
    command = [sys.executable, str(ROOT / "docs" / "reference.py")]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    printed = subprocess.check_output(command, text=True, env=env)
    assert (ROOT / "docs" / "configuration.md").read_text() == printed, (
        "python docs/reference.py > docs/configuration.md"
    )


def test_every_dependency_says_what_it_is_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    table = (ROOT / "CONTRIBUTING.md").read_text().partition("## What each dependency is for")[2]
    told = set(
        re.findall(r"[\w-]+", " ".join(line.split("|")[1] for line in table.splitlines() if "|" in line))
    )
    assert {re.split(r"[^\w-]", line)[0] for line in wanted} - told == set()


@pytest.mark.parametrize("command", ["app", *COMMANDS])
def test_help_fits_a_terminal(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = build_parser(command).format_help().splitlines()
    assert max(map(len, lines)) <= 80
    assert len(lines) <= 56
