"""Where a script is played: what its steps act on."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable, Mapping
from typing import Any

from tui.simulator import messages
from tui.simulator.service import Service
from tui.simulator.session import Session
from tui.simulator.steps import Step
from tui.simulator.voice import RATE

_BASE_TOKENS = 334
"""What the shortest prompt was seen to cost."""


class Stage:
    """Steps in progress, for one client or (with none) for the service and whoever dials it next.

    ends_generation, ends_turn: whether generationComplete and turnComplete are still to be said. spoken:
    the answer so far.
    """

    def __init__(
        self, service: Service, session: Session | None = None, variables: Mapping[str, str] | None = None
    ) -> None:
        self.service = service
        self.variables = {**service.scenario.parameters, **(variables or {})}
        self.ends_generation = False
        self.ends_turn = False
        self.marks: dict[str, Any] = {}
        self.spoken = ""
        self.thoughts = 0
        self._session = session
        self._sound = 0

    @property
    def session(self) -> Session:
        """The client."""
        assert self._session is not None, "a step for a client, played to none"
        return self._session

    async def play(self, steps: Iterable[Step]) -> None:
        """One after the other."""
        for step in steps:
            await step.play(self)

    async def sleep(self, seconds: float) -> None:
        """So long, or until the client is gone."""
        if self._session is None:
            await asyncio.sleep(seconds)
        else:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._session.socket.wait_closed(), seconds)

    def expect_end(self, *, generation: bool, turn: bool) -> None:
        """What the rule is to end with, once its steps are done."""
        self.ends_generation, self.ends_turn = generation, turn

    async def say(self, text: str) -> None:
        """Answer with words, as the model and the modality have it."""
        before = self.spoken
        for message in self.session.dialect.say(text):
            self._sound += _sound_bytes(message)
            self.spoken += _words(message)
            await self.session.stream([message])
        self.spoken = before + text

    async def end_generation(self) -> None:
        """Nothing more is generated; what was is played to its end."""
        self.ends_generation = False
        await self.session.send(messages.content(generationComplete=True))
        await self.sleep(self._sound / (2 * RATE) * self.service.scenario.playback)
        self._sound = 0

    async def end_turn(self, status: str = "IDLE") -> None:
        """The turn is over: say so, with what it cost, and give out a handle."""
        self.ends_turn = False
        session, dialect = self.session, self.session.dialect
        members: dict[str, Any] = {"turnComplete": True}
        if dialect.family.interactive:
            members["interactionStatus"] = status
        if dialect.vertex:
            members["groundingMetadata"] = {}
        await session.send(messages.content(**members, **self.marks) | self._bill())
        session.conversation.add("model", self.spoken)
        self.spoken, self.thoughts, self.marks = "", 0, {}
        await session.issue_handle()

    def _bill(self) -> messages.Message:
        context = _BASE_TOKENS + self.session.conversation.tokens
        return self.session.dialect.usage(context, 1 + len(self.spoken) // 4, self.thoughts)


def _parts(message: messages.Message) -> list[dict[str, Any]]:
    parts: list[dict[str, Any]] = message["serverContent"].get("modelTurn", {}).get("parts", [])
    return parts


def _sound_bytes(message: messages.Message) -> int:
    return sum(len(part["inlineData"]["data"]) * 3 // 4 for part in _parts(message) if "inlineData" in part)


def _words(message: messages.Message) -> str:
    transcribed: str = message["serverContent"].get("outputTranscription", {}).get("text", "")
    return transcribed + "".join(part.get("text", "") for part in _parts(message))
