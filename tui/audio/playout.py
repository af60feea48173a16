"""From chunks as they arrive to sound as it is heard, without ever making the engine wait.

A turn is played by one process of the first sink that works. Turns never overlap: the next one begins when
the one before has been heard, whose process may still linger. Nothing here raises into the conversation:
what goes wrong with a sink is told as an event.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Sequence
from typing import Any, Protocol

from tui.audio.arrival import Jitter
from tui.audio.pcm import RATE, seconds
from tui.audio.pipe import Pipe
from tui.audio.sink import Sink
from tui.audio.utterance import Utterance
from tui.errors import AudioError

LARGEST_BACKLOG = 600.0
"""Seconds of sound that may wait; more is dropped and counted."""
RETRY_AFTER = 5.0
"""Seconds from the loss of the last sink to the next try."""


class OnEvent(Protocol):
    """Hears what happened: `heard`, `underrun`, `note`, with their fields as the journal keeps them."""

    def __call__(self, name: str, /, **fields: Any) -> None: ...


def _ignore(name: str, /, **fields: Any) -> None:
    pass


class Playout:
    """Plays turns through the first of `sinks` that works; without any, it is mute.

    Made anywhere, called only from one running asyncio loop. No call blocks, and none raises for a sink.

    Events: `heard` (seconds, received, cut, underruns) at each turn's end; `underrun` (seconds, at);
    `note` (text, …) when a sink was lost, and when sound was dropped because too much of it waits.
    """

    def __init__(self, sinks: Sequence[Sink], on_event: OnEvent = _ignore) -> None:
        self.on_event = on_event
        self.dropped = 0.0
        self._overflow = 0.0
        self._all = tuple(sinks)
        self._sinks = list(sinks)
        self._retry_at = 0.0
        self._jitter = Jitter()
        self._turns: deque[Utterance] = deque()
        self._dropping = False
        self._spare: asyncio.Task[Pipe] | None = None
        self._draining: set[Pipe] = set()
        self._runner: asyncio.Task[None] | None = None

    # What the engine tells.

    def prepare(self) -> None:
        """Start the first sink's process ahead of the first sound, where it can wait."""
        if self._spare is None and self._sinks and self._sinks[0].talks:
            self._spare = asyncio.create_task(Pipe.open(self._sinks[0]))

    def feed(self, pcm: bytes, rate: int = RATE) -> None:
        """Take a chunk of the turn (s16le mono, any size, `rate` in Hz)."""
        if self._dropping or not self._is_able():
            self.dropped += seconds(len(pcm), rate)
            return
        if self.buffered > LARGEST_BACKLOG:
            self._drop(seconds(len(pcm), rate))
            return
        if not self._turns or self._turns[-1].ended:
            self._begin()
        try:
            self._turns[-1].feed(pcm, rate)
        except ImportError as error:
            self.interrupt()
            self.on_event("note", text=f"sound of {rate} Hz cannot be played: {error}", why=str(error))

    def end_turn(self) -> None:
        """The turn's sound is complete (`generationComplete`, `turnComplete`): play what there is."""
        self._dropping = False
        self._count_dropped()
        if self._turns:
            self._turns[-1].end()

    def interrupt(self, *, more: bool | None = None) -> None:
        """Silence, now; what is still to come of the turn is dropped, until `end_turn`.

        more: whether there is something to come; by default there is, if the turn has not ended.
        """
        unfinished = bool(self._turns) and not self._turns[-1].ended
        self._dropping = self._dropping or unfinished if more is None else more
        self._count_dropped()
        turns = list(self._turns)
        self._turns.clear()
        was_heard = bool(turns) and turns[0].ended and turns[0].position >= turns[0].received
        for turn in turns:
            turn.cut()
        for pipe in self._draining:
            pipe.kill()
        if turns:
            self._report(turns[0], cut=not was_heard)

    def retry(self) -> None:
        """Try all sinks again from the next turn."""
        self._retry_at = 0.0
        self._sinks = list(self._all)

    async def aclose(self) -> None:
        """Silence, and no process left behind."""
        self.interrupt(more=False)
        self._sinks, self._all = [], ()
        if self._runner is not None:
            await self._runner
        if self._spare is not None:
            with contextlib.suppress(AudioError):
                self._draining.add(await self._spare)
        for pipe in self._draining:
            pipe.kill()
            await pipe.gone()

    # What the screen asks, from any thread.

    @property
    def received(self) -> float:
        """Seconds of sound that came in and are not over: the turn being heard, and what waits behind it."""
        return sum(turn.received for turn in tuple(self._turns))

    @property
    def buffered(self) -> float:
        """Seconds received and not heard yet."""
        return max(0.0, self.received - self.position())

    @property
    def sink(self) -> str:
        """The name of the sink in use, and where it is heard if not here; empty while mute."""
        names = (f"{sink.name} at {sink.place}" if sink.place else sink.name for sink in self._sinks)
        return next(names, "")

    def position(self) -> float:
        """Seconds heard of the turn that is played."""
        return next((turn.position for turn in tuple(self._turns)), 0.0)

    def level(self) -> float:
        """The peak of what is heard, 0..1."""
        return next((turn.level for turn in tuple(self._turns)), 0.0)

    # How it is played.

    def _is_able(self) -> bool:
        if not self._sinks and self._all and time.monotonic() >= self._retry_at:
            self.retry()
        return bool(self._sinks)

    def _drop(self, length: float) -> None:
        """Too much waits: said when it begins, and how much it was when the turn ends."""
        if not self._overflow:
            text = f"sound is dropped from here on: {LARGEST_BACKLOG:.0f} s of it wait to be heard"
            self.on_event("note", text=text)
        self._overflow += length
        self.dropped += length

    def _count_dropped(self) -> None:
        if self._overflow:
            self.on_event("note", text=f"{self._overflow:.1f} s of sound were dropped, and not played")
            self._overflow = 0.0

    def _begin(self) -> None:
        self._turns.append(Utterance(self._jitter.hold))
        if self._runner is None:
            self._runner = asyncio.create_task(self._play_all())

    async def _play_all(self) -> None:
        while self._turns:
            turn = self._turns[0]
            await self._play(turn)
            if self._turns and self._turns[0] is turn:
                self._turns.popleft()
        self._runner = None

    async def _play(self, turn: Utterance) -> None:
        if not self._sinks:
            return
        sink = self._sinks[0]
        why = await self._try(sink, turn)
        if turn.was_cut:
            return
        if why:
            self._lose(sink, why, turn)
        self._report(turn, cut=bool(why))

    async def _try(self, sink: Sink, turn: Utterance) -> str:
        """Play a turn to its end; return why it could not be."""
        try:
            pipe = await self._take_pipe(sink)
        except AudioError as error:
            return error.message
        pipe.on_gap = lambda gap: self._count_underrun(turn, gap)
        turn.attach(pipe)
        self.prepare()
        why = await pipe.wait()
        self._draining = {other for other in self._draining if other.is_alive} | {pipe}
        return why or ("" if turn.ended else "it ended by itself")

    async def _take_pipe(self, sink: Sink) -> Pipe:
        spare, self._spare = self._spare, None
        if spare is not None:
            pipe = await spare
            if pipe.is_alive and pipe.sink is sink:
                return pipe
            pipe.kill()
        return await Pipe.open(sink)

    def _count_underrun(self, turn: Utterance, gap: float) -> None:
        turn.underruns += 1
        self.on_event("underrun", seconds=round(gap, 3), at=round(turn.position, 3))

    def _lose(self, sink: Sink, why: str, turn: Utterance) -> None:
        """The next turn goes to the next sink; after the last one there is silence for a while."""
        self._sinks = [other for other in self._sinks if other is not sink]
        if not turn.ended:
            turn.cut()
            self._dropping = True
        if self._sinks:
            then = f"the next turn is played by {self._sinks[0].name}"
        else:
            self._retry_at = time.monotonic() + RETRY_AFTER
            then = f"there is no sound; it is tried again from {RETRY_AFTER:.0f} s on"
        self.on_event("note", text=f"{sink.name} was lost ({why}); {then}", sink=sink.name, why=why)

    def _report(self, turn: Utterance, *, cut: bool) -> None:
        self._jitter.note(turn.arrival)
        heard = turn.position if cut else turn.received
        self.on_event(
            "heard",
            seconds=round(heard, 3),
            received=round(turn.received, 3),
            cut=cut,
            underruns=turn.underruns,
        )
