"""What a talking sink says to its parent, and how it hears it.

stdin carries s16le mono PCM at `pcm.RATE`; its end means: play to the end, then exit 0. On stdout, one
event a line: `start T` (monotonic seconds of the first sample), `gap S` (seconds of silence put in because
nothing had come), `drained` (all was heard: another may play), `lost WHY`. stderr is left to the libraries,
which write there from C; the parent never shows it on the screen as it is.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import NoReturn

_PARENT = os.getppid()


def say(*words: object) -> None:
    """One event. Without anyone to hear it, there is no reason to live."""
    try:
        os.write(1, (" ".join(map(str, words)) + "\n").encode())
    except OSError:
        os._exit(0)


def hear() -> bytes:
    """Some PCM, or nothing at the end."""
    return os.read(0, 1 << 16)


def give_up(why: str, *, code: int) -> NoReturn:
    """Say why there will be no more sound, and go; from any thread."""
    say("lost", why)
    os._exit(code)


def is_orphan() -> bool:
    """Whether the parent died: what it sent is no longer wanted."""
    return os.getppid() != _PARENT


def run(play: Callable[[], int]) -> NoReturn:
    """Live as a child: play, turn any failure into one line, and leave without waiting for threads."""
    try:
        code = play()
    except BaseException as error:
        give_up(f"{type(error).__name__}: {' '.join(str(error).split())}", code=3)
    os._exit(code)
