"""What the log's footer counts: frames, bytes, unknown, not JSON."""

from __future__ import annotations

from tui.store.journal import Journal
from tui.text import counted
from tui.ui.widgets.log_jumps import of_kind
from tui.wire.kinds import Kind
from tui.wire.summary import SEPARATOR, bytes_text


class Tally:
    """Counts over the frames taken so far."""

    def __init__(self) -> None:
        self.frames = 0
        self.bytes = 0
        self.unknown = 0
        self.not_json = 0

    def take(self, journal: Journal) -> None:
        """Count what the journal has gained."""
        index, upto = journal.index, len(journal)
        if upto > self.frames:
            self.unknown += index.classes(of_kind(Kind.UNKNOWN.bit), self.frames, upto).count(1)
            self.not_json += index.classes(of_kind(Kind.NOT_JSON.bit), self.frames, upto).count(1)
            self.bytes += sum(index.sizes[self.frames : upto])
            self.frames = upto

    @property
    def brief(self) -> str:
        """As few words as will do: what there is none of is left out."""
        odd = [
            f"{self.unknown:,} unknown" if self.unknown else "",
            f"{self.not_json:,} not JSON" if self.not_json else "",
        ]
        return SEPARATOR.join(filter(None, [f"{self.frames:,}", bytes_text(self.bytes), *odd]))

    def __str__(self) -> str:
        frames = counted(self.frames, "frame")
        return f"{frames} · {bytes_text(self.bytes)} · {self.unknown:,} unknown · {self.not_json:,} not JSON"
