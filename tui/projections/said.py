"""What the client's frames say: the user's words, and the answers to tool calls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tui.wire.spelling import pick, pick_list, pick_map, pick_text

Message = Mapping[str, Any]


def user_words(message: Message) -> str:
    """The user's text in a sent message: `realtimeInput.text`, or the last user turns of `clientContent`."""
    text = pick_text(pick_map(message, "realtimeInput"), "text")
    if text:
        return text
    words: list[str] = []
    for turn in reversed(pick_list(pick_map(message, "clientContent"), "turns")):
        if pick_text(turn, "role") == "model":
            break
        words[:0] = _texts(turn)
    return "\n".join(words)


def asks_for_an_answer(message: Message) -> bool:
    """Whether the message ends the user's turn; text in realtime always may."""
    content = pick_map(message, "clientContent")
    return not content or pick(content, "turnComplete", True) is not False


def history_length(message: Message) -> int:
    """How many turns of an earlier conversation it seeds: those up to the model's last one."""
    turns = pick_list(pick_map(message, "clientContent"), "turns")
    from_model = [n for n, turn in enumerate(turns, 1) if pick_text(turn, "role") == "model"]
    return from_model[-1] if from_model else 0


def tool_answers(message: Message) -> Iterator[tuple[str, Any]]:
    """Each (call id, response) of a `toolResponse`."""
    for answer in pick_list(pick_map(message, "toolResponse"), "functionResponses"):
        yield pick_text(answer, "id"), pick(answer, "response")


def _texts(turn: Any) -> list[str]:
    parts = pick(turn, "parts")
    parts = parts if isinstance(parts, list) else [parts]
    return [text for part in parts if (text := pick_text(part, "text"))]
