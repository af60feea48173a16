"""From the journal to the panes: one pending wake, and a flush at most so often."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from textual.message import Message
from textual.message_pump import MessagePump
from textual.timer import Timer

from tui.projections.gate import Gate
from tui.projections.views import Views
from tui.store.journal import Journal

FLUSHES_A_SECOND = 10
LONGEST_PULL = 0.04
"""Seconds a flush may take the screen's thread for."""
_LOOK_EVERY = 32
_BREATH = 0.01
"""Seconds between two slices of a long journal: keys are answered meanwhile."""


class JournalGrew(Message, bubble=False):
    """There are frames that nobody has looked at. Carries none of them."""


class Feed:
    """Pulls what is new in a journal into the projections and tells the panes.

    `wake` may be called from any thread, once a frame; it costs a flag. `pull` runs on the screen's
    thread: at once where nothing happened lately, else when the next flush is due. `seen` counts the frames
    that the projections have taken in.
    """

    def __init__(
        self,
        pump: MessagePump,
        journal: Journal,
        on_flush: Callable[[], None],
        *,
        rate: int = FLUSHES_A_SECOND,
    ) -> None:
        self.journal = journal
        self.views = Views()
        self.gate = Gate()
        self._pump = pump
        self._on_flush = on_flush
        self._interval = 1 / rate
        self.seen = 0
        self._woken = False
        self._flushed = 0.0
        self._due: Timer | None = None
        journal.on_append = self.wake
        self.flush()

    def wake(self) -> None:
        """Say that the journal grew."""
        if not self._woken:
            self._woken = True
            self._pump.post_message(JournalGrew())

    def pull(self) -> None:
        """Flush now, or as soon as the interval allows."""
        wait = self._flushed + self._interval - monotonic()
        if wait > 0:
            self._flush_in(wait)
        elif self._due is None:
            self.flush()

    def _flush_in(self, wait: float) -> None:
        """One flush is due at a time: as many as there were wakes would leave the keys no time."""
        if self._due is None:
            self._due = self._pump.set_timer(wait, self._flush_due)

    def _flush_due(self) -> None:
        if self._due is not None:
            self._due = None
            self.flush()

    def flush(self) -> None:
        """Feed what is new to the projections and let the panes look; of a long journal, as much as the
        screen can wait for, and the rest soon after.
        """
        self._woken = False
        began = monotonic()
        self._take_in(until=began + LONGEST_PULL)
        is_held = self.gate.held_at is not None
        if began >= self._flushed + self._interval or self.seen == len(self.journal) or is_held:
            self._flushed = monotonic()
            self._on_flush()
        if self.seen < len(self.journal) and not is_held:
            self._woken = True
            self._flush_in(_BREATH)

    def _take_in(self, *, until: float) -> None:
        for frame in self.journal.frames(self.seen, len(self.journal)):
            if self.gate.holds(frame):
                return
            self.views.feed(frame)
            self.seen += 1
            if not self.seen % _LOOK_EVERY and monotonic() > until:
                return

    def close(self) -> None:
        """Stop listening, and look at what is left: of much, what the screen can wait for."""
        self.journal.on_append = None
        if self._due is not None:
            self._due.stop()
            self._due = None
        self.gate.open()
        self._take_in(until=monotonic() + LONGEST_PULL)
        self._on_flush()
