"""What a resumed connection gave back, in one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tui.live.outbox import Message, Outbox


def account(outbox: Outbox, seeded: Sequence[Message], *, resumed: bool, upto: int | None) -> dict[str, Any]:
    """Fields of `resume`, by frame number: what is forgotten, told again, sent again; and a text.

    resumed: a handle was dialled with. upto: the frame it came with, where that is known.
    """
    again = [message.of for message in outbox.waiting if message.of is not None]
    told = [message.seq for message in seeded]
    forgotten = [message.seq for message in outbox.forgotten if message not in seeded]
    place = "its handle" if upto is None else f"frame {upto}"
    parts = [f"the conversation up to {place} is restored" if resumed else "nothing is restored"]
    if outbox.cut:
        parts.append("the answer that was under way is not")
    if told:
        parts.append(f"told again: {_frames(told)}")
    if forgotten:
        parts.append(f"the service has forgotten {_frames(forgotten)}")
    if again:
        parts.append(f"sent again: {_frames(again)}")
    members = {"seeded": told, "forgotten": forgotten, "again": again, "cut": outbox.cut}
    return members | {"text": "Connected again: " + "; ".join(parts)}


def _frames(numbers: Sequence[int | None]) -> str:
    return ("frame " if len(numbers) == 1 else "frames ") + ", ".join(str(number) for number in numbers)
