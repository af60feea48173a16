"""Handles: where a conversation can be taken up again, kept in files so that another process can."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from pathlib import Path

from tui.simulator.conversation import Conversation
from tui.simulator.refusals import BUSY, EXPIRED, FOREIGN, NOT_FOUND, Refused

TWO_HOURS = 2 * 3600.0
_STALE = 7 * 24 * 3600.0
_NAME = re.compile(r"[0-9a-zA-Z-]{1,80}")


class Handles:
    """A directory of handles, one small file each.

    lifetime: seconds a handle lasts after it was issued (the Developer API says two hours).
    clock: Unix seconds.
    """

    def __init__(
        self, directory: Path, *, lifetime: float = TWO_HOURS, clock: Callable[[], float] = time.time
    ) -> None:
        self._directory = directory
        self._lifetime = lifetime
        self._clock = clock
        self._open: set[str] = set()
        for private in (directory.parent, directory):
            private.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._sweep()

    def issue(self, handle: str, conversation: Conversation) -> None:
        """Let `handle` stand for the conversation as it is now."""
        record = conversation.to_json() | {"issued": self._clock()}
        path = self._path(handle)
        fresh = path.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(record))
        fresh.replace(path)

    def redeem(self, handle: str, model: str) -> Conversation:
        """The conversation under a handle. Raises Refused as the service closes."""
        conversation, issued = self._read(handle)
        if conversation.name in self._open:
            raise Refused(BUSY)
        if conversation.model != model:
            raise Refused(FOREIGN)
        if self._clock() - issued > self._lifetime:
            raise Refused(EXPIRED)
        return conversation

    def hold(self, conversation: Conversation) -> None:
        """The conversation has an open socket: its handles are refused meanwhile."""
        self._open.add(conversation.name)

    def release(self, conversation: Conversation) -> None:
        """Its socket closed."""
        self._open.discard(conversation.name)

    def _sweep(self) -> None:
        """Forget what nobody has come back for in days."""
        for path in self._directory.glob("*.json"):
            if self._clock() - path.stat().st_mtime > _STALE:
                path.unlink(missing_ok=True)

    def _path(self, handle: str) -> Path:
        return self._directory / f"{handle}.json"

    def _read(self, handle: str) -> tuple[Conversation, float]:
        """The conversation under a handle, and when it was issued. A damaged file is as good as none."""
        if not _NAME.fullmatch(handle):
            raise Refused(NOT_FOUND)
        try:
            record = json.loads(self._path(handle).read_text())
            return Conversation.from_json(record), float(record["issued"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Refused(NOT_FOUND) from error
