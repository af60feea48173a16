"""What every test leans on."""

from __future__ import annotations

import signal


def pytest_configure() -> None:
    """A shell that runs this in the background has it ignore Ctrl+C, and what it starts would, too."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
