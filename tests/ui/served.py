"""A shelf whose one conversation a service on loopback knows, and the app over it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tui.cli import build_parser, main
from tui.commands.host import LiveHost
from tui.simulator.server import SimulatorThread
from tui.store.shelf import Shelf
from tui.ui.app import GeminiApp
from tui.ui.conversation import Opening
from tui.ui.looks import Looks


@contextmanager
def one_conversation(directory: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A service that knows one conversation of the shelf in `directory`."""
    with SimulatorThread(state_dir=directory / "state") as simulator:
        for name, value in simulator.environment().items():
            monkeypatch.setenv(name, value)
        assert main(["send", "Hello there", "--data-dir", str(directory)]) == 0
        yield


def app_over(directory: Path, opening: Opening, *options: str) -> GeminiApp:
    """The app over a shelf, dialling what the environment names."""
    arguments = build_parser("app").parse_args(["--data-dir", str(directory), "--audio", "none", *options])
    host = LiveHost(Shelf(directory), arguments)
    return GeminiApp(lambda: host, opening, Looks())
