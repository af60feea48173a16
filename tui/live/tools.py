"""The calls the model waits for, and the answers a profile gives to them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from tui.consent import Consent
from tui.environment import for_child
from tui.errors import StoreError
from tui.live.requests import AnswerTool
from tui.wire.frame import Frame
from tui.wire.kinds import Kind
from tui.wire.spelling import pick, pick_list, pick_map, pick_text

TIMEOUT = 30.0


@dataclass(frozen=True, slots=True)
class Answer:
    """How a profile answers a function: `response` as it is, or what `command` prints.

    The command gets the arguments as JSON on stdin and prints JSON; there is no shell. timeout in seconds.
    """

    response: Mapping[str, Any] | None = None
    command: tuple[str, ...] = ()
    timeout: float = TIMEOUT
    scheduling: str = ""


@dataclass(slots=True)
class Pending:
    """A call: its name and arguments, and the task that works on its answer."""

    name: str
    args: Mapping[str, Any]
    work: asyncio.Task[None] | None = None


@dataclass
class Tools:
    """Open calls by id. `put` takes an answer to be sent; `tell` writes an event down."""

    answers: Mapping[str, Answer]
    put: Callable[[AnswerTool], None]
    tell: Callable[..., None]
    consent: Consent = field(default_factory=Consent)
    calls: dict[str, Pending] = field(default_factory=dict)

    def feed(self, frame: Frame) -> None:
        """Take in calls and cancellations."""
        if frame.kinds & Kind.TOOL_CALL.bit:
            for call in pick_list(pick_map(frame.message, "toolCall"), "functionCalls"):
                if pick(call, "willContinue") is not True:  # Vertex sends long arguments in parts
                    self._take(call)
        if frame.kinds & Kind.TOOL_CANCEL.bit:
            for call_id in pick_list(pick_map(frame.message, "toolCallCancellation"), "ids"):
                self._forget(str(call_id))

    def _take(self, call: Any) -> None:
        call_id = pick_text(call, "id")
        self.calls[call_id] = Pending(pick_text(call, "name"), pick_map(call, "args"))
        self._begin(call_id, self.calls[call_id])

    def lost(self) -> None:
        """The connection is gone: no handle restores a call."""
        for call_id in list(self.calls):
            self._forget(call_id)

    def allow(self) -> None:
        """The user allowed the profile's commands: begin those that wait."""
        try:
            self.consent.give()
        except StoreError as error:
            self.tell("error", message=error.message, hint="It is asked again next time")
        for call_id, pending in list(self.calls.items()):
            if pending.work is None:
                self._begin(call_id, pending)

    def answer(self, request: AnswerTool) -> dict[str, Any]:
        """The functionResponse to send. Raises ValueError where nobody waits for it."""
        pending = self.calls.pop(request.call_id, None)
        if pending is None:
            raise ValueError(f"the call {request.call_id} was cancelled, or there is none")
        known = self.answers.get(pending.name, Answer())
        answer = {"id": request.call_id, "name": pending.name, "response": dict(request.response)}
        scheduling = request.scheduling or known.scheduling
        return answer | ({"scheduling": scheduling} if scheduling else {})

    def _begin(self, call_id: str, pending: Pending) -> None:
        answer = self.answers.get(pending.name)
        if answer is None:
            return
        if answer.response is not None:
            self.put(AnswerTool(call_id, answer.response))
        elif self.consent.given:
            pending.work = asyncio.create_task(self._run(call_id, pending, answer))
        else:
            self.tell("consent", id=call_id, function=pending.name, command=list(answer.command))

    def _forget(self, call_id: str) -> None:
        pending = self.calls.pop(call_id, None)
        if pending is not None and pending.work is not None:
            pending.work.cancel()

    async def _run(self, call_id: str, pending: Pending, answer: Answer) -> None:
        self.put(AnswerTool(call_id, await run_command(answer, pending.args)))


async def run_command(answer: Answer, args: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the command printed, as an object; `{"error": …}` where it failed. Its child never outlives it."""
    pipe = asyncio.subprocess.PIPE
    try:
        child = await asyncio.create_subprocess_exec(
            *answer.command, stdin=pipe, stdout=pipe, stderr=pipe, env=for_child()
        )
    except OSError as error:
        return {"error": f"{answer.command[0]}: {error.strerror}"}
    try:
        async with asyncio.timeout(answer.timeout):
            printed, complaint = await child.communicate(json.dumps(dict(args)).encode())
    except TimeoutError:
        return {"error": f"no answer within {answer.timeout:g} s"}
    finally:
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()
    if child.returncode:
        return {"error": complaint.decode(errors="replace").strip() or f"exit code {child.returncode}"}
    return _as_object(printed)


def _as_object(printed: bytes) -> Mapping[str, Any]:
    try:
        value = json.loads(printed)
    except ValueError:
        value = printed.decode(errors="replace").strip()
    return value if isinstance(value, dict) else {"output": value}
