"""What the service has forgotten is told to it again, each answer with its own question."""

from __future__ import annotations

from pathlib import Path

from tests.unit.live.service import a_turn, run, serving, talking
from tui.live.requests import SendText
from tui.live.setup import Setup
from tui.wire.kinds import Kind


def test_an_answered_turn_that_the_handle_does_not_know_is_told_again(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path) as talk:
            peer = await service.accept_ready()
            await peer.give_handle("handle-1")
            await talk.until(lambda: len(talk.received()) == 2)
            await a_turn(peer, talk, "one")
            await talk.until(lambda: len(talk.received()) == 4)
            talk.engine.request(SendText("two"))
            await peer.hear_text()
            await peer.begin_answer("half an ans")
            await talk.until(lambda: len(talk.received()) == 5)
            one, two = (frame.seq for frame in talk.sent() if frame.kinds & Kind.CLIENT_CONTENT.bit)
            peer.cut()
            again = await service.accept_ready()
            talk.engine.request(SendText("three"))
            history = (await again.hear())["client_content"]
            assert [turn["role"] for turn in history["turns"]] == ["user", "model"]
            assert [turn["parts"][0]["text"] for turn in history["turns"]] == ["one", "heard one"]
            assert not history.get("turnComplete")
            assert await again.hear_text() == "three"
            resumed = await talk.event("resume")
            assert (resumed["seeded"], resumed["forgotten"], resumed["again"]) == ([one], [two], [])
            assert resumed["cut"] is True
            again.cut()
            third = await service.accept_ready()
            assert len((await third.hear())["client_content"]["turns"]) == 2
            await third.give_handle("handle-3")
            await talk.until(lambda: b"handle-3" in talk.received()[-1].payload)
            third.cut()
            fourth = await service.accept_ready()
            assert (await talk.event("resume", 3))["seeded"] == []
            await fourth.close()

    run(test)


def test_an_answer_is_told_again_with_its_own_question(tmp_path: Path) -> None:
    """Both went out together, the handle knows the first alone, and came before its answer."""

    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path) as talk:
            peer = await service.accept_ready()
            talk.engine.request(SendText("one"))
            await peer.hear_text()
            await peer.give_handle("handle-knows-one")
            await talk.until(lambda: len(talk.received()) == 2)
            await a_turn(peer, talk, "two")
            await peer.answer("heard two after all")
            await talk.until(lambda: len(talk.received()) == 6)
            peer.cut()
            again = await service.accept_ready()
            turns = (await again.hear())["client_content"]["turns"]
            assert [turn["parts"][0]["text"] for turn in turns] == ["two", "heard two after all"]

    run(test)


def test_without_any_handle_the_conversation_is_told_again(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path) as talk:
            peer = await service.accept_ready()
            await a_turn(peer, talk, "one")
            await a_turn(peer, talk, "two")
            await talk.until(lambda: len(talk.received()) == 5)
            peer.cut()
            again = await service.accept_ready()
            turns = (await again.hear())["client_content"]["turns"]
            assert [turn["parts"][0]["text"] for turn in turns] == ["one", "heard one", "two", "heard two"]

    run(test)


def test_a_connection_that_knows_nothing_of_what_was_said_is_never_silent_about_it(tmp_path: Path) -> None:
    async def test() -> None:
        setup = Setup(model="gemini-3.5-live-translate-preview")
        async with serving() as service, talking(service.port, tmp_path, setup=setup) as talk:
            peer = await service.accept_ready()
            await a_turn(peer, talk, "one")
            await talk.until(lambda: len(talk.received()) == 3)
            (one,) = (frame.seq for frame in talk.sent() if frame.kinds & Kind.CLIENT_CONTENT.bit)
            peer.cut()
            await service.accept_ready()
            said = (await talk.event("resume"))["text"]
            assert said == f"Connected again: nothing is restored; the service has forgotten frame {one}"

    run(test)
