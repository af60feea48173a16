"""What was said in a session as the initial history of another."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from tui.projections.transcript import Transcript
from tui.wire.frame import Frame

LIMIT = 200
"""Turns that are taken along at most: the last ones."""

SETUP = {"history_config": {"initial_history_in_client_content": True}}
"""What the setup must say: the first clientContent is history and wants no answer (google-genai 3.4)."""


def history_message(frames: Iterable[Frame]) -> str:
    """The `clientContent` that tells it; empty where nothing was said."""
    transcript = Transcript()
    for frame in frames:
        transcript.feed(frame)
    turns = list(_turns(transcript))
    return json.dumps({"clientContent": {"turns": turns, "turnComplete": True}}) if turns else ""


def _turns(transcript: Transcript) -> Iterator[dict[str, Any]]:
    for turn in transcript.turns[-LIMIT:]:
        for role, text in (("user", turn.user), ("model", turn.answer[: turn.cut])):
            if text:
                yield {"role": role, "parts": [{"text": text}]}
