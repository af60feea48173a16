"""From frames to sound: the playout is fed what the service says, and cut when it says so."""

from __future__ import annotations

import asyncio

from tui.audio.playout import Playout
from tui.projections.gate import Gate
from tui.store.journal import Journal
from tui.wire.frame import Direction, Frame
from tui.wire.kinds import Kind
from tui.wire.pcm import sounds

_ENDS = Kind.TURN_COMPLETE.bit | Kind.GENERATION_COMPLETE.bit | Kind.INTERRUPTED.bit | Kind.CLOSE.bit
AUDIBLE = Kind.AUDIO.bit | _ENDS
"""Kinds that playback has to do with."""


class Playback:
    """Frames in, calls to the playout out. A chunk of 240 ms costs well under a millisecond.

    What a gate holds may be hours of sound. It is in the journal, so only its place is kept.
    """

    def __init__(self, playout: Playout) -> None:
        self._playout = playout
        self._replaying: asyncio.Task[None] | None = None
        self._gate = Gate()
        self._journal: Journal | None = None
        self._held: int | None = None
        self._newest = -1
        self._delivering: asyncio.Task[None] | None = None

    def feed(self, frame: Frame) -> None:
        """A received frame, in order; it waits while the gate is shut."""
        if self._held is not None or self._gate.holds(frame):
            self._hold(frame)
        else:
            self._play(frame)

    def _hold(self, frame: Frame) -> None:
        if self._held is None and self._journal is not None:
            self._held = self._journal.find(frame.seq)
        self._newest = frame.seq

    def deliver(self, gate: Gate, journal: Journal) -> None:
        """Go by a gate on the frames of a journal, and play what it lets through of what waited."""
        self._gate, self._journal = gate, journal
        if self._delivering is None or self._delivering.done():
            self._delivering = asyncio.create_task(self._deliver(journal))

    async def _deliver(self, journal: Journal) -> None:
        """Frame by frame, so that nothing else has to wait; what comes meanwhile waits behind these."""
        while self._held is not None:
            frame = journal[self._held] if self._held < len(journal) else None
            if frame is None or frame.seq > self._newest:
                self._held = None
            elif frame.direction is Direction.RECEIVE and self._gate.holds(frame):
                return
            else:
                self._held += 1
                if frame.direction is not Direction.SEND:
                    self._play(frame)
                await asyncio.sleep(0)

    def _play(self, frame: Frame) -> None:
        if not frame.kinds & AUDIBLE:
            return
        if frame.kinds & Kind.INTERRUPTED.bit:
            self._silence(more=None)
        for pcm, rate in sounds(frame):
            self._playout.feed(pcm, rate)
        if frame.kinds & _ENDS:
            self._playout.end_turn()

    def replay(self, journal: Journal, first: int, last: int) -> None:
        """The answers in some rows once more."""
        self._silence(more=False)
        self._replaying = asyncio.create_task(self._replay(journal, first, last))

    async def _replay(self, journal: Journal, first: int, last: int) -> None:
        """Frame by frame, so that nothing else has to wait."""
        for row in range(first, min(last + 1, len(journal))):
            if journal.mask(row) & Kind.AUDIO.bit:
                for pcm, rate in sounds(journal[row]):
                    self._playout.feed(pcm, rate)
                await asyncio.sleep(0)
        self._playout.end_turn()

    def interrupt(self, *, answer_open: bool) -> None:
        """Silence, for what is held too; drop what is still to come of an answer that has not ended."""
        self._held = None
        self._silence(more=answer_open)

    def begin_turn(self) -> None:
        """The user takes the turn: silence; what is late of the answer before is dropped."""
        self._silence(more=None)

    def lose(self) -> None:
        """No more will come over this connection: what came is played to the end, also of what is held."""
        if self._held is not None and self._journal is not None:
            self._newest = self._journal.index.next_seq - 1
        else:
            self._playout.end_turn()

    def _silence(self, *, more: bool | None) -> None:
        if self._replaying is not None:
            self._replaying.cancel()
        self._playout.interrupt(more=more)
