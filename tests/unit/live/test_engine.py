"""The engine over real sockets: what crosses is written down, and nothing ends the conversation early."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.live.service import endpoint_at, run, serving, talking
from tui.errors import HandleRefused, LinkClosed, LinkRefused, TuiError
from tui.live.line import Held, Line
from tui.live.link import Timeouts
from tui.live.requests import Interrupt, SendFrame, SendText, Stop
from tui.live.retry import Backoff
from tui.live.setup import Setup
from tui.store.journal import Journal
from tui.wire.frame import Direction, Opcode


def test_a_turn_crosses_and_every_frame_is_written_as_it_crossed(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path) as talk:
            talk.engine.request(SendText("Hello"))
            peer = await service.accept()
            setup = await peer.be_ready()
            assert setup["generationConfig"]["responseModalities"] == ["AUDIO"]
            assert await peer.hear_text() == "Hello"
            await peer.answer("Hi")
            await talk.until(lambda: talk.received()[1:])
            crossed = [f for f in talk.frames() if f.direction is not Direction.EVENT]
            assert [f.direction for f in crossed[:4]] == ["send", "receive", "send", "receive"]
            assert crossed[0].message["setup"]["model"] == "models/gemini-3.8-live"
            assert crossed[1].payload == b'{\n  "setupComplete": {}\n}\n'
            assert (crossed[0].opcode, crossed[1].opcode) == (Opcode.TEXT, Opcode.BINARY)
            names = [f.event for f in talk.frames() if f.event]
            assert names[:4] == ["queued", "dial", "open", "ready"]
            await talk.stop()
            assert talk.events("close")[0]["by"] == "client"
        assert "secret-key" not in (tmp_path / "journal.jsonl").read_text()

    run(test)


STRANGE = {
    "unknown top key": b'{"fooBar": {"x": 1}}',
    "unknown beside known": b'{"serverContent": {"turnComplete": true}, "fooBar": 1}',
    "error in band": b'{"error": {"code": 400, "message": "no", "status": "INVALID_ARGUMENT"}}',
    "empty object": b"{}",
    "empty": b"",
    "not JSON": b"<html>",
    "two objects": b'{"serverContent":{}}{"serverContent":{}}',
    "array": b"[1, 2]",
    "bad UTF-8": b'{"serverContent": "\xff\xfe"}',
    "20 MB": b'{"serverContent": {"outputTranscription": {"text": "' + b"x" * 20_000_000 + b'"}}}',
}


def test_frames_nobody_understands_keep_the_session_going(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path) as talk:
            peer = await service.accept()
            await peer.hear()
            await peer.socket.send(b'{"first": "not setupComplete"}')
            await peer.say({"setupComplete": {}})
            for payload in STRANGE.values():
                await peer.socket.send(payload)
            await peer.socket.send(b"\xff not UTF-8 in a text frame", text=True)
            talk.engine.request(SendText("still here"))
            assert await peer.hear_text() == "still here"
            count = len(STRANGE) + 3
            await talk.until(lambda: len(talk.received()) == count)
            received = talk.received()
            assert [f.payload for f in received[2:-1]] == list(STRANGE.values())
            assert received[-1].opcode is Opcode.TEXT
            assert received[-1].payload.startswith(b"\xff")
            assert received[0].payload == b'{"first": "not setupComplete"}'

    run(test)


@pytest.mark.parametrize(
    ("code", "reason", "kind"),
    [
        (1007, "API key not valid.", LinkClosed),
        (1008, "models/nope is not found for API version v1beta, or is not supported", LinkClosed),
        (1011, "You exceeded your current quota, please check your plan and billing details.", LinkClosed),
        (1007, "User location is not supported for the API use.", LinkClosed),
        (1007, "The requested combination of response modalities (TEXT) is not supported", LinkClosed),
    ],
)
def test_a_hopeless_close_ends_it_at_once(
    tmp_path: Path, code: int, reason: str, kind: type[TuiError]
) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path) as talk:
            talk.engine.request(SendText("never sent"))
            peer = await service.accept()
            await peer.hear()
            await peer.close(code, reason)
            await talk.ended()
            assert isinstance(talk.engine.failure, TuiError)
            assert isinstance(talk.engine.failure, kind)
            assert reason in str(talk.engine.failure)
            assert talk.engine.failure.hint
            assert service.accepted.empty()
            assert [event["text"] for event in talk.events("unsent")] == ["never sent"]
            assert talk.events("close")[0]["by"] == "server"

    run(test)


def test_a_refused_handle_is_not_dialled_again(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path, handle="old-handle-0001") as talk:
            peer = await service.accept()
            setup = (await peer.hear())["setup"]
            assert setup["sessionResumption"]["handle"] == "old-handle-0001"
            await peer.close(1008, "BidiGenerateContent session not found")
            await talk.ended()
            assert isinstance(talk.engine.failure, HandleRefused)
            assert talk.engine.failure.exit_code == 5
            assert talk.events("close")[0]["refused"] == "old-handle-0001"
            assert service.accepted.empty()

    run(test)


@pytest.mark.parametrize(("status", "dials"), [(401, 1), (403, 1), (404, 1), (503, 3)])
def test_an_http_refusal_is_said_with_its_status(tmp_path: Path, status: int, dials: int) -> None:
    async def test() -> None:
        few = Backoff(first=0.001, later=0.001, draw=lambda: 0.0, attempts=2)
        async with (
            serving(refuse=lambda socket, request: socket.respond(status, "no\n")) as service,
            talking(service.port, tmp_path, backoff=few) as talk,
        ):
            await talk.ended()
            assert isinstance(talk.engine.failure, LinkRefused)
            assert f"HTTP {status}" in str(talk.engine.failure)
            assert len(talk.events("dial")) == dials

    run(test)


def test_no_route_and_an_untrusted_certificate_are_said_in_words(tmp_path: Path) -> None:
    async def test() -> None:
        once = Backoff(attempts=0)
        async with talking(1, tmp_path, backoff=once) as talk:
            await talk.ended()
            assert "cannot be reached: Connection refused" in str(talk.engine.failure)
        (tmp_path / "tls").mkdir()
        async with serving() as service:
            endpoint = replace(endpoint_at(service.port), ca_file="")
            async with talking(service.port, tmp_path / "tls", endpoint=endpoint) as talk:
                await talk.ended()
                assert "certificate is not trusted" in str(talk.engine.failure)

    run(test)


def test_a_setup_the_sdk_refuses_is_a_configuration_error(tmp_path: Path) -> None:
    async def test() -> None:
        setup = Setup(extra={"temperature": "warm"})
        async with talking(1, tmp_path, setup=setup) as talk:
            await talk.ended()
            assert talk.engine.failure is not None
            assert talk.engine.failure.exit_code == 2
            assert "temperature" in str(talk.engine.failure)

    run(test)


def test_a_raw_frame_goes_as_it_is_and_is_marked(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path) as talk:
            peer = await service.accept_ready()
            talk.engine.request(SendFrame('{"clientContent": {"turns": []}, "odd":  1}'))
            assert await peer.socket.recv() == '{"clientContent": {"turns": []}, "odd":  1}'
            frames = await talk.until(lambda: talk.sent()[1:])
            before = talk.journal[frames[0].seq - 1]
            assert before.event == "handmade"

    run(test)


def test_an_interruption_is_written_down(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path) as talk:
            await service.accept_ready()
            talk.engine.request(Interrupt())
            await talk.event("interrupt")

    run(test)


def test_what_is_asked_for_after_it_ran_does_no_harm_and_is_left_to_the_next(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path) as talk:
            await service.accept_ready()
            await talk.stop()
            talk.engine.request(Interrupt())
            talk.engine.request(SendText("too late"))
        lines = [json.loads(line) for line in (tmp_path / "journal.jsonl").read_bytes().splitlines()]
        assert [line["event"] for line in lines[-2:]] == ["close", "queued"]

    run(test)


def test_an_end_waits_for_the_handle_that_knows_the_last_turn(tmp_path: Path) -> None:
    async def test() -> None:
        timeouts = Timeouts(linger=10.0)
        async with serving() as service, talking(service.port, tmp_path, timeouts=timeouts) as talk:
            peer = await service.accept_ready()
            talk.engine.request(SendText("Hello"))
            await peer.hear_text()
            await peer.answer("Hi")
            await talk.until(lambda: len(talk.received()) == 3)
            talk.engine.request(Stop())
            await peer.give_handle("handle-that-knows")
            await talk.ended()
            assert b"handle-that-knows" in talk.received()[-1].payload

    run(test)


def test_a_resumed_journal_goes_on_with_the_next_connection(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path / "earlier.jsonl")
    journal.event("dial", conn=4)
    update = b'{"sessionResumptionUpdate": {"newHandle": "%s", "resumable": true}}'
    for value in (b"older", b"newer"):
        journal.append(Direction.RECEIVE, Opcode.BINARY, update % value, conn=4)
    journal.event("saved", conn=0)
    assert Line(journal).latest.number == 4
    assert [Held.of(journal, value).seq for value in ("older", "newer", "foreign", "")] == [1, 2, None, None]
    assert Held.of(journal, "foreign").value == "foreign"
    journal.close()
