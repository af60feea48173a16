"""Copying from the app: by every road, on a thread, and said in words."""

from __future__ import annotations

import os
from functools import partial

from textual.app import App

from tui.ui import clipboard
from tui.ui.background import run_thread
from tui.ui.terminal import Terminal


class Copying(App[str]):
    """An App whose `copy_to_clipboard` says which road the text took."""

    terminal: Terminal

    def copy_to_clipboard(self, text: str) -> None:
        """OSC 52 always, a native helper where the terminal is this machine's."""
        self._clipboard = text
        copy = partial(self._copy, text)
        run_thread(self, copy, group="copy", what="Copying")

    def _copy(self, text: str) -> None:
        copied = clipboard.copy(
            text, partial(self.call_from_thread, self._write), os.environ, self.terminal.multiplexer
        )
        went = copied.helper or copied.to_terminal
        self.call_from_thread(
            self.notify, str(copied), severity="information" if went else "error", markup=False
        )

    def _write(self, sequence: str) -> None:
        if self._driver is not None:
            self._driver.write(sequence)
            self._driver.flush()
