"""The doctor sees what is there, says what to do, and shows no secret."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tui.audio.wav import header
from tui.cli import main

KEY = "AIza-a-secret-that-must-not-be-shown"


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without sound and with directories of its own."""
    monkeypatch.setenv("GEMINI_TUI_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("GEMINI_TUI_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/gone")
    for name in ("GEMINI_API_KEY", "GOOGLE_API_KEY", "GOOGLE_GENAI_USE_VERTEXAI", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def examine(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, dict[str, Any]]:
    """The exit code, and the findings by name."""
    code = main(["doctor", "--json", *options])
    return code, {finding["name"]: finding for finding in json.loads(capsys.readouterr().out)}


def test_without_a_key_and_without_sound_it_says_what_to_do(
    machine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, findings = examine(capsys)
    assert code == 0
    assert findings["key"]["state"] == "note" and "--demo" in findings["key"]["hint"]
    assert findings["sound"]["what"] == f"no sound: PULSE_SERVER=unix:{machine}/gone does not answer"
    assert findings["microphone"]["state"] == "note"
    assert findings["data"]["state"] == "good" and str(machine) in findings["data"]["what"]
    assert "tone" not in findings


def test_the_key_is_present_and_never_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", KEY)
    assert main(["doctor"]) == 0
    shown = capsys.readouterr()
    assert "present, from GEMINI_API_KEY, for the developer API" in shown.out
    assert KEY not in shown.out + shown.err


def test_a_key_that_is_none_is_something_to_mend(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", f"“{KEY}”")
    code, findings = examine(capsys)
    assert code == 1 and findings["key"]["state"] == "bad"
    assert KEY not in findings["key"]["what"] + findings["key"]["hint"]


def test_an_address_that_is_none_is_something_to_mend(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", KEY)
    monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", "https://[::1")
    code, findings = examine(capsys)
    assert code == 1 and findings["address"]["what"] == "the base URL is no address: its host is not one"


def test_over_ssh_without_sound_it_points_to_the_recipes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "a 1 b 22")
    assert "docs/sound.md" in examine(capsys)[1]["sound"]["hint"]


def test_the_tone_is_really_played(machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = machine / "tone.wav"
    code, findings = examine(capsys, "--audio", f"file:{path}")
    assert (code, findings["tone"]["state"]) == (0, "good")
    sound = path.read_bytes()
    assert sound[:44] == header(len(sound) - 44) and any(sound[44:])


def test_a_sink_that_fails_is_bad_news_with_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    code, findings = examine(capsys, "--audio", "command:false")
    assert (code, findings["tone"]["state"]) == (1, "bad")
    assert findings["tone"]["what"] == "command failed: exit code 1"


def test_a_directory_that_cannot_be_written_is_bad_news(capsys: pytest.CaptureFixture[str]) -> None:
    code, findings = examine(capsys, "--data-dir", "/proc/gemini-tui")
    assert (code, findings["data"]["state"]) == (1, "bad")
