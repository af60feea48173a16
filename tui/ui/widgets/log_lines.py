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

MARK, HAND_MADE, FOLDED, IN_RUN = "◆", "✎", "▸", "┊"


class Lines:
    """Rows as `Line`s."""

    def __init__(self, journal: Journal, rows: Rows) -> None:
        self._journal = journal
        self._rows = rows
        self._runs: LRUCache[int, Duplex] = LRUCache(64)

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
            text, size, gutter = str(run), run.bytes, FOLDED
            mask = sum(_SOUND[way] for way in run.ways)
        else:
            mask = self._journal.mask(n)
            text, size, gutter = summary(frame), len(frame.payload), IN_RUN if in_run else " "
        sign, found = verdict
        gutter = sign or gutter
        text = f"{found}{SEPARATOR}{text}" if found else text
        if frame.direction is Direction.SEND and self._hand_made(n):
            gutter = HAND_MADE
        if frame.seq in marks:
            gutter = MARK
            text = SEPARATOR.join(part for part in (clean_line(marks[frame.seq]), text) if part)
        if in_run and (silence := self._run(self._rows.run_until(n)).dry_before(n)):
            text += f"{SEPARATOR}ran dry {seconds_text(silence)} before"
        if (age := self.age(row)) and _offers_handle(frame):
            text += f"{SEPARATOR}{age}"
        return Line(frame.t, self._elapsed(row, mode), frame.direction, mask, size, text, gutter)

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
