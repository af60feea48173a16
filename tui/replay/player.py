"""Plays a recording: a thread that lets its frames come, at a speed, until it is told otherwise."""

from __future__ import annotations

import threading
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from time import monotonic

from tui.replay.pace import LONGEST_GAP, Pace
from tui.replay.reel import Reel
from tui.store.index import What
from tui.store.journal import Journal
from tui.wire.frame import Frame
from tui.wire.kinds import Kind

SLOWEST, FASTEST = 0.1, 100.0
SPEEDS = (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 25.0, 50.0, 100.0)


class Player:
    """Play, pause, speed, step and seek over a recording; every method may be called from any thread.

    What was played so far is `reel`. Going back makes a new one, as a projection cannot forget: then
    `on_rewind` is told, and the panes start over with `reel`. `on_frame` hears each frame that comes by
    playing at speed 1, not by seeking; `on_change` that something was asked for; `on_halt` that what is
    heard has to stop: a pause, a jump, another speed; at the end it may ring out. None of them may wait for
    another thread: the player stands still meanwhile.

    reads: more frames are to come, which `read` finds; `length` grows until it has.
    """

    def __init__(
        self,
        source: Journal,
        *,
        longest_gap: float = LONGEST_GAP,
        reads: bool = False,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.reel = Reel(source)
        self.pace = Pace(source.index.times, longest_gap)
        self.speed = 1.0
        self.playing = True
        self.on_rewind: Callable[[], None] = _nothing
        self.on_change: Callable[[], None] = _nothing
        self.on_halt: Callable[[], None] = _nothing
        self.on_frame: Callable[[Frame], None] = _nobody
        self._source = source
        self._clock = clock
        self._moment = 0.0
        self._since = clock()
        self._changed = threading.Condition()
        self._stopped = False
        self._reads = reads

    # -- where it stands ---------------------------------------------------------------------------

    @property
    def length(self) -> int:
        """Frames of the recording."""
        return len(self.pace)

    @property
    def position(self) -> int:
        """Frames played so far."""
        return len(self.reel)

    @property
    def seconds(self) -> float:
        """Where playback stands, in seconds of the recording with its gaps capped."""
        with self._changed:
            return min(self._now(), self.pace.length)

    @property
    def at_end(self) -> bool:
        """Whether there is nothing left to play."""
        return self.position >= self.length and not self._reads

    @property
    def problems(self) -> list[str]:
        """What was found odd in the recording, in words; none while it is being read."""
        return [] if self._reads else self._source.problems

    # -- what can be asked for ---------------------------------------------------------------------

    def toggle(self) -> None:
        """Play or pause; from the end, play again from the start."""
        with self._changed:
            ended = not self.playing and self.at_end
            self._set(playing=not self.playing)
            if ended:
                self.seek(0)

    def pause(self) -> None:
        """Stand still."""
        self._set(playing=False)

    def set_speed(self, speed: float) -> None:
        """Another speed, within 0.1 and 100."""
        self._set(speed=min(max(speed, SLOWEST), FASTEST))

    def change_speed(self, steps: int) -> None:
        """Faster or slower, by steps of `SPEEDS`."""
        here = bisect_left(SPEEDS, self.speed)
        self.set_speed(SPEEDS[min(max(0, here + steps), len(SPEEDS) - 1)])

    def step(self, frames: int) -> None:
        """Pause, and go on by some frames, or back."""
        self.pause()
        self.seek(self.position + frames)

    def step_turn(self, turns: int) -> None:
        """Pause, and go to the end of a turn: the next one for 1, the one before for -1."""
        self.pause()
        ends = self._turn_ends()
        if turns > 0:
            index = bisect_right(ends, self.position) + turns - 1
            self.seek(ends[index] if index < len(ends) else self.length)
        else:
            index = bisect_left(ends, self.position) + turns
            self.seek(ends[index] if index >= 0 else 0)

    def end_of_turn(self, number: int) -> int:
        """How many frames have been played where a turn has just ended, from 1; 0 is the start."""
        ends = [0, *self._turn_ends()]
        return ends[number] if number < len(ends) else self.length

    def seek(self, row: int) -> None:
        """Stand where `row` frames have been played."""
        row = min(max(0, row), self.length)
        with self._changed:
            self._moment, self._since = self.pace.at(row), self._clock()
            rewinds = row < self.position
            if rewinds:
                self.reel.on_append = None
                self.reel = Reel(self._source)
            self.reel.play(row)
            self._changed.notify()
        self.on_halt()
        if rewinds:
            self.on_rewind()
        self.on_change()

    def seek_seconds(self, seconds: float) -> None:
        """Stand at a moment of the recording."""
        self.seek(self.pace.row_at(max(0.0, seconds)))

    def stop(self) -> None:
        """End `run`."""
        with self._changed:
            self._stopped = True
            self._changed.notify()

    # -- playing -----------------------------------------------------------------------------------

    def read(self) -> None:
        """Find the frames that were not looked for when the recording was opened; blocks, until `stop` at
        the latest. Raises OSError."""

        def learn(done: int, size: int) -> None:
            self._learn()
            if self._stopped:
                raise _StoppedError

        try:
            self._source.read_rest(learn)
        except _StoppedError:
            pass
        finally:
            self._learn(reads=False)

    def _learn(self, *, reads: bool = True) -> None:
        with self._changed:
            self._reads = reads
            self.pace.learn()
            self._changed.notify()
        self.on_change()

    def run(self) -> None:
        """Let frames come until `stop`; blocks."""
        with self._changed:
            self._since = self._clock()
            while not self._stopped:
                due = self.pace.due_by(self._now()) if self.playing else 0
                if due > self.position:
                    self._play(due)
                elif self.playing and self.at_end:
                    self._set(playing=False, halts=False)
                else:
                    self._changed.wait(self._wait())

    def _play(self, upto: int) -> None:
        came = range(self.position, upto)
        self.reel.play(upto)
        if self.speed == 1.0 and self.on_frame is not _nobody:
            for row in came:
                self.on_frame(self._source[row])

    def _now(self) -> float:
        """The moment of the recording, in seconds."""
        return self._moment + (self._clock() - self._since) * self.speed * self.playing

    def _wait(self) -> float | None:
        """Seconds until the next frame is due; None for as long as nothing is asked for."""
        if not self.playing or self.at_end:
            return None
        return max(0.0, self.pace.at(self.position) - self._now()) / self.speed

    def _set(self, *, playing: bool | None = None, speed: float | None = None, halts: bool = True) -> None:
        with self._changed:
            self._moment, self._since = self._now(), self._clock()
            self.playing = self.playing if playing is None else playing
            self.speed = self.speed if speed is None else speed
            self._changed.notify()
        if halts and (not self.playing or self.speed != 1.0):
            self.on_halt()
        self.on_change()

    def _turn_ends(self) -> list[int]:
        """Positions at which a turn has just ended, ascending."""
        return [row + 1 for row in self._source.index.where(_ends_a_turn)]


class _StoppedError(Exception):
    """Nobody needs the rest."""


def _ends_a_turn(what: What) -> int:
    return int(bool(what.mask & Kind.TURN_COMPLETE.bit))


def _nothing() -> None:
    pass


def _nobody(_: Frame) -> None:
    pass
