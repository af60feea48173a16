"""Durations: on the wire they are protobuf's, `"9.5s"`; to a person they are said in two figures."""

from __future__ import annotations

import re

_DURATION = re.compile(r"(\d{1,9}(?:\.\d*)?)s", re.ASCII)


def seconds_in(text: str) -> float | None:
    """Seconds of a protobuf Duration, or None where it is none."""
    found = _DURATION.fullmatch(text)
    return float(found[1]) if found else None


def in_words(seconds: float) -> str:
    """`40 s`, `12 min`, `1 h 05 min`, `3 d`: two figures at most."""
    minutes = int(seconds) // 60
    if minutes < 1:
        return f"{max(0, int(seconds))} s"
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 24 * 60:
        return f"{minutes // 60} h {minutes % 60:02} min"
    return f"{minutes // (24 * 60)} d"
