"""What does not happen is told: silence, a pong that is late, a machine that slept."""

from __future__ import annotations

import time
from pathlib import Path

from tests.unit.live.service import Warp, run, serving, talking
from tui.live.link import Timeouts
from tui.live.requests import SendFrame, SendText
from tui.live.watch import Patience


def test_silence_in_an_open_turn_is_told_once_with_the_last_frames(tmp_path: Path) -> None:
    async def test() -> None:
        warp = Warp()
        async with serving() as service, talking(service.port, tmp_path, loop_factory=warp) as talk:
            peer = await service.accept_ready()
            talk.engine.request(SendText("Hello"))
            await peer.hear_text()
            await warp.advance(5)
            await warp.advance(20)
            silence = await talk.event("silence")
            assert silence["seconds"] >= 20
            assert (silence["last_sent"], silence["last_received"]) == ("clientContent", "setupComplete")
            await warp.advance(20)
            await peer.begin_answer("at last")
            await talk.until(lambda: len(talk.received()) == 2)
            assert len(talk.events("silence")) == 1
            await warp.advance(25)
            await talk.event("silence", 2)

    run(test)


def test_silence_between_turns_is_nothing(tmp_path: Path) -> None:
    async def test() -> None:
        warp = Warp()
        async with serving() as service, talking(service.port, tmp_path, loop_factory=warp) as talk:
            peer = await service.accept_ready()
            talk.engine.request(SendText("Hello"))
            await peer.hear_text()
            await peer.answer("Hi")
            await talk.until(lambda: len(talk.received()) == 3)
            await warp.advance(60)
            talk.engine.request(SendText("Again"))
            await peer.hear_text()
            assert not talk.events("silence")

    run(test)


def test_the_round_trip_is_told(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path) as talk:
            await service.accept_ready()
            assert 0 < (await talk.event("ping"))["seconds"] < 10

    run(test)


def test_a_late_pong_is_told(tmp_path: Path) -> None:
    async def test() -> None:
        hasty = Patience(pong_late=0.05, ping_every=0.01)
        async with serving() as service, talking(service.port, tmp_path, patience=hasty) as talk:
            peer = await service.accept_ready()
            peer.socket.transport.pause_reading()
            assert (await talk.event("pong_late"))["last_received"] == "setupComplete"
            peer.socket.transport.resume_reading()

    run(test)


def test_after_the_machine_slept_a_dead_connection_is_changed_at_once(tmp_path: Path) -> None:
    async def test() -> None:
        slept = [0.0]
        hasty = Patience(tick=0.01, pong_late=0.05, wall=lambda: time.time() + slept[0])
        options = {"patience": hasty, "timeouts": Timeouts(close=0.05)}
        async with serving() as service, talking(service.port, tmp_path, **options) as talk:
            peer = await service.accept_ready()
            await talk.event("ping")
            peer.socket.transport.pause_reading()
            slept[0] = 3600
            note = await talk.event("note")
            assert "slept" in note["text"]
            await service.accept_ready()
            assert "sleep" in talk.events("handover")[0]["why"]

    run(test)


HUGE = '{"clientContent": {"turns": [], "note": "' + "x" * 16_000_000 + '"}}'
"""More than the buffers of a loopback connection hold; asyncio's TLS holds up only what comes after it."""


def test_what_waits_to_be_sent_is_told_and_that_it_has_gone(tmp_path: Path) -> None:
    async def test() -> None:
        hasty = Patience(tick=0.01)
        async with serving() as service, talking(service.port, tmp_path, patience=hasty) as talk:
            peer = await service.accept_ready()
            peer.socket.transport.pause_reading()
            talk.engine.request(SendFrame(HUGE))
            talk.engine.request(SendFrame(HUGE))
            assert (await talk.event("backlog"))["bytes"] > hasty.backlog
            peer.socket.transport.resume_reading()
            assert [await peer.socket.recv(), await peer.socket.recv()] == [HUGE, HUGE]
            assert (await talk.event("backlog", 2))["bytes"] <= hasty.backlog

    run(test)


def test_an_end_does_not_wait_for_a_service_that_stopped_reading(tmp_path: Path) -> None:
    async def test() -> None:
        options = {"patience": Patience(tick=0.01), "timeouts": Timeouts(close=0.1)}
        async with serving() as service, talking(service.port, tmp_path, **options) as talk:
            peer = await service.accept_ready()
            peer.socket.transport.pause_reading()
            talk.engine.request(SendFrame(HUGE))
            talk.engine.request(SendFrame(HUGE))
            talk.engine.request(SendText("never sent"))
            await talk.event("backlog")
            await talk.stop()
            assert [event["text"] for event in talk.events("unsent")][-1] == "never sent"
            assert talk.events("close")[0]["by"] == "client"

    run(test)


def test_a_connection_that_goes_while_something_is_sent_is_changed(tmp_path: Path) -> None:
    async def test() -> None:
        async with (
            serving() as service,
            talking(service.port, tmp_path, patience=Patience(tick=0.01)) as talk,
        ):
            peer = await service.accept_ready()
            peer.socket.transport.pause_reading()
            talk.engine.request(SendFrame(HUGE))
            talk.engine.request(SendFrame(HUGE))
            talk.engine.request(SendText("next"))
            await talk.event("backlog")
            peer.cut()
            again = await service.accept_ready()
            assert await again.hear_text() == "next"
            assert len(talk.events("unsure")) == 2

    run(test)
