"""When a sink that says nothing has begun."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from tests.unit.audio.sound import python_sink, ramp
from tui.audio.pipe import LOOK, Pipe

HESITATING = "import os,sys\nwhile not os.path.exists(sys.argv[1]): pass\nsys.stdin.buffer.read()"


def test_a_silent_sink_has_begun_when_it_takes_what_it_was_given(tmp_path: Path) -> None:
    async def scene() -> None:
        pipe = await Pipe.open(python_sink(HESITATING, str(tmp_path / "ready")))
        given = time.monotonic()
        pipe.write(ramp(1.0))
        async with asyncio.timeout(10):
            while time.monotonic() < given + 5 * LOOK:
                await asyncio.sleep(0.001)
            assert pipe.started is None
            (tmp_path / "ready").touch()
            while pipe.started is None:
                await asyncio.sleep(0.001)
        assert pipe.started > given + LOOK
        pipe.kill()
        await pipe.gone()

    asyncio.run(scene())
