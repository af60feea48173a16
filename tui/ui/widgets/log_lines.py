"""What each row of the log says: read from the journal when the row is drawn."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from textual.cache import LRUCache

from tui.projections.audio_run import Duplex
from tui.store.index import What
from tui.store.journal import Journal
from tui.text import clean_line
from tui.ui.widgets.log_painter import Line, TimeMode
from tui.ui.widgets.log_rows import Rows
from tui.wire.frame import Direction, Frame
from tui.wire.kinds import Kind
from tui.wire.spelling import pick_map, pick_text
from tui.wire.summary import SEPARATOR, bytes_text, seconds_text, summarize

TOO_LONG_TO_SUM_UP = 1_000_000
"""Bytes beyond which a row does not parse its frame: that is done when it is opened."""

_SOUND = {Direction.RECEIVE: Kind.AUDIO.bit, Direction.SEND: Kind.REALTIME_AUDIO.bit}

NOTES = 3
"""Marks of one run that are told one by one."""

MARK, HAND_MADE, FOLDED, IN_RUN = "◆", "✎", "▸", "┊"


class Lines:
    """Rows as `Line`s."""

    def __init__(self, journal: Journal, rows: Rows) -> None:
        self._journal = journal
        self._rows = rows
        self._runs: LRUCache[int, Duplex] = LRUCache(64)
        self._places: dict[int, int] = {}

    def line(
        self, row: int, mode: TimeMode, marks: Mapping[int, str], verdict: tuple[str, str] = ("", "")
    ) -> Line:
        """What one row shows. verdict: a sign for the gutter, and what it stands for."""
        frames = self._rows.frames(row)
        n = frames[0]
        frame = self._journal[n]
        in_run = self._rows.in_open_run(row)
        if len(frames) > 1:
            run = self._run(frames)
            text, size, fold = str(run), run.bytes, FOLDED
            mask = sum(_SOUND[way] for way in run.ways)
        else:
            mask = self._journal.mask(n)
            text, size, fold = summary(frame), len(frame.payload), IN_RUN if in_run else " "
        sign, found = verdict
        hand = HAND_MADE if frame.direction is Direction.SEND and self._hand_made(n) else ""
        notes = self._notes(frames, marks)
        signs = [*filter(None, [MARK if notes else "", hand, sign])]
        silence = self._run(self._rows.run_until(n)).dry_before(n) if in_run else 0
        parts = [
            *notes,
            " ".join(filter(None, [*signs[1:], found])),
            text,
            f"ran dry {seconds_text(silence)} before" if silence else "",
            self.age(row) if _offers_handle(frame) else "",
        ]
        said = SEPARATOR.join(filter(None, parts))
        return Line(
            frame.t, self._elapsed(row, mode), frame.direction, mask, size, said, signs[0] if signs else fold
        )

    def _notes(self, frames: Sequence[int], marks: Mapping[int, str]) -> list[str]:
        """What is noted of the marked frames of a row; in a run it is said of which, and of a few only."""
        seqs = self._marked(frames, marks)
        if len(frames) == 1:
            return [clean_line(marks[seq]) for seq in seqs]
        notes = [f"#{seq} {clean_line(marks[seq])}".rstrip() for seq in seqs[:NOTES]]
        return [*notes, f"and {len(seqs) - NOTES} more marked"] if len(seqs) > NOTES else notes

    def _marked(self, frames: Sequence[int], marks: Mapping[int, str]) -> list[int]:
        """The `seq`s of a row's frames that are marked."""
        for seq in marks.keys() - self._places.keys():
            if (n := self._journal.find(seq)) is not None:
                self._places[seq] = n
        within = [seq for seq in marks if frames[0] <= self._places.get(seq, -1) <= frames[-1]]
        return sorted(seq for seq in within if self._rows.holds(self._places[seq]))

    def age(self, row: int) -> str:
        """How old a row's handle is at the newest frame: `12 min old`; empty for a fresh one, and others."""
        n = self._rows.first(row)
        if not self._journal.mask(n) & Kind.RESUMPTION.bit:
            return ""
        times = self._journal.index.times
        minutes = int((times[-1] - times[n]) // 60) if math.isfinite(times[-1] - times[n]) else 0
        return f"{minutes} min old" if minutes > 0 else ""

    def _hand_made(self, n: int) -> bool:
        """Whether the event before says so."""
        if not n or self._journal.index.what(n - 1).direction is not Direction.EVENT:
            return False
        return self._journal[n - 1].event == "handmade"

    def _elapsed(self, row: int, mode: TimeMode) -> float:
        times = self._journal.index.times
        before = self._rows.last(row - 1) if mode is TimeMode.DELTA and row else 0
        return times[self._rows.first(row)] - times[before]

    def _run(self, frames: Sequence[int]) -> Duplex:
        """The numbers of a run, or of its beginning; one that grew goes on from where it was."""
        run = self._runs.get(frames[0])
        if run is None:
            run = self._runs[frames[0]] = Duplex(self._journal.__getitem__)
        new, index = frames[run.frames :], self._journal.index
        if new:
            sent = index.classes(_is_sent, new[0], new[-1] + 1)
            chosen = sent if isinstance(new, range) else [sent[n - new[0]] for n in new]
            times, sizes = index.arrivals(new)
            run.feed(new, chosen, times, sizes)
        return run


def _is_sent(what: What) -> bool:
    return what.direction is Direction.SEND


def _offers_handle(frame: Frame) -> bool:
    return bool(pick_text(pick_map(frame.message, "sessionResumptionUpdate"), "newHandle"))


def summary(frame: Frame) -> str:
    """A frame's line, unless making it would take too long."""
    if len(frame.payload) > TOO_LONG_TO_SUM_UP:
        head = clean_line(frame.payload[:80].decode(errors="replace"))
        return f"{bytes_text(len(frame.payload))}, opens with Enter: {head}"
    return summarize(frame)
