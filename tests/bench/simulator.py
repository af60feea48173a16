"""Frames a second that the simulator serves, beside bare `websockets` servers in the same run.

    python -m tests.bench.simulator [FRAMES]

Server, client and TLS share one process and one loop, so each figure is what a frame costs both ends
together. `echo` sends every frame back that a client sends it; `push` sends the same frames unasked, the
most that `websockets` can do. To reach: 0.8 of the echo.
"""

from __future__ import annotations

import asyncio
import ssl
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve

from tests.unit.simulator.raw import NATIVE, dial
from tui.simulator import certificate, messages
from tui.simulator.scenario_file import load
from tui.simulator.server import Simulator

ROUNDS = 5
SIZES = (320, 3_840, 11_520)
BARE: dict[str, Any] = {"max_size": None, "compression": None}


async def receive(socket: ClientConnection, frames: int) -> float:
    """Frames a second, from the first to the last."""
    start = time.perf_counter()
    for _ in range(frames):
        await socket.recv(decode=False)
    return frames / (time.perf_counter() - start)


async def simulated(frames: int, size: int) -> float:
    """The scenario `flood`, of real audio frames."""
    scenario = load("flood", {"frames": str(frames), "size": str(size)})
    async with Simulator(scenario) as sim, dial(sim, model=f"models/{NATIVE}") as client:
        await client.receive()
        await client.say("go")
        return await receive(client.socket, frames)


async def bare(
    serving: Callable[[ServerConnection], Awaitable[None]], frames: int, send: list[bytes]
) -> float:
    """A server of nothing but `websockets`, with TLS as the simulator has it."""
    with tempfile.TemporaryDirectory() as scratch:
        issued = certificate.issue(Path(scratch))
        trust = ssl.create_default_context(cafile=issued.ca_file)
        async with serve(serving, "127.0.0.1", 0, ssl=issued.context, **BARE) as server:
            port = next(iter(server.sockets)).getsockname()[1]
            async with connect(f"wss://127.0.0.1:{port}", ssl=trust, **BARE) as client:
                sending = asyncio.create_task(send_all(client, send))
                rate = await receive(client, frames)
                await sending
                return rate


async def send_all(client: ClientConnection, payloads: list[bytes]) -> None:
    """One after the other, while they are being received."""
    for payload in payloads:
        await client.send(payload)


async def echo(frames: int, payload: bytes) -> float:
    """What comes goes back."""

    async def back(socket: ServerConnection) -> None:
        async for message in socket:
            await socket.send(message)

    return await bare(back, frames, [payload] * frames)


async def push(frames: int, payload: bytes) -> float:
    """Only sending."""

    async def out(socket: ServerConnection) -> None:
        for _ in range(frames):
            await socket.send(payload)
        await socket.wait_closed()

    return await bare(out, frames, [])


def compare(frames: int, size: int) -> tuple[float, float, float]:
    """Frames a second of all three, in turns, median over rounds."""
    payload = messages.encode(messages.audio(bytes(size)))
    rounds = [
        (
            asyncio.run(simulated(frames, size)),
            asyncio.run(echo(frames, payload)),
            asyncio.run(push(frames, payload)),
        )
        for _ in range(ROUNDS)
    ]
    ours, echoed, pushed = zip(*rounds, strict=True)
    return statistics.median(ours), statistics.median(echoed), statistics.median(pushed)


def main() -> None:
    """One line a size of audio."""
    frames = int(sys.argv[1]) if len(sys.argv) > 1 else 4_000
    for size in SIZES:
        ours, echoed, pushed = compare(frames, size)
        print(
            f"{size:6} bytes of audio: {ours:8,.0f} frames/s; "
            f"echo {echoed:8,.0f}, ratio {ours / echoed:.2f}; push {pushed:8,.0f}, ratio {ours / pushed:.2f}"
        )


if __name__ == "__main__":
    main()
