"""`gemini-tui config`: where the settings are, what they come to, and a file to begin with."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tui.cli import main

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
    assert shown["live"]["system_instruction"] == "Be brief."
    assert shown["live"]["seed"] == 7
    assert "Kore" in str(shown["live"]["speech_config"])
    assert shown["live"]["context_window_compression"] == {"sliding_window": {}}


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
