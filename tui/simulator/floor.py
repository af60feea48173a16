"""Who has the floor: one turn at a time, each interrupting the one before it."""

from __future__ import annotations

import asyncio

from tui.simulator import messages
from tui.simulator.scenario import Cue
from tui.simulator.session import Session
from tui.simulator.stage import Stage


class Floor:
    """The model's turns on one connection."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._stage: Stage | None = None
        self._task: asyncio.Task[None] | None = None
        self._ending = False
        self._family = session.dialect.family

    async def begin(self, said: str) -> None:
        """Answer what was said, as the scenario has it."""
        await self.interrupt()
        session = self._session
        before = session.conversation.last_question
        session.conversation.add("user", said)
        model = session.setup.model
        cue = session.service.playbook.pick("turn", said, before=before, model=model)
        self._stage = Stage(session.service, session, self._facts(said, before) | (cue.groups if cue else {}))
        self._ending = False
        self._task = session.spawn(self._answer(self._stage, cue, self._task))

    def _facts(self, said: str, before: str) -> dict[str, str]:
        """What steps can say by name."""
        session = self._session
        return {
            "said": said,
            "last_question": before,
            "model": session.setup.model,
            "system": session.conversation.system,
            "images": str(session.images),
        }

    async def interrupt(self) -> None:
        """Cut the answer short, if there is one: `interrupted`, then the end of the turn.

        An answer that is being ended ends; one that has no turn (a translation) is never cut.
        """
        stage, task = self._stage, self._task
        if stage is None or task is None or task.done() or not self._family.ends_turns:
            return
        if not self._ending:
            task.cancel()
        await asyncio.wait([task])
        if not self._ending:
            await self._cut(stage)

    async def _cut(self, stage: Stage) -> None:
        late = self._session.calls.cancel()
        if late:
            await self._session.send(messages.tool_cancellation(late))
        await self._session.send(messages.content(interrupted=True))
        await stage.end_turn()

    async def _answer(self, stage: Stage, cue: Cue | None, before: asyncio.Task[None] | None) -> None:
        """Once what was said before is out, play the rule; then end as the model ends."""
        if before is not None:
            await asyncio.wait([before])
        session, family = self._session, self._family
        stage.expect_end(generation=family.ends_generations, turn=family.ends_turns)
        if family.withholds:
            await session.withhold_handle()
        if family.empty_content:
            await session.send(messages.content())
        if cue and family.answers:
            await stage.play(cue.rule.steps)
        if stage.ends_generation:
            await stage.end_generation()
        self._ending = True
        if stage.ends_turn:
            await stage.end_turn()
        elif family.unasked_handles:
            await session.issue_handle()
