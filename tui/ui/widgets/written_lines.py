"""What was written in a line before, to be recalled."""

from __future__ import annotations

MOST = 200
"""Lines that are kept."""


class WrittenLines:
    """The lines that were taken, oldest first; each once. Behind the newest is what is being written."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._back = 0
        self._draft = ""

    def begin(self) -> None:
        """A line is opened."""
        self._back = 0

    def keep(self, text: str) -> None:
        """A line was taken; an empty one is none."""
        self._back = 0
        if text.strip():
            self._lines = [*(line for line in self._lines if line != text), text][-MOST:]

    def recall(self, text: str, step: int) -> str | None:
        """The line before (-1) or after (1) the one that is shown; None where there is none."""
        back = self._back - step
        if not 0 <= back <= len(self._lines):
            return None
        if self._back == 0:
            self._draft = text
        self._back = back
        return self._lines[-back] if back else self._draft
