"""A recording's journal up to where it has been played."""

from __future__ import annotations

from tui.store.journal import Journal


class Reel(Journal):
    """The first frames of `source`, read from its file; it grows as it is played and takes no frame itself.

    `source` stays open for as long as this is in use; closing this closes nothing.
    """

    def __init__(self, source: Journal) -> None:
        super().__init__(source.path, source.tail)
        self._source = source

    def play(self, upto: int) -> None:
        """Hold the frames before `upto`, and tell whoever listens. Never fewer than before."""
        before = len(self)
        self.index.follow(self._source.index, upto)
        if len(self) != before and self.on_append is not None:
            self.on_append()

    def close(self) -> None:
        """Nothing: the file belongs to the source."""
