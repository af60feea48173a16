"""How the service closes on what it does not accept: code and reason, word for word as seen from it."""

from __future__ import annotations

from typing import NamedTuple


class Close(NamedTuple):
    """A WebSocket close: its code, and a reason of at most 123 bytes."""

    code: int
    reason: str


class Refused(Exception):
    """The service does not accept what the client sent; `close` says how it says so."""

    def __init__(self, close: Close) -> None:
        super().__init__(f"{close.code} {close.reason}")
        self.close = close


NOT_FOUND = Close(1008, "BidiGenerateContent session not found")
EXPIRED = Close(1008, "BidiGenerateContent session expired")
FOREIGN = Close(1007, "Invalid session handle")
BUSY = Close(1011, "")
INVALID = Close(1007, "Request contains an invalid argument.")
ENTITY_NOT_FOUND = Close(1008, "Requested entity was not found.")
ABORTED = Close(1008, "The operation was aborted.")


def cut(reason: str) -> str:
    """A reason cut where a close frame ends: 123 bytes."""
    return reason.encode()[:123].decode(errors="ignore")
