"""From frames to sound: the playout is fed what the service says, and cut when it says so."""

from __future__ import annotations

import asyncio
from collections import deque

from tui.audio.playout import Playout
from tui.projections.gate import Gate
from tui.store.journal import Journal
from tui.wire.frame import Frame
from tui.wire.kinds import Kind
from tui.wire.pcm import sounds

_ENDS = Kind.TURN_COMPLETE.bit | Kind.GENERATION_COMPLETE.bit | Kind.INTERRUPTED.bit
AUDIBLE = Kind.AUDIO.bit | _ENDS
"""Kinds that playback has to do with."""


class Playback:
    """Frames in, calls to the playout out. A chunk of 240 ms costs well under a millisecond."""

    def __init__(self, playout: Playout) -> None:
        self._playout = playout
        self._replaying: asyncio.Task[None] | None = None
        self._gate = Gate()
        self._held: deque[Frame] = deque()

    def feed(self, frame: Frame) -> None:
        """A received frame, in order; it waits while the gate is shut."""
        if self._held or self._gate.holds(frame):
            self._held.append(frame)
        else:
            self._play(frame)

    def deliver(self, gate: Gate) -> None:
        """Go by a gate, and play what it lets through of what waited."""
        self._gate = gate
        while self._held and not gate.holds(self._held[0]):
            self._play(self._held.popleft())

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
        self._held.clear()
        self._silence(more=answer_open)

    def begin_turn(self) -> None:
        """The user takes the turn: silence; what is late of the answer before is dropped."""
        self._silence(more=None)

    def lose(self) -> None:
        """No more will come over this connection: what came is played to the end."""
        self._playout.end_turn()

    def _silence(self, *, more: bool | None) -> None:
        if self._replaying is not None:
            self._replaying.cancel()
        self._playout.interrupt(more=more)
