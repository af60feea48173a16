"""Function calls that wait for their answers."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from tui.simulator.refusals import ENTITY_NOT_FOUND, Refused
from tui.wire.spelling import pick_text

Call = Mapping[str, Any]


class Calls:
    """What was called on one connection. A call without an id is matched by its name."""

    def __init__(self) -> None:
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._cancelled: set[str] = set()

    def open(self, call: Call) -> None:
        """Wait for the answer to a call."""
        self._waiting[_key(call)] = asyncio.get_running_loop().create_future()

    def answer(self, response: Any) -> None:
        """Take one `functionResponse`. An answer to a cancelled call is late, and ignored.

        Raises Refused where nothing of that id or name was called.
        """
        key = _key(response)
        if key in self._cancelled:
            return
        future = self._waiting.get(key)
        if future is None or future.done():
            raise Refused(ENTITY_NOT_FOUND)
        future.set_result(response.get("response"))

    async def results(self) -> list[Any]:
        """The answers of all that was called, in its order, once all are there."""
        answers = await asyncio.gather(*self._waiting.values())
        self._waiting.clear()
        return answers

    def cancel(self) -> list[str]:
        """No answer is wanted any more; the ids of those that were not there yet."""
        late = [key for key, future in self._waiting.items() if future.cancelled() or not future.done()]
        self._cancelled.update(late)
        self._waiting.clear()
        return late


def _key(call: Any) -> str:
    return pick_text(call, "id") or pick_text(call, "name")
