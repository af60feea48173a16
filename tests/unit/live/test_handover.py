"""goAway: the change of connection that loses nothing, where there is a good moment for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.live.service import Peer, Talk, Warp, run, serving, talking
from tui.live.handover import UNSTATED, seconds_left
from tui.live.requests import Reconnect, SendText
from tui.live.retry import Backoff
from tui.projections.notes import closed
from tui.wire.frame import Direction, Frame, Opcode


async def at_work(peer: Peer, talk: Talk) -> None:
    """One turn behind it, and a handle that knows it."""
    await peer.be_ready()
    talk.engine.request(SendText("one"))
    await peer.hear_text()
    await peer.answer("yes")
    await peer.give_handle("handle-after-one")
    await talk.heard("handle-after-one")


def test_between_turns_it_changes_at_once(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path) as talk:
            peer = await service.accept()
            await at_work(peer, talk)
            await peer.say({"goAway": {"timeLeft": "50s"}})
            await peer.gone()
            again = await service.accept()
            setup = await again.be_ready()
            assert setup["sessionResumption"]["handle"] == "handle-after-one"
            resumed = await talk.event("resume")
            assert (resumed["forgotten"], resumed["again"], resumed["cut"]) == ([], [], False)
            assert not talk.events("retry")
            assert closed(talk.events("close")[0]) == "Closed for the change"

    run(test)


def test_a_service_that_announces_the_end_at_once_is_not_dialled_in_a_hot_loop(tmp_path: Path) -> None:
    async def test() -> None:
        far = Backoff(first=3600.0, longest=3600.0, draw=lambda: 0.0)
        async with serving() as service, talking(service.port, tmp_path, backoff=far) as talk:
            peer = await service.accept_ready()
            await peer.give_handle("handle-1")
            await talk.heard("handle-1")
            await peer.say({"goAway": {"timeLeft": "0s"}})
            retry = await talk.event("retry")
            assert retry["attempt"] == 2
            talk.engine.request(Reconnect())
            await service.accept_ready()

    run(test)


def test_in_a_turn_it_waits_for_the_end_and_for_the_handle(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path) as talk:
            peer = await service.accept()
            await at_work(peer, talk)
            talk.engine.request(SendText("two"))
            await peer.hear_text()
            await peer.say({"goAway": {"timeLeft": "50s"}})
            await peer.answer("the whole answer")
            assert not talk.events("handover")
            await peer.give_handle("handle-after-two")
            await talk.heard("handle-after-two")
            await peer.gone()
            setup = await (await service.accept()).be_ready()
            assert setup["sessionResumption"]["handle"] == "handle-after-two"
            assert (await talk.event("resume"))["forgotten"] == []

    run(test)


def test_a_service_that_goes_silent_is_left_at_the_last_safe_moment(tmp_path: Path) -> None:
    async def test() -> None:
        warp = Warp()
        async with serving() as service, talking(service.port, tmp_path, loop_factory=warp) as talk:
            peer = await service.accept()
            await at_work(peer, talk)
            talk.engine.request(SendText("two"))
            await peer.hear_text()
            await peer.begin_answer("half an")
            await peer.say({"goAway": {"timeLeft": "50s"}})
            await talk.until(lambda: "goAway" in talk.received()[-1].message)
            await warp.advance(41)
            assert not talk.events("handover")
            await warp.advance(1.5)
            await peer.gone()
            again = await service.accept_ready()
            assert (await talk.event("resume"))["cut"] is True
            talk.engine.request(SendText("three"))
            assert await again.hear_text() == "three"

    run(test)


def test_what_is_typed_meanwhile_goes_out_once_in_order(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path) as talk:
            peer = await service.accept()
            await at_work(peer, talk)
            await peer.say({"goAway": {"timeLeft": "50s"}})
            await talk.event("handover")
            talk.engine.request(SendText("two"))
            talk.engine.request(SendText("three"))
            again = await service.accept_ready()
            assert [await again.hear_text(), await again.hear_text()] == ["two", "three"]

    run(test)


def test_a_close_that_comes_before_the_change_is_explained_by_it(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path) as talk:
            peer = await service.accept_ready()
            await peer.say({"goAway": {"timeLeft": "50s"}})
            await peer.close(1008, "")
            closed = await talk.event("close")
            assert closed["kind"] == "goaway"
            await service.accept_ready()

    run(test)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        (b'{"goAway": {"timeLeft": "9.5s"}}', 9.5),
        (b'{"goAway": {"timeLeft": "50s"}}', 50.0),
        (b'{"goAway": {}}', UNSTATED),
        (b'{"goAway": {"timeLeft": 50}}', UNSTATED),
        (b'{"goAway": {"timeLeft": "soon"}}', UNSTATED),
        (b'{"goAway": "now"}', UNSTATED),
    ],
)
def test_the_time_left(said: bytes, seconds: float) -> None:
    assert seconds_left(Frame(0, 1, 0.0, Direction.RECEIVE, Opcode.BINARY, said)) == seconds
