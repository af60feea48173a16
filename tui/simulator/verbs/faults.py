"""Steps that go wrong on purpose."""

from __future__ import annotations

from tui.simulator import messages, outbox
from tui.simulator.refusals import Close
from tui.simulator.service import Service
from tui.simulator.session import Session
from tui.simulator.stage import Stage
from tui.simulator.steps import CloseCode, Count, HttpError, Number, Text, verb


@verb
async def close(stage: Stage, code: CloseCode = 1000, reason: Text = "") -> None:
    """Close the socket with a code and a reason."""
    await stage.session.close(Close(code, reason))


@verb
async def cut(stage: Stage) -> None:
    """Cut the TCP connection: no close frame, no goodbye."""
    stage.session.socket.transport.abort()


@verb
async def stop_reading(stage: Stage) -> None:
    """Read nothing more from the client, until `start-reading`."""
    stage.session.reading.clear()
    stage.session.socket.transport.pause_reading()
    stage.session.spawn(_read_when_closed(stage.session))


async def _read_when_closed(session: Session) -> None:
    """What waits to read has to learn of the close."""
    await session.socket.wait_closed()
    session.reading.set()


@verb
async def start_reading(stage: Stage) -> None:
    """Read on after `stop-reading`."""
    stage.session.socket.transport.resume_reading()
    stage.session.reading.set()


@verb
async def delay(stage: Stage, seconds: Number, frames: Count = 1) -> None:
    """Let each of the next frames wait, and those behind it."""
    stage.session.outbox.befall(outbox.delay(seconds), frames)


@verb
async def lose(stage: Stage, frames: Count = 1) -> None:
    """Do not send the next frames."""
    stage.session.outbox.befall(outbox.lose, frames)


@verb
async def duplicate(stage: Stage, frames: Count = 1) -> None:
    """Send each of the next frames twice."""
    stage.session.outbox.befall(outbox.duplicate, frames)


@verb
async def reorder(stage: Stage, pairs: Count = 1) -> None:
    """Swap the next two frames, so many times."""
    stage.session.outbox.befall(outbox.reorder(), 2 * pairs)


@verb
async def truncate(stage: Stage, size: Count, frames: Count = 1) -> None:
    """Send only so many bytes of each of the next frames."""
    stage.session.outbox.befall(outbox.truncate(size), frames)


@verb
async def garble(stage: Stage, frames: Count = 1) -> None:
    """Break the JSON of the next frames."""
    stage.session.outbox.befall(outbox.garble, frames)


@verb
async def decorate(stage: Stage, frames: Count = 1) -> None:
    """Give the next frames members that nobody knows, at the top and below."""
    stage.session.outbox.befall(outbox.decorate, frames)


@verb
async def drip(stage: Stage, frames: Count = 1) -> None:
    """Send the next frames a byte at a time."""
    stage.session.outbox.dripping += frames


@verb
async def huge(stage: Stage, megabytes: Number = 20.0) -> None:
    """Send one frame of this size: silence, in one part."""
    pcm = bytes(int(megabytes * 1e6) * 3 // 4 & ~1)
    await stage.session.send(messages.audio(pcm))


@verb
async def hang(stage: Stage) -> None:
    """Do nothing for ever: no end of the turn, or no setupComplete."""
    await stage.session.socket.wait_closed()


@verb
async def refuse(service: Service, status: HttpError, dials: Count = 1) -> None:
    """Answer the next upgrades with an HTTP status: 401, 403, 429, 503."""
    service.refusals += [status] * dials


@verb
async def hold_setup(service: Service, dials: Count = 1) -> None:
    """Never send setupComplete to the next clients that dial."""
    service.holds += dials
