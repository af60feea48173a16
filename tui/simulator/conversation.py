"""What was said so far, as the server remembers it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Said(NamedTuple):
    """One turn: who (`user` or `model`) and what."""

    role: str
    text: str


@dataclass(slots=True)
class Conversation:
    """The turns of one conversation, and the system instruction it started with.

    name: stays the same over all its connections. log: where this connection keeps the turns.
    """

    name: str
    log: str
    model: str
    system: str = ""
    turns: list[Said] = field(default_factory=list)

    def add(self, role: str, text: str) -> None:
        """Remember a turn; one without words leaves nothing to remember."""
        if text:
            self.turns.append(Said(role, text))

    @property
    def last_question(self) -> str:
        """The newest thing the user asked, with a question mark if there is such; else their newest words."""
        asked = [turn.text for turn in self.turns if turn.role == "user"]
        questions = (text for text in reversed(asked) if text.rstrip().endswith("?"))
        return next(questions, asked[-1] if asked else "")

    @property
    def tokens(self) -> int:
        """How much context a next turn is billed for, at about four characters a token."""
        return sum(1 + len(turn.text) // 4 for turn in self.turns)
