"""Calls of the model: answered by the profile, by hand, or by nobody any more."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.unit.live.service import Peer, run, serving, talking
from tui.consent import Consent
from tui.live.requests import AllowCommands, AnswerTool
from tui.live.setup import Setup
from tui.live.tools import Answer, run_command

ECHO = (sys.executable, "-c", "import json,sys; print(json.dumps({'got': json.load(sys.stdin)}))")


async def call(peer: Peer, call_id: str, name: str, **args: Any) -> None:
    await peer.say({"toolCall": {"functionCalls": [{"id": call_id, "name": name, "args": args}]}})


async def hear_answer(peer: Peer) -> dict[str, Any]:
    answers = (await peer.hear())["tool_response"]["functionResponses"]
    assert len(answers) == 1
    answer: dict[str, Any] = answers[0]
    return answer


def setup_with(**answers: Answer) -> Setup:
    return Setup(answers=answers)


def test_a_profile_answers_with_what_it_says(tmp_path: Path) -> None:
    async def test() -> None:
        setup = setup_with(get_time=Answer(response={"time": "12:00"}, scheduling="WHEN_IDLE"))
        async with serving() as service, talking(service.port, tmp_path, setup=setup) as talk:
            peer = await service.accept_ready()
            await call(peer, "call-1", "get_time")
            answer = await hear_answer(peer)
            assert answer["name"] == "get_time"
            assert (answer["id"], answer["response"]) == ("call-1", {"time": "12:00"})
            assert answer["scheduling"] == "WHEN_IDLE"
            assert not talk.events("consent")

    run(test)


def test_a_command_runs_only_after_the_user_allowed_it_once(tmp_path: Path) -> None:
    async def test() -> None:
        setup = Setup(
            answers={"echo": Answer(command=ECHO)}, consent=Consent(tmp_path, "work", {"echo": ECHO})
        )
        async with serving() as service, talking(service.port, tmp_path, setup=setup) as talk:
            peer = await service.accept_ready()
            await call(peer, "call-1", "echo", city="Brasília")
            asked = await talk.event("consent")
            assert (asked["function"], asked["command"]) == ("echo", list(ECHO))
            talk.engine.request(AllowCommands())
            answer = await hear_answer(peer)
            assert answer["response"] == {"got": {"city": "Brasília"}}
            await call(peer, "call-2", "echo")
            assert (await hear_answer(peer))["id"] == "call-2"
            assert len(talk.events("consent")) == 1
        assert Consent(tmp_path, "work", {"echo": ECHO}).given
        assert not Consent(tmp_path, "work", {"echo": ("rm", "-rf")}).given
        assert not Consent(tmp_path, "other", {"echo": ECHO}).given

    run(test)


def test_a_cancelled_call_and_an_unknown_one_are_not_answered(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path) as talk:
            peer = await service.accept_ready()
            await call(peer, "call-1", "by_hand")
            await peer.say({"toolCallCancellation": {"ids": ["call-1"]}})
            await talk.until(lambda: len(talk.received()) == 3)
            talk.engine.request(AnswerTool("call-1", {"too": "late"}))
            talk.engine.request(AnswerTool("call-9", {"never": "asked"}))
            refused = await talk.event("error", 2)
            assert "call-9" in refused["message"]
            await call(peer, "call-2", "by_hand")
            await talk.until(lambda: len(talk.received()) == 4)
            talk.engine.request(AnswerTool("call-2", {"in": "time"}, "SILENT"))
            answer = await hear_answer(peer)
            assert (answer["id"], answer["response"]) == ("call-2", {"in": "time"})
            assert answer["scheduling"] == "SILENT"
            talk.engine.request(AnswerTool("call-2", {"twice": True}))
            assert "call-2" in (await talk.event("error", 3))["message"]

    run(test)


def test_a_call_does_not_outlive_its_connection(tmp_path: Path) -> None:
    async def test() -> None:
        async with serving() as service, talking(service.port, tmp_path) as talk:
            peer = await service.accept_ready()
            await call(peer, "call-1", "by_hand")
            await talk.until(lambda: len(talk.received()) == 2)
            peer.cut()
            await service.accept_ready()
            talk.engine.request(AnswerTool("call-1", {"too": "late"}))
            assert "call-1" in (await talk.event("error"))["message"]

    run(test)


def test_arguments_that_come_in_parts_are_waited_for(tmp_path: Path) -> None:
    async def test() -> None:
        setup = setup_with(get_time=Answer(response={"time": "12:00"}))
        async with serving() as service, talking(service.port, tmp_path, setup=setup):
            peer = await service.accept_ready()
            part = {"id": "call-1", "name": "get_time", "partialArgs": [], "willContinue": True}
            await peer.say({"toolCall": {"functionCalls": [part]}})
            await call(peer, "call-1", "get_time")
            assert (await hear_answer(peer))["id"] == "call-1"
            await call(peer, "call-2", "get_time")
            assert (await hear_answer(peer))["id"] == "call-2"

    run(test)


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        (ECHO, {"got": {"x": 1}}),
        ((sys.executable, "-c", "print('plain words')"), {"output": "plain words"}),
        ((sys.executable, "-c", "print([1, 2])"), {"output": [1, 2]}),
        ((sys.executable, "-c", "import sys; sys.exit('it broke')"), {"error": "it broke"}),
        ((sys.executable, "-c", "raise SystemExit(3)"), {"error": "exit code 3"}),
        (("/nonexistent/command",), {"error": "/nonexistent/command: No such file or directory"}),
        ((sys.executable, "-c", "print('a;b $HOME `x`')"), {"output": "a;b $HOME `x`"}),
    ],
)
def test_what_a_command_answers(command: tuple[str, ...], answer: dict[str, Any]) -> None:
    assert asyncio.run(run_command(Answer(command=command), {"x": 1})) == answer


def test_a_command_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    marker = tmp_path / "survived"
    code = f"import time, pathlib; time.sleep(5); pathlib.Path({str(marker)!r}).touch()"
    answer = asyncio.run(run_command(Answer(command=(sys.executable, "-c", code), timeout=0.1), {}))
    assert answer == {"error": "no answer within 0.1 s"}
    assert not marker.exists()
