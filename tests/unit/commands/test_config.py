"""`gemini-tui config`: where the settings are, what they come to, and a file to begin with."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from tui.cli import build_parser, main
from tui.commands.config import EXAMPLE
from tui.commands.looks import shape_looks
from tui.commands.options import setup

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    path = tmp_path / "settings" / "config.toml"
    monkeypatch.setenv("GEMINI_TUI_CONFIG", str(path))
    monkeypatch.setenv("GEMINI_TUI_DATA_DIR", str(tmp_path / "data"))
    return path


def write(path: Path, text: str) -> None:
    path.parent.mkdir()
    path.write_text(text)


def test_init_writes_a_private_file_once(path: Path, capsys: Captured) -> None:
    assert main(["config", "init"]) == 0
    assert capsys.readouterr().out == f"{path}\n"
    assert path.stat().st_mode & 0o777 == 0o600
    assert main(["config", "init"]) == 2
    assert "is there already" in capsys.readouterr().err


def test_every_line_of_the_example_is_right(path: Path, capsys: Captured) -> None:
    main(["config", "init"])
    example = re.sub(r"^# (?=[\[a-z].*(=|\]$))", "", path.read_text(), flags=re.MULTILINE)
    assert tomllib.loads(example)["profiles"]["work"]["voice"] == "Puck"
    path.write_text(example)
    assert main(["config", "show"]) == 0
    assert "temperature = 0.7" in capsys.readouterr().out


def test_show_says_what_would_be_asked(path: Path, capsys: Captured) -> None:
    write(path, '[profiles.brief]\nsystem = "Be brief."\n[profiles.brief.live]\nseed = 7\n')
    assert main(["config", "show", "--profile", "brief", "--voice", "Kore"]) == 0
    shown = tomllib.loads(capsys.readouterr().out)
    brief = shown["profiles"][shown["profile"]]
    assert (brief["system"], brief["voice"]) == ("Be brief.", "Kore")
    assert brief["live"]["seed"] == 7
    assert brief["live"]["context_window_compression"] == {"sliding_window": {}}
    assert shown["ui"]["color"] == "auto"
    assert shown["shelf"] == {"developer_hours": 2, "vertex_hours": 24, "expiring_minutes": 15}


@pytest.mark.parametrize("options", [(), ("--profile", "work", "--voice", "Kore", "--modality", "text")])
def test_what_is_shown_can_be_pasted_into_the_file(
    path: Path, capsys: Captured, options: tuple[str, ...]
) -> None:
    text = re.sub(r"^# (?=[\[a-z\"].*(=|\]$))", "", EXAMPLE, flags=re.MULTILINE)
    write(path, text.replace("temperature = 0.7", "tools = [{ google_search = {} }]\nspeech_config = {}"))
    assert main(["config", "show", *options]) == 0
    shown = capsys.readouterr().out
    arguments = build_parser("app").parse_args(options)
    asked = setup(arguments).config()
    path.write_text(shown)
    assert main(["config", "show"]) == 0
    assert capsys.readouterr().out == shown
    assert setup(build_parser("app").parse_args([])).config() == asked


MISTAKES = """\
modle = "x"
theme = 5
profile = "wrk"
[live]
response_modalities = ["TEXT"]
[ui]
colour = "256"
[shelf]
developer_hour = 3
vertex_hours = -1
[keys]
"app.help" = "hyper+?"
"log.fitler" = "x"
[filters]
x = "knd:usage"
[profiles.work]
voise = "Puck"
[profiles.work.tools.f]
respnse = {}
[profiles.play.tools.f]
respnse = {}
[profiles.play.live.realtime_input_config.automatic_activity_detection]
disable = true
"""
NAMED = """\
:1: modle is not known here; did you mean 'model' in [profiles.NAME]?
:2: theme belongs into [ui]
:3: profile names no profile; did you mean 'work'?
:4: live belongs into [profiles.NAME.live]
:17: profiles.work.voise is not known here; did you mean 'voice'?
:21: profiles.play.tools.f.respnse is not known; did you mean 'response'?
:7: ui.colour is no setting; did you mean 'color'?
:9: shelf.developer_hour is no setting; did you mean 'developer_hours'?
:10: shelf.vertex_hours should be a number above 0
:23: profiles.play.live.realtime_input_config.automatic_activity_detection.disable: \
no field of the SDK's; did you mean 'disabled'?
:12: keys.app.help: 'hyper+?' arrives as 'hyper+question_mark'
:13: keys.log.fitler is no action; did you mean 'log.filter'?
:15: filters.x: there is no `knd:`; did you mean `kind`?
"""


def test_every_mistake_is_named_with_its_line_and_the_nearest_right_name(
    path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(path, MISTAKES)
    assert main(["config", "show"]) == 2
    said = capsys.readouterr().err
    assert said == "".join(f"gemini-tui: {path}{line}\n" for line in NAMED.splitlines()) + (
        "gemini-tui: no profile wrk. Known: work, play.\n"
    )
    monkeypatch.setenv("GEMINI_TUI_DATA_DIR", str(path.parent / "data"))
    main(["doctor", "--json", "--silent"])
    findings = json.loads(capsys.readouterr().out)
    found = [finding["what"] for finding in findings if finding["name"] == "config"]
    assert found == [f"{path}{line}" for line in NAMED.splitlines()]


def test_the_app_is_told_of_what_can_be_known_at_a_start(path: Path) -> None:
    write(path, MISTAKES)
    looks = shape_looks(build_parser("app").parse_args([]), {"GEMINI_TUI_CONFIG": str(path)})
    named = [f"config.toml{line}" for line in NAMED.splitlines()]
    assert looks.proofread() == [*named[:9], named[-1].partition(" ")[2]]


@pytest.mark.parametrize("words", [("list",), ("search", "x"), ("list", "--json")])
def test_what_needs_no_settings_works_beside_a_broken_file_and_says_so(
    path: Path, capsys: Captured, words: tuple[str, ...]
) -> None:
    write(path, "[profiles\n")
    assert main([*words]) == 0
    err = capsys.readouterr().err.splitlines()[0]
    assert err.startswith(f"gemini-tui: {path}: ") and err.endswith("The defaults hold here.")
    assert main(["doctor", "--json", "--silent"]) == 1
    assert str(path) in capsys.readouterr().out


def test_without_a_file_the_defaults_are_shown(path: Path, capsys: Captured) -> None:
    assert main(["config", "path"]) == 0
    assert main(["config", "show"]) == 0
    assert "(not there)" in capsys.readouterr().out


WRONG = [
    ('[profiles.x]\n[profiles.x.live]\ntemperature = "warm"\n', 3, "profiles.x.live.temperature"),
    ("[profiles.x.live]\n\nwarmth = 1\n", 3, "profiles.x.live.warmth"),
    ('[profiles.x.live]\nresponse_modalities = ["TEXT"]\n', 2, "profiles.x.live.response_modalities"),
    ('[profiles.x]\nmodality = "smell"\n', 2, "profiles.x.modality"),
    ("[profiles.x]\nvoice = 3\n", 2, "profiles.x.voice"),
    ('[profiles.x]\nvoise = "Puck"\n', 2, "profiles.x.voise"),
    ("[profiles.x.tools.f]\ncommand = []\n", 2, "profiles.x.tools.f.command"),
    ('[profiles.x.tools.f]\ncommand = "ls -l"\n', 2, "profiles.x.tools.f.command"),
    ('[profiles.x.tools.f]\nscheduling = "SOON"\n', 2, "profiles.x.tools.f.scheduling"),
    ("[profiles.x.tools.f]\nanswer = 1\n", 2, "profiles.x.tools.f.answer"),
    ("[profiles]\nx = 1\n", 2, "profiles.x"),
    (
        "[profiles.x.live.realtime_input_config.automatic_activity_detection]\ndisabled = 'perhaps'\n",
        2,
        "profiles.x.live.realtime_input_config.automatic_activity_detection.disabled",
    ),
]


@pytest.mark.parametrize(("text", "line", "key"), WRONG, ids=[key for _, _, key in WRONG])
def test_an_error_names_file_line_and_key(
    path: Path, capsys: Captured, text: str, line: int, key: str
) -> None:
    write(path, text)
    assert main(["config", "show", "--profile", "x"]) == 2
    assert f"{path}:{line}: {key}" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["[profiles\n", "a = \n", "\x00"])
def test_what_is_not_toml_is_said(path: Path, capsys: Captured, text: str) -> None:
    write(path, text)
    assert main(["config", "show"]) == 2
    assert str(path) in capsys.readouterr().err


def test_an_unknown_profile_is_said_with_those_that_are_known(path: Path, capsys: Captured) -> None:
    write(path, "[profiles.a]\n[profiles.b]\n")
    assert main(["config", "show", "--profile", "c"]) == 2
    assert "Known: a, b" in capsys.readouterr().err


def test_a_place_that_cannot_be_made_is_said_in_a_sentence(path: Path, capsys: Captured) -> None:
    path.parent.touch()
    assert main(["config", "init"]) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"gemini-tui: cannot write {path}: ") and err.endswith(
        ". Choose another with GEMINI_TUI_CONFIG.\n"
    )
