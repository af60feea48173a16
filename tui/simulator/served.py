"""How much was served."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Served:
    """Connections so far and open now; frames out and in."""

    connections: int = 0
    open: int = 0
    sent: int = 0
    received: int = 0

    def __str__(self) -> str:
        return (
            f"{self.open} of {self.connections} connections open, "
            f"{self.sent:,} frames out, {self.received:,} in"
        )
