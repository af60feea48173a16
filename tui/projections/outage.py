"""An outage told once: tries that fail for the same cause are one notice that counts them."""

from __future__ import annotations

from tui.projections.duration import in_words
from tui.projections.turn import Note

_REPEATED = {"close", "stay_down"}


class Outage:
    """What was said of the tries since a connection was last ready."""

    def __init__(self) -> None:
        self._told: dict[tuple[str, str, str], Note] = {}

    def end(self) -> None:
        """A connection is ready: what fails from now on is news."""
        self._told.clear()

    def tell(self, note: Note) -> Note:
        """The notice to show: this one, or the one that said the same before, which now counts it."""
        if note.kind not in _REPEATED:
            return note
        first = self._told.setdefault((note.kind, note.text, note.hint), note)
        if first is not note:
            first.times += 1
            if note.kind == "close":
                first.text = f"{note.text} ({first.times} times in {in_words(note.t - first.t)})"
        return first
