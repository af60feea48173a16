"""`gemini-tui send` where nothing can be saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.cli import main
from tui.simulator.server import SimulatorThread


def test_what_was_not_saved_is_not_said_to_be_resumable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    with SimulatorThread(state_dir=tmp_path / "state") as simulator:
        for name, value in simulator.environment().items():
            monkeypatch.setenv(name, value)
        assert main(["send", "Hello", "--data-dir", str(tmp_path / "file")]) == 1
    printed = capsys.readouterr()
    assert printed.out
    assert "frames not saved: Not a directory" in printed.err
    assert "Resume with" not in printed.err
