"""Sound for a replay: the playout on a loop and a thread of its own."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tui.audio.playout import Playout
from tui.audio.sinks import choose
from tui.live.playback import Playback
from tui.wire.frame import Direction, Frame


class Sounding:
    """What is heard of a recording. Every method may be called from any thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop, playout: Playout) -> None:
        self._loop = loop
        self._playout = playout
        self._playback = Playback(playout)

    def hear(self, frame: Frame) -> None:
        """A frame of the recording."""
        if frame.direction is Direction.RECEIVE:
            self._loop.call_soon_threadsafe(self._playback.feed, frame)

    def hush(self) -> None:
        """Silence."""
        self._loop.call_soon_threadsafe(lambda: self._playout.interrupt(more=False))


@contextmanager
def sounding(spec: str) -> Iterator[Sounding]:
    """Sound through what `--audio` names, for as long as it is entered. Raises AudioError."""
    sinks, _ = choose(spec, os.environ)
    loop, playout = asyncio.new_event_loop(), Playout(sinks)
    thread = threading.Thread(target=loop.run_forever, name="sound", daemon=True)
    thread.start()
    try:
        yield Sounding(loop, playout)
    finally:
        asyncio.run_coroutine_threadsafe(playout.aclose(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
