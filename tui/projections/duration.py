"""Durations on the wire are protobuf's: `"9.5s"`."""

from __future__ import annotations

import re

_DURATION = re.compile(r"(\d{1,9}(?:\.\d*)?)s", re.ASCII)


def seconds_in(text: str) -> float | None:
    """Seconds of a protobuf Duration, or None where it is none."""
    found = _DURATION.fullmatch(text)
    return float(found[1]) if found else None
