"""The interpreter, shared by the threads of this program: the screen, the engine, what reads recordings."""

from __future__ import annotations

import sys

TURN = 0.0005
"""Seconds for which a thread may keep the interpreter while others wait for it."""


def share_quickly() -> None:
    """Let the threads take short turns.

    Whoever wakes, for sound that has come or a key that was pressed, waits for one such turn of each thread
    that computes. With Python's own 5 ms two of them make an event loop 10 ms late at each step, and a first
    sound takes several; with this it is 1 ms. What it costs in throughput could not be measured.
    """
    sys.setswitchinterval(TURN)
