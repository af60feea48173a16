"""An hour of a conversation with sound, appended at full speed while the log follows: what stays in memory.

python -m tests.bench.log_soak JOURNAL FRAMES log|projections     (the child: prints its size as it goes on)
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from tests.bench.log_recordings import T0, LogApp, message
from tui.store.journal import Journal
from tui.ui.feed import FLUSHES_A_SECOND, Feed
from tui.wire.frame import Direction, Opcode

SIZE = (160, 48)
SPACING = 0.036
"""Seconds from frame to frame: 100,000 of them are an hour."""
STEPS = 20
PAGES = 200
"""Pages looked at on the way, so that the caches of what was drawn are full."""
BATCH = 100

TURN = 100
_ASKED: object = {"realtimeInput": {"text": "What is the capital of Brazil?"}}
_ENDS: dict[int, object] = {
    TURN - 3: {"serverContent": {"generationComplete": True}},
    TURN - 2: message(19),
    TURN - 1: {"sessionResumptionUpdate": {"newHandle": "95e91930-b35b-482b-8880", "resumable": True}},
}


def crossed(n: int) -> tuple[Direction, bytes]:
    """The n-th frame of turns of a hundred: asked, answered, by sound nine times in ten, and ended."""
    place = n % TURN
    if n < 2:
        said: object = {"setupComplete": {}} if n else {"setup": {"model": "models/live"}}
        return Direction.RECEIVE if n else Direction.SEND, json.dumps(said).encode()
    if place == 0 or n == 2:
        return Direction.SEND, json.dumps(_ASKED).encode()
    if place % 10 or place in _ENDS:
        blob = {"inlineData": {"mimeType": "audio/pcm;rate=24000", "data": f"{n:08d}" + "AAEC" * 3_000}}
        said = _ENDS.get(place, {"serverContent": {"modelTurn": {"parts": [blob]}}})
        return Direction.RECEIVE, json.dumps(said).encode()
    words = {"text": f" could talk about anything, say {n}", "finished": place == 90}
    return Direction.RECEIVE, json.dumps({"serverContent": {"outputTranscription": words}}).encode()


def resident() -> int:
    """Bytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


async def soak(path: Path, frames: int, *, projections: bool) -> None:
    """Print how many frames there are, and the bytes resident, in steps."""
    journal = Journal.create(path)
    app, flushed = LogApp(journal), 0.0
    async with app.run_test(size=SIZE) as pilot:
        feed = Feed(app, journal, app.pane.flush) if projections else None
        for n in range(1, frames + 1):
            direction, data = crossed(n - 1)
            journal.append(direction, Opcode.BINARY, data, conn=1, t=T0 + n * SPACING)
            if n % BATCH == 0:
                if perf_counter() - flushed > 1 / FLUSHES_A_SECOND:
                    flushed = perf_counter()
                    (feed or app.pane).flush()
                await asyncio.sleep(0)
            if n % (frames // STEPS) == 0:
                while feed is not None and feed.seen < n:
                    feed.flush()
                app.pane.flush()
                await asyncio.sleep(0.05)
                if n == frames // 5:
                    app.pane.focus()
                    await pilot.press(*["pageup"] * PAGES, "end")
                print(n, resident(), flush=True)
    journal.close()


def growth(path: Path, frames: int, mode: str) -> tuple[float, float, float]:
    """Bytes a frame once the caches are full, megabytes at the end and frames a second, of a child."""
    start = perf_counter()
    command = [sys.executable, "-m", "tests.bench.log_soak", str(path), str(frames), mode]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    took = perf_counter() - start
    path.unlink()
    sizes = [tuple(map(int, line.split())) for line in done.stdout.splitlines()]
    (first, before), (last, after) = sizes[len(sizes) // 4], sizes[-1]
    return (after - before) / (last - first), after / 1e6, frames / took


if __name__ == "__main__":
    asyncio.run(soak(Path(sys.argv[1]), int(sys.argv[2]), projections=sys.argv[3] == "projections"))
