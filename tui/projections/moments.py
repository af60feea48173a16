"""Moments as a person writes them, and which moment of a recording that is.

    10:32   10:32:04.5   2026-11-22   2026-11-22 10:32   +5m   -90s

A time of day is the one in the recording, or the one nearest to it. Where a recording of more than a day has
several, it is the one nearest to where one stands; who stands nowhere means the first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Protocol

EXAMPLES = "10:32, 10:32:04, 2026-11-22 10:32, +5m or -5m"

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?")
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\s*(\d{1,2}:[\d:.,]+)")
_DISTANCE = re.compile(r"([+-])\s*(\d{1,9}(?:\.\d+)?)\s*(ms|s|m|h|d)")
_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400}


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when a recording goes, in Unix seconds."""

    first: float
    last: float

    @classmethod
    def of(cls, times: Sequence[float]) -> Span | None:
        """Of the times of its frames; None where there is none."""
        return cls(times[0], times[-1]) if len(times) else None

    def distance(self, t: float) -> float:
        """How far a time lies outside, in seconds; 0 for one in it."""
        return max(self.first - t, t - self.last, 0.0)


class Moment(Protocol):
    """What was written."""

    def within(self, span: Span, at: float | None = None) -> float:
        """The moment it is in a recording, in Unix seconds; `at`: where one stands in it, where one does."""


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """`10:32`: a local time, in seconds since midnight."""

    seconds: float

    def within(self, span: Span, at: float | None = None) -> float:
        """On the day on which it lies nearest to the recording, and then to where one stands."""
        return _on_nearest_day(self.seconds, span, span.first if at is None else at)


@lru_cache(64)
def _on_nearest_day(seconds: float, span: Span, at: float) -> float:
    try:
        day = datetime.fromtimestamp(at).date()
        moments = [_on_day(day + timedelta(days=days), seconds) for days in (-1, 0, 1)]
    except (ValueError, OverflowError, OSError):
        return seconds
    return min(moments, key=lambda moment: (span.distance(moment), abs(moment - at)))


def _on_day(day: date, seconds: float) -> float:
    """By the calendar: not every day has 24 hours."""
    minutes, rest = divmod(seconds, 60)
    clock = time(int(minutes) // 60, int(minutes) % 60)
    return datetime.combine(day, clock).timestamp() + rest


@dataclass(frozen=True, slots=True)
class Instant:
    """`2026-11-22 10:32`: it is when it is."""

    t: float

    def within(self, span: Span, at: float | None = None) -> float:
        """The same everywhere."""
        return self.t


@dataclass(frozen=True, slots=True)
class Distance:
    """`+5m` from where one stands, else from the beginning; `-5m` from there, else from the end."""

    seconds: float
    back: bool

    def within(self, span: Span, at: float | None = None) -> float:
        """So far away."""
        if self.back:
            return (span.last if at is None else at) - self.seconds
        return (span.first if at is None else at) + self.seconds


def read_moment(text: str) -> Moment | None:
    """What a text means; None where it names no moment."""
    text = text.strip()
    if (seconds := _seconds_of_day(text)) is not None:
        return TimeOfDay(seconds)
    if found := _DISTANCE.fullmatch(text):
        return Distance(float(found[2]) * _SECONDS[found[3]], found[1] == "-")
    return _instant(text)


def _seconds_of_day(text: str) -> float | None:
    found = _CLOCK.fullmatch(text)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59 or int(found[3] or 0) > 59:
        return None
    seconds = float(f"{found[3] or 0}.{found[4] or 0}")
    return int(found[1]) * 3600 + int(found[2]) * 60 + seconds


def _instant(text: str) -> Instant | None:
    try:
        if found := _DATED.fullmatch(text):
            seconds = _seconds_of_day(found[2])
            return Instant(_on_day(date.fromisoformat(found[1]), seconds)) if seconds is not None else None
        return Instant(datetime.fromisoformat(text).timestamp())
    except (ValueError, OverflowError, OSError):
        return None
