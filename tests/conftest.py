"""What every test leans on."""

from __future__ import annotations

import signal


def pytest_configure() -> None:
    """Who runs this in the background, or with nohup, has it ignore Ctrl+C or a hang-up: no child may inherit
    that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
