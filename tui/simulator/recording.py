"""A recording as a server: what a service once said, said again to whoever asks the same."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from itertools import groupby

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from tui.simulator.refusals import cut
from tui.simulator.served import Served
from tui.wire.classifier import classify
from tui.wire.frame import Direction, Frame, Opcode, parse
from tui.wire.kinds import Kind
from tui.wire.spelling import pick

_MEDIA = Kind.REALTIME_AUDIO.bit | Kind.REALTIME_VIDEO.bit
_NO_CLOSE_FRAME = (1005, 1006, 1015)


class Recording:
    """The frames of a session, played back connection by connection; the last one repeats.

    paced: with the pauses of the recording, else as fast as it goes.
    """

    def __init__(self, frames: Iterable[Frame], *, paced: bool = False) -> None:
        self._paced = paced
        connections = groupby((frame for frame in frames if frame.conn), key=lambda frame: frame.conn)
        takes = [list(group) for _, group in connections]
        self._takes = [take for take in takes if any(f.direction is Direction.RECEIVE for f in take)]

    def __len__(self) -> int:
        return len(self._takes)

    def scenes(self, number: int) -> Iterator[tuple[Frame, float]]:
        """What the n-th client (from 0) is played: frames, and the seconds to wait before each received one.

        A client's stretch of media is one scene, since no two microphones cut it alike.
        """
        before: Frame | None = None
        for frame in self._takes[min(number, len(self) - 1)] if self._takes else []:
            pause = frame.t - before.t if before and frame.direction is Direction.RECEIVE else 0.0
            if not (before and _is_media(frame) and _is_media(before)):
                yield frame, max(0.0, pause) if self._paced else 0.0
            before = frame


class Playback:
    """One recorded connection on one socket."""

    def __init__(self, socket: ServerConnection, recording: Recording, served: Served) -> None:
        self._socket = socket
        self._scenes = recording.scenes(served.connections - 1)
        self._served = served

    async def serve(self) -> None:
        """Answer what the recorded client was answered; afterwards listen until the client closes."""
        try:
            for frame, pause in self._scenes:
                await asyncio.sleep(pause)
                await self._play(frame)
            while True:
                await self._receive()
        except ConnectionClosed:
            pass

    async def _play(self, frame: Frame) -> None:
        if frame.direction is Direction.SEND:
            await self._expect(frame.kinds)
        elif frame.direction is Direction.RECEIVE:
            self._served.sent += 1
            payload = frame.payload
            await self._socket.send(payload.decode() if frame.opcode is Opcode.TEXT else payload)
        elif frame.event == "close" and frame.message.get("by") == "server":
            await self._close(frame)

    async def _expect(self, kinds: int) -> None:
        """Wait for a message of the recorded one's kind; what else the client says is passed over."""
        while not kinds & await self._receive():
            pass

    async def _receive(self) -> int:
        message = parse(await self._socket.recv(decode=False))
        self._served.received += 1
        return classify(Direction.SEND, message)

    async def _close(self, frame: Frame) -> None:
        """As the service did; a close without a close frame was a lost connection."""
        code = pick(frame.message, "code")
        if not isinstance(code, int) or code in _NO_CLOSE_FRAME:
            self._socket.transport.abort()
        else:
            await self._socket.close(code, cut(str(pick(frame.message, "reason", ""))))


def _is_media(frame: Frame) -> bool:
    return frame.direction is Direction.SEND and bool(frame.kinds & _MEDIA)
