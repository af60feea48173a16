"""What the line carried lately."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

_WINDOW = 5.0


@dataclass(frozen=True)
class QuietStats:
    """`mode`: "acknowledged", "timed" or "stock". Rates are of the last five seconds."""

    mode: str
    bytes_per_second: float = 0.0
    frames_per_second: float = 0.0
    round_trip: float | None = None
    """Seconds from a frame sent to its answer, smoothed; None while nothing answered."""
    merged: int = 0
    """Updates that waited for the line and became part of a later frame."""
    frames: int = 0
    bytes: int = 0

    def __str__(self) -> str:
        if self.mode == "stock":
            return "line stock"
        trip = "no answers" if self.round_trip is None else f"{self.round_trip * 1000:.0f} ms"
        rates = f"{_size(self.bytes_per_second)}/s · {self.frames_per_second:.1f} frames/s"
        return f"line {rates} · {trip} · {self.merged} merged"


class Meter:
    """Counts frames, bytes and merged updates. Times are seconds of a monotonic clock."""

    def __init__(self) -> None:
        self.frames = self.bytes = self.merged = 0
        self._recent: deque[tuple[float, int]] = deque()

    def sent(self, now: float, size: int) -> None:
        """A frame of `size` bytes went out."""
        self.frames += 1
        self.bytes += size
        self._recent.append((now, size))
        self._drop(now)

    def read(self, now: float, mode: str, round_trip: float | None) -> QuietStats:
        """The figures at this time."""
        self._drop(now)
        size = sum(size for _, size in self._recent)
        rates = size / _WINDOW, len(self._recent) / _WINDOW
        return QuietStats(mode, *rates, round_trip, self.merged, self.frames, self.bytes)

    def _drop(self, now: float) -> None:
        while self._recent and self._recent[0][0] < now - _WINDOW:
            self._recent.popleft()


def _size(count: float) -> str:
    return f"{count:.0f} B" if count < 1000 else f"{count / 1000:.1f} kB"
