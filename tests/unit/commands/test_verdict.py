from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.unit.projections.script import Script
from tui import cli
from tui.store.shelf import Shelf

SCHEMAS = json.loads((Path(__file__).parents[2] / "schemas" / "saved.json").read_text())
USAGE = {"promptTokenCount": 9, "responseTokenCount": 1, "totalTokenCount": 10}


def saved(data: Path, script: Script) -> str:
    """A session of these frames; its id."""
    with Shelf(data).create(model="gemini-3.8-live") as session:
        for frame in script.frames:
            session.journal.append(frame.direction, frame.opcode, frame.payload, conn=1, t=frame.t)
        return session.id


def show(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = cli.main(["show", *words])
    return code, capsys.readouterr().out


def shaped(name: str, text: str) -> Any:
    """stdout as JSON, of the shape that is documented."""
    value = json.loads(text)
    jsonschema.validate(value, {"$ref": f"#/$defs/{name}", **SCHEMAS})
    return value


def good() -> Script:
    return Script().setup().receive(setupComplete={}).ask("Hi").text("Hi").turn(USAGE)


def test_a_good_session_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = saved(tmp_path, good())
    code, out = show(capsys, name, "--checks", "--data-dir", str(tmp_path))
    assert (code, out) == (0, "0 errors, 0 warnings, 0 remarks in 6 frames\n")


def test_errors_fail_and_name_their_frames(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = saved(tmp_path, good().audio().audio().receive(error={"code": 400, "message": "bad \x1b[2J"}))
    code, out = show(capsys, name, "--checks", "--data-dir", str(tmp_path))
    first, second, last = out.splitlines()
    assert code == 1
    assert first.startswith("error   audio-after-turn  ")
    assert first.endswith("(#5, #6, #7, turn 2)")
    assert "bad ␛[2J" in second
    assert last == "2 errors, 0 warnings, 0 remarks in 9 frames"


def test_warnings_alone_do_not_fail(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = saved(tmp_path, good().ask("Well?").turn(USAGE))
    assert show(capsys, name, "--checks", "--data-dir", str(tmp_path))[0] == 0


def test_the_json_shape(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = saved(tmp_path, good().receive(fooBar=1))
    code, out = show(capsys, name, "--checks", "--json", "--data-dir", str(tmp_path))
    document: dict[str, Any] = shaped("checks", out)
    assert code == 1
    assert document == {
        "id": name,
        "errors": 1,
        "warnings": 0,
        "infos": 0,
        "findings": [
            {
                "id": "sdk-raises",
                "severity": "error",
                "sentence": document["findings"][0]["sentence"],
                "detail": "fooBar",
                "turn": 0,
                "frames": [6],
            }
        ],
    }


def test_the_last_of_a_turn_without_its_end_is_found_at_the_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = saved(tmp_path, Script().setup().receive(setupComplete={}).ask("Hi").text("Hi").generated())
    code, out = show(capsys, name, "--checks", "--data-dir", str(tmp_path))
    assert code == 1
    assert "no-turn-complete" in out


def test_two_sessions_beside_each_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = saved(tmp_path, good())
    other = saved(tmp_path, good().ask("More?").text("More.").turn(USAGE))
    code, out = show(capsys, one, "--compare", other, "--data-dir", str(tmp_path))
    assert code == 0
    assert any(line.startswith("≠ text") and line.endswith("> More?") for line in out.splitlines())
    code, out = show(capsys, one, "--compare", other, "--json", "--data-dir", str(tmp_path))
    document = shaped("compare", out)
    assert (document["left"], document["right"]) == (one, other)
    assert document["pairs"][0]["same"] is False
    assert {"section": "usage", "name": "total", "left": "10", "right": "20", "same": False} in document[
        "pairs"
    ]


def test_each_turn_tells_its_timing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = saved(tmp_path, good().ask("And?").wait(1).audio(500).turn(USAGE))
    first, second = shaped("show", show(capsys, name, "--json", "--data-dir", str(tmp_path))[1])["transcript"]
    assert first["timing"]["first_text"] == pytest.approx(0.1, abs=0.001)
    assert second["timing"] == {
        "first_frame": pytest.approx(1.1, abs=0.001),
        "first_text": None,
        "first_audio": pytest.approx(1.1, abs=0.001),
        "generated": None,
        "completed": pytest.approx(1.2, abs=0.001),
        "heard": None,
        "sound": 0.5,
        "real_time_factor": None,
    }
