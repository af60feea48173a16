"""What clients say after their setup, and who it is for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tui.simulator.ears import Ears
from tui.simulator.fields import check_names
from tui.simulator.floor import Floor
from tui.simulator.refusals import INVALID, NO_SCHEDULING, Refused
from tui.simulator.session import Session
from tui.simulator.setup import words_of
from tui.wire.spelling import pick, pick_list, pick_map, pick_text


class Inbox:
    """One client's messages, taken one by one. Each may raise Refused."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._floor = Floor(session)
        self._ears = Ears(session, self._floor)

    async def take(self, message: Any) -> None:
        """One message, parsed."""
        if not isinstance(message, Mapping):
            raise Refused(INVALID)
        check_names(message, self._session.endpoint)
        if self._session.setup.wants_affection and not self._session.dialect.family.affective:
            raise Refused(INVALID)
        self._session.received += 1
        if content := pick_map(message, "clientContent"):
            await self._content(content)
        if realtime := pick_map(message, "realtimeInput"):
            await self._realtime(realtime)
        if response := pick_map(message, "toolResponse"):
            self._tool_response(response)
        if update := pick_map(message, "contextUpdate"):
            self._update(update)

    async def _content(self, content: Mapping[str, Any]) -> None:
        """Turns for the history, the last of them to be answered if the client's turn is complete."""
        turns = [(pick_text(turn, "role") or "user", words_of(turn)) for turn in pick_list(content, "turns")]
        await self._floor.interrupt()
        said = turns.pop()[1] if turns and pick(content, "turnComplete") else ""
        for role, words in turns:
            self._session.conversation.add(role, words)
        if pick(content, "turnComplete"):
            await self._floor.begin(said)

    async def _realtime(self, realtime: Mapping[str, Any]) -> None:
        if text := pick_text(realtime, "text"):
            await self._floor.begin(text)
        for name in ("audio", "video"):
            if blob := pick(realtime, name):
                await self._media(blob)
        for blob in pick_list(realtime, "mediaChunks"):
            await self._media(blob)
        if pick(realtime, "activityStart") is not None:
            await self._ears.mark(start=True)
        if pick(realtime, "activityEnd") is not None:
            await self._ears.mark(start=False)
        if pick(realtime, "audioStreamEnd"):
            await self._ears.stream_end()

    async def _media(self, blob: Any) -> None:
        kind = pick_text(blob, "mimeType").partition("/")[0]
        if kind == "audio":
            await self._ears.audio(blob)
        elif kind in ("image", "video"):
            self._session.images += 1
        else:
            raise Refused(INVALID)

    def _update(self, update: Mapping[str, Any]) -> None:
        """A new system instruction. New tools are taken too, but nothing here depends on them."""
        if words := words_of(pick(update, "systemInstruction")):
            self._session.conversation.system = words

    def _tool_response(self, response: Mapping[str, Any]) -> None:
        for answer in pick_list(response, "functionResponses"):
            if pick(answer, "scheduling") and not self._session.dialect.family.schedules:
                raise Refused(NO_SCHEDULING)
            self._session.calls.answer(answer)
