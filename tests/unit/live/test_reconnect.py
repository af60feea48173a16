"""What is lost and what is kept when a connection goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.live.service import FAR, Warp, a_turn, handle_of, run, serving, talking
from tui.live.link import Timeouts
from tui.live.requests import Reconnect, SendText, Stop
from tui.wire.kinds import Kind


def test_a_dropped_connection_is_resumed_with_the_newest_handle(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path) as talk:
            peer = await service.accept_ready()
            await peer.give_handle("handle-1")
            await talk.heard("handle-1")
            await a_turn(peer, talk, "one")
            await peer.give_handle("handle-2")
            await talk.heard("handle-2")
            await peer.say({"sessionResumptionUpdate": {}})
            await talk.until(lambda: len(talk.received()) == 6)
            peer.cut()
            again = await service.accept()
            assert handle_of(await again.be_ready()) == "handle-2"
            resumed = await talk.event("resume")
            assert (resumed["forgotten"], resumed["again"], resumed["cut"]) == ([], [], False)
            await a_turn(again, talk, "two")
            closed = talk.events("close")[0]
            assert (closed["code"], closed["by"], closed["kind"]) == (1006, "network", "network")
            assert [frame.conn for frame in talk.sent()] == [1, 1, 2, 2]

    run(test)


def test_what_was_typed_while_down_goes_out_once_and_in_order(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path, backoff=FAR) as talk:
            peer = await service.accept_ready()
            await peer.give_handle("handle-1")
            await talk.heard("handle-1")
            peer.cut()
            await talk.event("retry")
            for text in ("one", "two", "three"):
                talk.engine.request(SendText(text))
            await talk.event("queued", 3)
            assert [event["text"] for event in talk.events("queued")] == ["one", "two", "three"]
            talk.engine.request(Reconnect())
            again = await service.accept_ready()
            assert [await again.hear_text() for _ in range(3)] == ["one", "two", "three"]
            assert not talk.events("resend")

    run(test)


def test_a_message_the_handle_does_not_know_is_sent_again_and_marked(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path) as talk:
            peer = await service.accept_ready()
            await peer.give_handle("handle-1")
            await talk.heard("handle-1")
            talk.engine.request(SendText("lost?"))
            await peer.hear_text()
            peer.cut()
            again = await service.accept_ready()
            assert await again.hear_text() == "lost?"
            first, second = (frame for frame in talk.sent() if frame.kinds & Kind.CLIENT_CONTENT.bit)
            assert talk.events("resend") == [talk.journal[second.seq - 1].message]
            assert talk.events("resend")[0]["of"] == first.seq
            assert (await talk.event("resume"))["again"] == [first.seq]
            again.cut()
            await talk.event("unsure")
            third = await service.accept_ready()
            talk.engine.request(SendText("next"))
            assert await third.hear_text() == "next"

    run(test)


def test_a_message_that_may_have_arrived_is_left_to_the_user(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path) as talk:
            peer = await service.accept_ready()
            talk.engine.request(SendText("arrived?"))
            await peer.hear_text()
            await peer.give_handle("handle-after")
            await talk.until(lambda: len(talk.received()) == 2)
            peer.cut()
            unsure = await talk.event("unsure")
            assert unsure["text"] == "arrived?"
            again = await service.accept_ready()
            talk.engine.request(SendText("next"))
            assert await again.hear_text() == "next"

    run(test)


def test_a_handle_is_accepted_more_than_once(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path, handle="the-handle") as talk:
            for _ in range(3):
                peer = await service.accept()
                assert handle_of(await peer.be_ready()) == "the-handle"
                await talk.until(lambda: talk.events("resume"))
                peer.cut()
            await service.accept_ready()
            assert talk.engine.failure is None

    run(test)


def test_what_went_out_before_a_hopeless_close_is_not_said_to_be_unsent(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path) as talk:
            peer = await service.accept_ready()
            talk.engine.request(SendText("it left"))
            await peer.hear_text()
            await peer.close(1008, "Your project has been denied access")
            await talk.ended()
            (frame,) = (frame for frame in talk.sent() if frame.kinds & Kind.CLIENT_CONTENT.bit)
            (unsure,) = talk.events("unsure")
            assert (unsure["text"], unsure["of"]) == ("it left", frame.seq)
            assert not talk.events("unsent")

    run(test)


def test_reconnect_hands_an_open_connection_over_the_old_socket_first(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path) as talk:
            peer = await service.accept_ready()
            await peer.give_handle("handle-1")
            await talk.until(lambda: len(talk.received()) == 2)
            talk.engine.request(Reconnect())
            await peer.gone()
            again = await service.accept()
            assert handle_of(await again.be_ready()) == "handle-1"
            await talk.event("ready", 2)
            names = [frame.event for frame in talk.frames() if frame.event not in ("", "ping")]
            assert names[3:8] == ["handover", "close", "dial", "open", "ready"]

    run(test)


def test_no_setup_complete_is_given_up_on_after_a_time(tmp_path: Path) -> None:
    async def test() -> None:
        warp = Warp()
        async with serving() as service, talking(service.port, tmp_path, loop_factory=warp) as talk:
            peer = await service.accept()
            await peer.hear()
            await talk.event("open")
            await warp.advance(Timeouts().setup)
            retry = await talk.event("retry")
            assert "never said setupComplete" in retry["why"]
            await service.accept_ready()

    run(test)


def test_a_lost_pong_is_a_lost_connection(tmp_path: Path) -> None:
    async def test() -> None:
        hasty = Timeouts(ping_interval=0.05, ping_timeout=0.05, close=0.05)
        async with serving() as service, talking(service.port, tmp_path, timeouts=hasty) as talk:
            peer = await service.accept_ready()
            peer.socket.transport.pause_reading()
            await talk.event("retry")
            closed = talk.events("close")[0]
            assert (closed["code"], closed["by"], closed["kind"]) == (1011, "local", "keepalive")

    run(test)


@pytest.mark.parametrize("moment", ["dialling", "setup", "open", "waiting"])
def test_stop_ends_it_at_any_moment(tmp_path: Path, moment: str) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path, backoff=FAR) as talk:
            await talk.event("dial")
            if moment != "dialling":
                peer = await service.accept()
            if moment in ("open", "waiting"):
                await peer.be_ready()
                await talk.event("ready")
            if moment == "waiting":
                peer.cut()
                await talk.event("retry")
            talk.engine.request(Stop())
            await talk.ended()
            assert talk.engine.failure is None
            assert len(talk.events("close")) == 1

    run(test)
