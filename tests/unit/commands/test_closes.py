"""`gemini-tui closes` over a shelf."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tui.cli import main
from tui.store.shelf import Shelf

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Three sessions: two closes at 2:30 each, and one from here."""
    for number in range(3):
        with Shelf(tmp_path).create(model="gemini-3.8-live") as session:
            for age in (150.0 + number / 10, 149.5):
                said = {"by": "server", "kind": "reset", "cause": "reset\x1b[2J"}
                session.journal.event("close", conn=1, t=None, age=age, code=1008, ready=True, **said)
            session.journal.event("close", conn=2, age=3.0, code=1000, by="client", kind="own", ready=True)
    torn = next(tmp_path.rglob("journal.jsonl"))
    torn.write_bytes(torn.read_bytes() + b'{"event":"close", no')
    return tmp_path


def test_the_table_and_the_pattern(data: Path, capsys: Captured) -> None:
    assert main(["closes", "--data-dir", str(data)]) == 0
    said = capsys.readouterr().out
    assert "6 of 6 closes of kind reset came at 2:30." in said
    assert said.splitlines()[1].split()[:4] == ["6", "server", "1008", "2:30"]
    assert "\x1b" not in said


def test_as_json(data: Path, capsys: Captured) -> None:
    assert main(["closes", "--json", "--data-dir", str(data)]) == 0
    document = json.loads(capsys.readouterr().out)
    assert len(document["closes"]) == 9
    assert document["patterns"][0]["count"] == 6


def test_an_empty_shelf(tmp_path: Path, capsys: Captured) -> None:
    assert main(["closes", "--data-dir", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "No connection has been closed yet.\n"
