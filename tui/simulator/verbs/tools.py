"""Steps that call the client's functions."""

from __future__ import annotations

import json
from typing import Any

from tui.simulator import messages
from tui.simulator.stage import Stage
from tui.simulator.steps import Json, verb


@verb
async def tool(stage: Stage, name: str, args: Json = None) -> None:
    """Call a function and wait for its answer, which is then `$result`."""
    await _call(stage, [{"name": name, "args": args or {}}])
    await await_results(stage)


@verb
async def tools(stage: Stage, calls: Json) -> None:
    """Call several functions in one message, `[{"name": …, "args": …}]`, and wait for all their answers."""
    await _call(stage, calls)
    await await_results(stage)


@verb
async def call(stage: Stage, name: str, args: Json = None) -> None:
    """Call a function and go on without its answer."""
    await _call(stage, [{"name": name, "args": args or {}}])


@verb
async def await_results(stage: Stage) -> None:
    """Wait for the answers to all that was called: `$result` is the newest, `$results` all of them."""
    answers = await stage.session.calls.results()
    stage.variables["results"] = json.dumps(answers, ensure_ascii=False)
    stage.variables["result"] = _in_words(answers[-1]) if answers else ""
    if stage.session.dialect.family.empty_content:
        await stage.session.issue_handle()
        await stage.session.send(messages.content())


@verb
async def cancel(stage: Stage) -> None:
    """Send a toolCallCancellation for every call that still waits."""
    await stage.session.send(messages.tool_cancellation(stage.session.calls.cancel()))


async def _call(stage: Stage, calls: list[dict[str, Any]]) -> None:
    """Call: every call gets an id, but one that comes with `"id": ""` has none, as some of Vertex's."""
    session = stage.session
    named = [{"id": session.dialect.call_id()} | call for call in calls]
    named = [{key: value for key, value in call.items() if (key, value) != ("id", "")} for call in named]
    for each in named:
        session.calls.open(each)
    await session.withhold_handle()
    if session.dialect.family.turn_a_tool:
        await session.stream(session.dialect.around(messages.tool_call(*named)))
        await stage.end_generation()
        await stage.end_turn()
        stage.expect_end(generation=True, turn=True)
    else:
        await session.send(messages.tool_call(*named))


def _in_words(answer: Any) -> str:
    """`{"result": "sunny"}` is said as `sunny`; anything richer as JSON."""
    if isinstance(answer, dict) and len(answer) == 1:
        answer = next(iter(answer.values()))
    return answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
