"""What a resumed connection gave back, in one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tui.live.outbox import Message, Outbox


def account(outbox: Outbox, seeded: Sequence[Message], *, resumed: bool, upto: int | None) -> dict[str, Any]:
    """Fields of `resume`, by frame number: what is forgotten, told again, sent again; and a text.

    upto: the frame of the handle that was resumed, where that is known.
    """
    again = [message.of for message in outbox.waiting if message.of is not None]
    told = [message.seq for message in seeded]
    forgotten = [message.seq for message in outbox.forgotten if message not in seeded]
    parts = [
        f"the conversation up to frame {upto} is restored" if upto is not None else "nothing is restored"
    ]
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
