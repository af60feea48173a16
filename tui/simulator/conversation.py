"""What was said so far, as the server remembers it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Said:
    """One turn: who (`user` or `model`) and what."""

    role: str
    text: str


@dataclass(slots=True)
class Conversation:
    """The turns of one conversation, and the system instruction it started with."""

    name: str
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

    def to_json(self) -> dict[str, Any]:
        """For a file."""
        turns = [[turn.role, turn.text] for turn in self.turns]
        return {"name": self.name, "model": self.model, "system": self.system, "turns": turns}

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Self:
        """From a file. Raises KeyError, TypeError or ValueError where it is none of ours."""
        turns = [Said(role, text) for role, text in record["turns"]]
        return cls(record["name"], record["model"], record["system"], turns)
