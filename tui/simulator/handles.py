"""Handles: where a conversation can be taken up again, kept in files so that another process can."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from tui.paths import make_private
from tui.simulator.conversation import Conversation, Said
from tui.simulator.refusals import BUSY, EXPIRED, FOREIGN, NOT_FOUND, Refused

TWO_HOURS = 2 * 3600.0
_STALE = 7 * 24 * 3600.0
_NAME = re.compile(r"[0-9a-zA-Z-]{1,80}")


class Handles:
    """A directory: `<log>.turns` grows by a line a turn, `<handle>.json` says how much of which log it knows.

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
        self._kept: dict[str, int] = {}
        make_private(directory)
        self._sweep()

    def issue(self, handle: str, conversation: Conversation) -> None:
        """Let `handle` stand for the conversation as it is now."""
        record = {
            "name": conversation.name,
            "model": conversation.model,
            "system": conversation.system,
            "log": conversation.log,
            "size": self._keep(conversation),
            "issued": self._clock(),
        }
        path = self._private(f"{handle}.new")
        path.write_text(json.dumps(record))
        path.replace(self._directory / f"{handle}.json")

    def redeem(self, handle: str, model: str, log: str) -> Conversation:
        """The conversation under a handle, to go on in a log of its own. Raises Refused."""
        record = self._read(handle)
        if record["name"] in self._open:
            raise Refused(BUSY)
        if record["model"] != model:
            raise Refused(FOREIGN)
        if self._clock() - record["issued"] > self._lifetime:
            raise Refused(EXPIRED)
        return Conversation(record["name"], log, model, record["system"], record["turns"])

    def hold(self, conversation: Conversation) -> None:
        """The conversation has an open socket: its handles are refused meanwhile."""
        self._open.add(conversation.name)

    def release(self, conversation: Conversation) -> None:
        """Its socket closed."""
        self._open.discard(conversation.name)
        self._kept.pop(conversation.log, None)

    def _keep(self, conversation: Conversation) -> int:
        """Write down the turns that are not yet in the log; its size in bytes."""
        kept = self._kept.get(conversation.log, 0)
        self._kept[conversation.log] = len(conversation.turns)
        lines = (json.dumps(turn) + "\n" for turn in conversation.turns[kept:])
        with self._private(f"{conversation.log}.turns").open("ab" if kept else "wb") as file:
            file.writelines(line.encode() for line in lines)
            return file.tell()

    def _private(self, name: str) -> Path:
        """A file of the directory, its owner's alone from the start."""
        path = self._directory / name
        path.touch(mode=0o600)
        return path

    def _read(self, handle: str) -> dict[str, Any]:
        """What a handle stands for, turns included. A damaged file is as good as none."""
        if not _NAME.fullmatch(handle):
            raise Refused(NOT_FOUND)
        try:
            record = json.loads((self._directory / f"{handle}.json").read_text())
            log = (self._directory / f"{record['log']}.turns").read_bytes()[: record["size"]]
            record["turns"] = [Said(*json.loads(line)) for line in log.splitlines()]
            record["issued"] = float(record["issued"])
            return {key: record[key] for key in ("name", "model", "system", "turns", "issued")}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Refused(NOT_FOUND) from error

    def _sweep(self) -> None:
        """Forget what nobody has come back for in days."""
        for path in self._directory.iterdir():
            with suppress(FileNotFoundError):  # another simulator on this directory sweeps too
                if self._clock() - path.stat().st_mtime > _STALE:
                    path.unlink()
