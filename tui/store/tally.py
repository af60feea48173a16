"""What a journal says of itself, folded into its metadata: title, model, setup, handles, totals.

The same fold runs while a session is written and when a lost session.toml is made anew.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from tui.store.metadata import SCHEMA, Handle, Metadata
from tui.text import clean_line, shorten
from tui.wire.frame import Direction, Frame
from tui.wire.kinds import Kind, Mask
from tui.wire.spelling import camel, pick, pick_list, pick_map, pick_text

TITLE_WIDTH = 60
_SHORTEST_PREFIX = 6
KEPT_HANDLES = 100
"""Handles kept in session.toml: the last one of each turn, the newest turns. The journal has them all."""

_NEWS = (
    Kind.SETUP.bit
    | Kind.SETUP_COMPLETE.bit
    | Kind.CLIENT_CONTENT.bit
    | Kind.REALTIME_TEXT.bit
    | Kind.INPUT_TRANSCRIPTION.bit
    | Kind.RESUMPTION.bit
    | Kind.USAGE.bit
    | Kind.TURN_COMPLETE.bit
    | Kind.EVENT.bit
)
_HANDLE_REFUSED = re.compile(r"session handle|session not found|session expired|entity was not found", re.I)


class Tally:
    """Folds frames into `metadata`. `feed` answers whether anything but a count has changed."""

    def __init__(self, metadata: Metadata) -> None:
        self.metadata = metadata
        self._dialled = ""
        self._heard = ""

    def feed(self, frame: Frame) -> bool:
        """Take one frame; cheap for all but the few kinds that are news."""
        self.begin(frame.t)
        self.count(1, frame.t)
        if not is_news(frame.kinds):
            return False
        if frame.direction is Direction.EVENT:
            return self._event(frame.message)
        if frame.direction is Direction.SEND:
            return self._sent(frame)
        return self._received(frame)

    def begin(self, t: float) -> None:
        """The session is at least as old as this, in Unix seconds."""
        self.metadata.started = self.metadata.started or t

    def count(self, frames: int, t: float) -> None:
        """Some frames that are no news by themselves, the last of them at `t`."""
        self.metadata.totals.frames += frames
        self.metadata.ended = t

    def _event(self, event: Mapping[str, Any]) -> bool:
        name = event.get("event")
        if name == "session":
            self._begin(event)
        elif refused := event.get("refused"):
            self._refuse(str(refused), str(event.get("reason") or event.get("message") or name))
        elif name == "close" and self._dialled:
            self._closed(str(event.get("reason", "")))
        return name in {"session", "close", "refused"}

    def _begin(self, event: Mapping[str, Any]) -> None:
        version = event.get("schema")
        self.metadata.schema = version if isinstance(version, int) else SCHEMA
        for name in ("backend", "endpoint", "model"):
            if isinstance(value := event.get(name), str):
                setattr(self.metadata, name, clean_line(value))

    def _closed(self, reason: str) -> None:
        """A close before setupComplete that is about the handle refuses it; others say nothing of it."""
        if _HANDLE_REFUSED.search(reason):
            self._refuse(self._dialled, reason)
        self._dialled = ""

    def _refuse(self, refused: str, reason: str) -> None:
        """The handle is named whole or by its first characters."""
        start = refused.rstrip("…")
        for handle in self.metadata.handles:
            if len(start) >= _SHORTEST_PREFIX and handle.handle.startswith(start) and not handle.refused:
                handle.refused = clean_line(reason)

    def _sent(self, frame: Frame) -> bool:
        setup = pick_map(frame.message, "setup")
        if setup:
            self._take_setup(setup)
        if not self.metadata.title:
            self.metadata.title = title_of(next(user_texts(frame.message), ""))
        return bool(setup) or bool(self.metadata.title)

    def _take_setup(self, setup: Mapping[str, Any]) -> None:
        self.metadata.totals.connections += 1
        self._dialled = pick_text(pick_map(setup, "sessionResumption"), "handle")
        self.metadata.model = clean_line(pick_text(setup, "model")) or self.metadata.model
        self.metadata.setup = without_handle(setup)
        self.metadata.fingerprint = fingerprint(setup)

    def _received(self, frame: Frame) -> bool:
        message = frame.message
        if "setupComplete" in message:
            self._accept(frame.t)
        content = pick_map(message, "serverContent")
        self._listen(pick_text(pick_map(content, "inputTranscription"), "text"))
        if content.get("turnComplete") and content.get("interactionStatus") != "IN_PROGRESS":
            self.metadata.totals.turns += 1
            self.metadata.title = self.metadata.title or title_of(self._heard)
        tokens = pick(pick_map(message, "usageMetadata"), "totalTokenCount", 0)
        self.metadata.totals.tokens += tokens if isinstance(tokens, int) else 0
        return self._take_handle(frame) or bool(content.get("turnComplete")) or "setupComplete" in message

    def _accept(self, t: float) -> None:
        for handle in self.metadata.handles:
            if handle.handle == self._dialled:
                handle.accepted, handle.refused = t, ""
        self._dialled = ""

    def _listen(self, text: str) -> None:
        if text and not self.metadata.title and len(self._heard) < 4 * TITLE_WIDTH:
            self._heard += text

    def _take_handle(self, frame: Frame) -> bool:
        update = pick_map(frame.message, "sessionResumptionUpdate")
        text = pick_text(update, "newHandle")
        if not text or not update.get("resumable"):
            return False
        handles, turn = self.metadata.handles, self.metadata.totals.turns
        if handles and handles[-1].turn == turn and not handles[-1].refused:
            handles.pop()
        handles.append(Handle(text, frame.seq, frame.t, turn))
        del handles[:-KEPT_HANDLES]
        return True


def is_news(mask: Mask) -> bool:
    """Whether a frame of these kinds changes more than a count."""
    return bool(mask & _NEWS)


def user_texts(message: Mapping[str, Any]) -> Iterator[str]:
    """What the user typed in a sent message: realtime text, then the user's turns."""
    if text := pick_text(pick_map(message, "realtimeInput"), "text"):
        yield text
    for turn in pick_list(pick_map(message, "clientContent"), "turns"):
        if pick_text(turn, "role") in {"user", ""}:
            yield from filter(None, (pick_text(part, "text") for part in pick_list(turn, "parts")))


def title_of(text: str) -> str:
    """A title from what was said first: one clean line."""
    return shorten(clean_line(" ".join(text.split())), TITLE_WIDTH)


def without_handle(setup: Mapping[str, Any]) -> dict[str, Any]:
    """A setup without the member that differs on every dial."""
    return {key: value for key, value in setup.items() if camel(key) != "sessionResumption"}


def fingerprint(setup: Mapping[str, Any]) -> str:
    """The same 16 hex digits for the same setup, whatever its spelling, order and handle."""
    canonical = json.dumps(_canonical(without_handle(setup)), sort_keys=True)
    return hashlib.sha256(canonical.encode(errors="replace")).hexdigest()[:16]


def _canonical(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {camel(str(key)): _canonical(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_canonical(member) for member in value]
    return value
