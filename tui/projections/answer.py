"""What the service's frames add to a turn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tui.projections.turn import Code, Status, ToolCall, Turn
from tui.text import clean, clean_line, extend
from tui.wire.frame import Frame
from tui.wire.kinds import ANSWER, Kind
from tui.wire.spelling import pick, pick_list, pick_map, pick_text

_PARTS = Kind.TEXT.bit | Kind.THOUGHT.bit | Kind.AUDIO.bit | Kind.MEDIA.bit | Kind.CODE.bit


def says(frame: Frame, content: Mapping[str, Any]) -> bool:
    """Whether the frame begins or continues an answer: an empty `outputTranscription{}` does not."""
    if frame.kinds & ANSWER != Kind.OUTPUT_TRANSCRIPTION.bit:
        return True
    return bool(pick_text(pick_map(content, "outputTranscription"), "text"))


def take(turn: Turn, content: Mapping[str, Any], frame: Frame, row: int) -> None:
    """Add what a frame says to its turn."""
    kinds = frame.kinds
    if kinds & Kind.OUTPUT_TRANSCRIPTION.bit:
        words = pick_text(pick_map(content, "outputTranscription"), "text")
        if words:
            turn.transcription = extend(turn.transcription + _joint(turn, turn.transcription), words)
    if kinds & _PARTS:
        for part in pick_list(pick_map(content, "modelTurn"), "parts"):
            _part(turn, part)
    if kinds & Kind.TOOL_CALL.bit:
        for call in pick_list(pick_map(frame.message, "toolCall"), "functionCalls"):
            turn.calls.append(_tool_call(call, row))
            turn.paragraph = True
    if turn.cut is None and turn.is_open and turn.is_answered:
        turn.status = Status.CALLING if turn.waits_for_more else Status.ANSWERING


def respond(turns: list[Turn], call_id: str, response: Any, row: int) -> Turn | None:
    """Note the answer to a call; the call's turn, or None if there is no such call."""
    turn, call = _find(turns, call_id)
    if call is not None:
        call.response, call.answered = response, row
    return turn


def cancel(turns: list[Turn], call_id: Any, row: int) -> Turn | None:
    """Note that the service no longer wants an answer; the call's turn, or None."""
    turn, call = _find(turns, call_id)
    if call is not None:
        call.cancelled = row
    return turn


def sources(content: Mapping[str, Any]) -> list[str]:
    """The addresses an answer leans on: grounding chunks and the pages that were read."""
    chunks = pick_list(pick_map(content, "groundingMetadata"), "groundingChunks")
    pages = pick_list(pick_map(content, "urlContextMetadata"), "urlMetadata")
    found = [pick_text(pick_map(chunk, "web"), "uri") for chunk in chunks]
    found += [pick_text(page, "retrievedUrl") for page in pages]
    return [address for address in found if address]


def _find(turns: list[Turn], call_id: Any) -> tuple[Turn | None, ToolCall | None]:
    for turn in reversed(turns):
        for call in reversed(turn.calls):
            if call.id == call_id:
                return turn, call
    return None, None


def _joint(turn: Turn, so_far: str) -> str:
    """What stands between the words so far and more of them: a paragraph after a tool call."""
    is_new, turn.paragraph = turn.paragraph, False
    return "\n\n" if is_new and so_far else ""


def _part(turn: Turn, part: Any) -> None:
    text = pick_text(part, "text")
    if text and pick(part, "thought"):
        turn.thoughts = extend(turn.thoughts, text)
    elif text:
        turn.text = extend(turn.text + _joint(turn, turn.text), text)
    turn.media_bytes += len(pick_text(pick_map(part, "inlineData"), "data")) * 3 // 4
    code = pick_map(part, "executableCode")
    if code:
        turn.code.append(Code(clean(pick_text(code, "code")), language=_word(code, "language") or "CODE"))
    result = pick_map(part, "codeExecutionResult")
    if result:
        turn.code.append(Code(clean(pick_text(result, "output")), outcome=_word(result, "outcome") or "DONE"))


def _word(mapping: Mapping[str, Any], name: str) -> str:
    return clean_line(pick_text(mapping, name))


def _tool_call(call: Any, row: int) -> ToolCall:
    return ToolCall(
        pick_text(call, "id"), _word(call, "name") if isinstance(call, dict) else "", pick(call, "args"), row
    )
