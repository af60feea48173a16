"""What the tap and the journal cost: frames a second, as a ratio to a bare client in the same run.

python tests/bench/live.py
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import ssl
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from websockets.asyncio.client import connect

from tests.unit.live.service import Peer, certificates, serving, talking

FRAMES = 5_000
ROUNDS = 5
SOUND = base64.b64encode(os.urandom(11_520)).decode()
PART = {"inlineData": {"mimeType": "audio/pcm;rate=24000", "data": SOUND}}
FRAME = json.dumps({"serverContent": {"modelTurn": {"parts": [PART]}}}, indent=2).encode() + b"\n"
"""240 ms of sound, as the service sends it."""


async def pour(peer: Peer) -> None:
    """All frames, as fast as they go."""
    for _ in range(FRAMES):
        await peer.socket.send(FRAME)


async def bare(port: int, peers: asyncio.Queue[Peer]) -> float:
    """Seconds a client needs that only receives."""
    context = ssl.create_default_context(cafile=certificates()[1])
    options: dict[str, Any] = {"ssl": context, "max_size": None, "compression": None}
    async with connect(f"wss://127.0.0.1:{port}", **options) as socket:
        task = asyncio.create_task(pour(await peers.get()))
        began = time.perf_counter()
        for _ in range(FRAMES):
            await socket.recv(decode=False)
        await task
        return time.perf_counter() - began


async def whole(port: int, peers: asyncio.Queue[Peer]) -> float:
    """Seconds the engine needs until the last frame is in the journal."""
    with tempfile.TemporaryDirectory() as directory:
        async with talking(port, Path(directory)) as talk:
            peer = await peers.get()
            await peer.be_ready()
            await talk.event("ready")
            talk.journal.on_append = None
            began = time.perf_counter()
            pouring = asyncio.create_task(pour(peer))
            while len(talk.journal) < FRAMES:
                await asyncio.sleep(0.002)
            await pouring
            return time.perf_counter() - began


async def main() -> None:
    """Both, in turns."""
    async with serving() as service:
        pairs = [
            (await bare(service.port, service.accepted), await whole(service.port, service.accepted))
            for _ in range(ROUNDS)
        ]
    reference, ours = median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
    print(f"bare client        {FRAMES / reference:8.0f} frames/s")
    print(f"engine and journal {FRAMES / ours:8.0f} frames/s, {FRAMES * 0.24 / ours:.0f} times real time")
    print(f"ratio              {reference / ours:8.2f}")


if __name__ == "__main__":
    asyncio.run(main())
