"""A sink is a command line that takes PCM on stdin, plays to the end of file, and dies on a signal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

NEAR = 0.05
"""Seconds before it is heard that a server on this machine takes a sample (measured: 10 to 40 ms)."""


@dataclass(frozen=True, slots=True)
class Sink:
    """One way to be heard.

    talks: it says `start`, `gap`, `drained`, `lost` on stdout (see `tui.audio.child`), opens its
    device at the first byte, and so can wait as a warm spare. lead: seconds it takes before it begins.
    reach: seconds before it is heard that a sample must be there. delay: seconds from the start of playing
    until the first sample is heard. place: the host where it comes out, where that is not in front of the
    user.
    """

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    talks: bool = False
    lead: float = 0.1
    reach: float = NEAR
    delay: float = 0.02
    place: str = ""
