"""Turns and notes as lines: what each part of a transcript looks like."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rich.style import Style

from tui.projections.turn import Entry, Note, Status, ToolCall, Turn
from tui.text import clean_line, shorten
from tui.ui.widgets.prose import Ink, typeset
from tui.ui.widgets.wrap import Line, fold

NOTE_MARKS = {"close": "✕", "error": "✕", "gap": "!", "resume": "↻", "handover": "⇄", "goAway": "⏳"}
_BLOCK = 4000


@dataclass(frozen=True, slots=True)
class Inks:
    """Every style of the transcript, by what it is used for."""

    user: Style
    model: Ink
    thought: Ink
    note: Style
    error: Style
    tool: Style
    faint: Style


@lru_cache(512)
def _set_block(source: str, width: int, ink: Ink) -> tuple[Line, ...]:
    return tuple(typeset(source, width, ink))


def blocks_of(source: str) -> Iterator[str]:
    """Markdown cut at blank lines outside fences: what is finished never changes its block again."""
    block: list[str] = []
    fenced = False
    for line in source.split("\n"):
        fenced ^= line.lstrip().startswith(("```", "~~~"))
        if line.strip() or fenced:
            block.append(line)
        elif block:
            yield "\n".join(block)
            block = []
    if block:
        yield "\n".join(block)


def prose(source: str, width: int, ink: Ink) -> list[Line]:
    """Markdown as lines; a block that was set before costs a lookup."""
    lines: list[Line] = []
    for block in blocks_of(source):
        if lines:
            lines.append([])
        if len(block) > _BLOCK:
            lines += fold([(block, ink.text)], width)
        else:
            lines += _set_block(block, width, ink)
    return lines


def lines_of(entry: Entry, width: int, inks: Inks, *, thoughts: bool, by_line: bool = False) -> list[Line]:
    """An entry's lines with the blank one after it. by_line: no line of an answer before it is complete."""
    if isinstance(entry, Note):
        return [*_note(entry, width, inks), []]
    return [*_turn(entry, width, inks, thoughts, by_line), []]


def _note(note: Note, width: int, inks: Inks) -> list[Line]:
    bad = note.kind in ("error", "gap") or (note.kind == "close" and bool(note.hint))
    mark = NOTE_MARKS.get(note.kind, "·") if bad or note.kind != "close" else "·"
    style = inks.error if bad else inks.note
    text = f"{note.text.rstrip('.')}. {note.hint}." if note.hint else note.text
    return fold([(text, style)], width, first=(f"{mark} ", style), rest=("  ", style))


def _turn(turn: Turn, width: int, inks: Inks, thoughts: bool, by_line: bool) -> list[Line]:
    lines: list[Line] = []
    said = turn.user or turn.interim
    if said:
        mark = "♪ " if turn.spoken else "❯ "
        asked = fold([(said, inks.user)], width, first=(mark, inks.user), rest=("  ", inks.user))
        lines += _complete(asked, inks) if by_line and _is_speaking(turn) else asked
    lines += _thoughts(turn, width, inks, thoughts, by_line)
    for call in turn.calls:
        lines += _call(call, width, inks)
    for code in turn.code:
        fence = f"```{code.language}\n{code.text}\n```" if code.language else f"```\n{code.text}\n```"
        lines += prose(fence, width, inks.model)
    answer = _answer(turn, width, inks)
    lines += _complete(answer, inks) if by_line and _is_growing(turn) else answer
    return lines + _ending(turn, width, inks)


def _thoughts(turn: Turn, width: int, inks: Inks, shown: bool, by_line: bool) -> list[Line]:
    if not turn.thoughts:
        return []
    if shown:
        lines = prose(turn.thoughts, width, inks.thought)
        return [*(_complete(lines, inks) if by_line and _is_growing(turn) and not turn.answer else lines), []]
    if by_line and _is_growing(turn):
        return fold([("∴ thinking", inks.faint)], width)
    words = len(turn.thoughts.split())
    return fold([(f"∴ thought for {words} words", inks.faint)], width)


def _call(call: ToolCall, width: int, inks: Inks) -> list[Line]:
    args = shorten(clean_line(json.dumps(call.args, ensure_ascii=False)), 400)
    state = (
        "cancelled" if call.cancelled is not None else "waiting for an answer" if call.pending else "answered"
    )
    runs = [
        (f"{clean_line(call.name)} {args} ", inks.tool),
        (f"({state}, id {clean_line(call.id)})", inks.faint),
    ]
    lines = fold(runs, width, first=("⚙ ", inks.tool), rest=("  ", inks.tool))
    if call.answered is not None:
        answer = shorten(clean_line(json.dumps(call.response, ensure_ascii=False)), 400)
        lines += fold([(answer, inks.faint)], width, first=("  → ", inks.faint), rest=("    ", inks.faint))
    return lines


def _answer(turn: Turn, width: int, inks: Inks) -> list[Line]:
    lines = prose(turn.answer, width, inks.model)
    if turn.aside:
        lines += [[], *prose(turn.aside, width, inks.thought)]
    return lines


def _complete(lines: list[Line], inks: Inks) -> list[Line]:
    """The lines that nothing is added to any more; three dots for the one that is being said."""
    return [*lines[:-1], *fold([("…", inks.faint)], 1)] if lines else lines


def _is_growing(turn: Turn) -> bool:
    """Whether the model may add to what it has said."""
    return turn.status is Status.ANSWERING and not turn.settled and not turn.paragraph


def _is_speaking(turn: Turn) -> bool:
    """Whether the user may add to what was heard so far, or all of it be heard otherwise."""
    return turn.is_open and bool(
        turn.interim or (turn.spoken and not turn.heard_all and not turn.is_answered)
    )


def _ending(turn: Turn, width: int, inks: Inks) -> list[Line]:
    heard = f"heard {turn.heard[0]:.1f} of {turn.heard[1]:.1f} s" if turn.heard is not None else ""
    if turn.status is Status.INTERRUPTED:
        return fold([("▪ interrupted here" + (heard and f"; {heard}"), inks.error)], width)
    if turn.queued:
        again = ", to be sent again" if turn.status is Status.LOST else ""
        return fold([(f"… waits for a connection{again}", inks.faint)], width)
    if turn.status is Status.UNSENT:
        return fold([("▪ not sent", inks.error)], width)
    if turn.status is Status.LOST:
        return fold([("▪ the connection was lost here; what came after is not restored", inks.error)], width)
    if turn.reason:
        return fold([(f"▪ {turn.reason}", inks.error)], width)
    if heard:
        return fold([(f"▪ {heard}", inks.error)], width)
    if turn.is_open and not turn.is_answered:
        return fold([("…", inks.faint)], width)
    return []
