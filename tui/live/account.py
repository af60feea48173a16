"""What a resumed connection gave back, in one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tui.live.outbox import Outbox


def account(outbox: Outbox, upto: int | None) -> dict[str, Any]:
    """Fields of `resume`: the frames that are forgotten, those that go out again, and a text."""
    again = [message.of for message in outbox.waiting if message.of is not None]
    forgotten = [message.seq for message in outbox.forgotten]
    parts = [f"the conversation up to frame {upto} is restored" if upto is not None else "resumed"]
    if outbox.cut:
        parts.append("the answer that was under way is not")
    if forgotten:
        parts.append(f"the service has forgotten {_frames(forgotten)}")
    if again:
        parts.append(f"sent again: {_frames(again)}")
    return {"again": again, "forgotten": forgotten, "cut": outbox.cut, "text": "Resumed: " + "; ".join(parts)}


def _frames(numbers: Sequence[int | None]) -> str:
    return ("frame " if len(numbers) == 1 else "frames ") + ", ".join(str(number) for number in numbers)
