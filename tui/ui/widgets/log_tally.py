"""What the log's footer counts: frames, bytes, unknown, not JSON."""

from __future__ import annotations

from tui.store.journal import Journal
from tui.wire.kinds import Kind
from tui.wire.summary import bytes_text


class Tally:
    """Counts over the frames taken so far."""

    def __init__(self) -> None:
        self.frames = 0
        self.bytes = 0
        self.unknown = 0
        self.not_json = 0

    def take(self, journal: Journal) -> None:
        """Count what the journal has gained."""
        upto = len(journal)
        for n in range(self.frames, upto):
            mask = journal.mask(n)
            self.unknown += bool(mask & Kind.UNKNOWN.bit)
            self.not_json += bool(mask & Kind.NOT_JSON.bit)
        self.bytes += sum(journal.index.sizes[self.frames : upto])
        self.frames = upto

    def __str__(self) -> str:
        frames = f"{self.frames:,} frame{'' if self.frames == 1 else 's'}"
        return f"{frames} · {bytes_text(self.bytes)} · {self.unknown:,} unknown · {self.not_json:,} not JSON"
