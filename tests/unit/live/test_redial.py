"""When the next try is made, and who says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.live.service import EAGER, FAR, Talk, Warp, a_turn, handle_of, run, serving, talking
from tui.live.requests import Reconnect, SendText, StopRetrying
from tui.live.retry import Backoff
from tui.wire.causes import Retry

THERE = replace(EAGER, stays=True)
"""A person is there to say what comes after a hopeless close."""


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


def test_a_long_outage_is_tried_ever_more_rarely_to_a_limit() -> None:
    high = Backoff(draw=lambda: 1.0)
    assert [high.delay(50, failing=minutes * 60.0) for minutes in (0, 10, 60, 600)] == [
        30.0,
        30.0,
        180.0,
        300.0,
    ]
    assert high.delay(1, failing=36000.0) == 0.5
    low = Backoff(draw=lambda: 0.0)
    assert low.delay(5000, failing=36000.0) == 150.0
    assert FAR.delay(1, failing=36000.0) == 1800.0


def test_the_time_it_fails_begins_with_the_last_connection_that_was_ready(tmp_path: Path) -> None:
    async def test() -> None:
        warp = Warp()
        slow = Backoff(first=600.0, longest=600.0, rarest=1e6, patience=1.0, draw=lambda: 1.0)
        options = {"backoff": slow, "loop_factory": warp}
        async with serving() as service, talking(service.port, tmp_path, **options) as talk:
            (await service.accept_ready()).cut()
            waits = [await retry_of(talk, 1)]
            await warp.advance(601)
            (await service.accept()).cut()
            waits.append(await retry_of(talk, 2))
            await warp.advance(1000)
            talk.engine.request(Reconnect())
            (await service.accept()).cut()
            waits.append(await retry_of(talk, 3))
            assert [round(wait, -2) for wait in waits] == [600, 600, 1200]

    run(test)


async def retry_of(talk: Talk, count: int) -> float:
    """Seconds until the next try, as the `count`-th `retry` tells."""
    event = await talk.event("retry", count)
    (frame,) = [frame for frame in talk.frames() if frame.message == event]
    return float(event["at"] - frame.t)
