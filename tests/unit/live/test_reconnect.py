"""What is lost, what is kept, and when the next try is made."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.unit.live.service import EAGER, Warp, a_turn, run, serving, talking
from tui.live.link import Timeouts
from tui.live.requests import Reconnect, SendText, Stop, StopRetrying
from tui.live.retry import Backoff
from tui.wire.causes import Retry
from tui.wire.kinds import Kind

FAR = Backoff(first=3600.0, longest=3600.0, draw=lambda: 0.0)
"""A next try that a test has to ask for."""


THERE = replace(EAGER, stays=True)
"""A person is there to say what comes after a hopeless close."""


def handle_of(setup: dict[str, Any]) -> str:
    return str(setup["sessionResumption"].get("handle", ""))


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


def test_backoff_grows_until_a_turn_is_completed(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path) as talk:
            for _ in range(3):
                await (await service.accept_ready()).close(1011, "Internal error encountered.")
            await talk.event("retry", 3)
            assert [event["attempt"] for event in talk.events("retry")] == [2, 3, 4]
            peer = await service.accept_ready()
            await a_turn(peer, talk, "one")
            await talk.until(lambda: talk.received()[-1].message.get("serverContent", {}).get("turnComplete"))
            await peer.close(1011, "Internal error encountered.")
            assert (await talk.event("retry", 4))["attempt"] == 2

    run(test)


def test_dial_now_skips_the_wait_and_stop_retrying_stays_down(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path, backoff=FAR) as talk:
            (await service.accept_ready()).cut()
            await talk.event("retry")
            talk.engine.request(Reconnect())
            (await service.accept_ready()).cut()
            await talk.event("retry", 2)
            talk.engine.request(StopRetrying())
            await talk.event("stay_down")
            assert service.accepted.empty()
            talk.engine.request(Reconnect())
            await service.accept_ready()

    run(test)


def test_stopping_says_so_at_once_and_leaves_a_connection_that_is_up_alone(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path) as talk:
            peer = await service.accept_ready()
            await talk.event("ready")
            talk.engine.request(StopRetrying())
            assert "no try to stop" in (await talk.event("note"))["text"]
            peer.cut()
            await service.accept_ready()
            assert not talk.events("stay_down")

    run(test)


def test_stopping_while_it_dials_lets_no_further_try_follow(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path) as talk:
            peer = await service.accept()
            talk.engine.request(StopRetrying())
            await talk.event("stay_down")
            peer.cut()
            await talk.event("close")
            talk.engine.request(SendText("typed meanwhile"))
            talk.engine.request(Reconnect())
            assert await (await service.accept_ready()).hear_text() == "typed meanwhile"
            assert (len(talk.events("stay_down")), len(talk.events("retry"))) == (1, 0)

    run(test)


def test_a_hopeless_close_is_waited_out_where_a_person_is_there(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path, backoff=THERE) as talk:
            peer = await service.accept_ready()
            await peer.give_handle("handle-1")
            await talk.heard("handle-1")
            await peer.close(1008, "Your project has been denied access")
            await talk.event("stay_down")
            talk.engine.request(SendText("typed after it"))
            talk.engine.request(Reconnect())
            again = await service.accept()
            assert handle_of(await again.be_ready()) == "handle-1"
            assert await again.hear_text() == "typed after it"

    run(test)


def test_a_refused_handle_is_not_the_one_that_is_dialled_with_next(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path, backoff=THERE) as talk:
            peer = await service.accept_ready()
            for handle in ("handle-1", "handle-2", "handle-3"):
                await peer.give_handle(handle)
                await talk.heard(handle)
            peer.cut()
            dialled = []
            for count in (1, 2, 3):
                refusing = await service.accept()
                dialled.append(handle_of((await refusing.hear())["setup"]))
                await refusing.close(1008, "BidiGenerateContent session not found")
                await talk.event("stay_down", count)
                talk.engine.request(Reconnect())
            dialled.append(handle_of((await (await service.accept()).hear())["setup"]))
            assert dialled == ["handle-3", "handle-2", "handle-1", "handle-1"]

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


@pytest.mark.parametrize("attempt", [1, 2, 5, 50, 5000])
def test_the_delay_grows_to_a_limit_and_half_of_it_is_drawn(attempt: int) -> None:
    low, high = Backoff(draw=lambda: 0.0), Backoff(draw=lambda: 1.0)
    full = min(30.0, 0.5 * 2.0 ** (attempt - 1)) if attempt < 50 else 30.0
    assert high.delay(attempt) == pytest.approx(full)
    assert low.delay(attempt) == pytest.approx(full / 2)


def test_some_closes_are_waited_out_and_some_are_the_end() -> None:
    assert (Backoff(draw=lambda: 1.0).delay(1, Retry.LATER) or 0) >= 15.0
    assert Backoff().delay(1, Retry.NO) is None
    assert Backoff(attempts=2).delay(3) is None
    assert EAGER.delay(1, Retry.LATER) == pytest.approx(0.0005)
