"""sounddevice as a child process: macOS and Windows, where its wheels carry PortAudio.

Written to with blocking writes. When stopped, a PortAudio stream plays what it holds, but for some
devices' own buffer; the `lead` seconds of silence pushed behind the last sample are what they may cut.
"""

from __future__ import annotations

import sys
import time

from tui.audio import child
from tui.audio.pcm import RATE, Samples, size_of


def play() -> int:
    """Play stdin; the first argument is the read-ahead in seconds."""
    import sounddevice

    lead = float(sys.argv[1])
    samples = Samples()
    chunk = child.hear()
    if not chunk:
        return 0
    with sounddevice.RawOutputStream(RATE, channels=1, dtype="int16", latency=lead) as stream:
        child.say("start", time.monotonic())
        while chunk and not child.is_orphan():
            stream.write(samples.take(chunk))
            chunk = child.hear()
        stream.write(bytes(size_of(stream.latency + lead)))
    child.say("drained")
    return 0


if __name__ == "__main__":
    child.run(play)
