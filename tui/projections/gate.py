"""A breakpoint on frames: delivery to transcript and sound is held while the log fills."""

from __future__ import annotations

from threading import Lock

from tui.wire.frame import Frame
from tui.wire.kinds import Mask


class Gate:
    """Holds frames from the first of some kinds on, until it is stepped or released.

    Several may ask, each of the frames in order, on threads of their own: all are held at the same frame.
    kinds: what it holds at; none lets everything through. held_at: the `seq` of the first frame held.
    """

    def __init__(self) -> None:
        self.kinds: Mask = 0
        self.held_at: int | None = None
        self._passed = -1
        self._lock = Lock()

    def holds(self, frame: Frame) -> bool:
        """Whether a frame has to wait."""
        if not self.kinds and self.held_at is None:
            return False
        with self._lock:
            if self.held_at is None and frame.kinds & self.kinds and frame.seq > self._passed:
                self.held_at = frame.seq
            return self.held_at is not None and frame.seq >= self.held_at

    def step(self) -> None:
        """Let the frame through that is held, and hold at the next one, whatever it is."""
        with self._lock:
            if self.held_at is not None:
                self._passed = self.held_at
                self.held_at += 1

    def release(self) -> None:
        """Let frames through, up to the next of the kinds."""
        with self._lock:
            if self.held_at is not None:
                self._passed = self.held_at
                self.held_at = None

    def open(self) -> None:
        """Hold at nothing any more."""
        self.kinds = 0
        self.release()
