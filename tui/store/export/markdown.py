"""The conversation as Markdown."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator

from tui.projections.transcript import Transcript
from tui.projections.turn import Note, Status, ToolCall, Turn
from tui.store.metadata import Metadata
from tui.text import clean, clean_line, counted
from tui.wire.frame import Frame


def markdown(metadata: Metadata, frames: Iterable[Frame]) -> Iterator[str]:
    """The document, line by line, without newlines."""
    yield f"# {clean_line(metadata.title) or 'A conversation'}"
    yield ""
    started = time.strftime("%Y-%m-%d %H:%M", time.localtime(metadata.started))
    turns = counted(metadata.totals.turns, "turn")
    yield f"{clean_line(metadata.model) or 'unknown model'}, {started}, {turns}"
    if metadata.note:
        yield from ("", f"> {clean_line(metadata.note)}")
    transcript = Transcript()
    for frame in frames:
        transcript.feed(frame)
    for entry in transcript.entries:
        yield ""
        yield from _turn(entry) if isinstance(entry, Turn) else _note(entry)


def _turn(turn: Turn) -> Iterator[str]:
    yield f"## {turn.number}"
    if turn.user:
        yield from ("", "**You**" + (" (spoken)" if turn.spoken else ""), "", *_quoted(turn.user))
    if turn.status is Status.UNSENT:
        yield from ("", "*(not sent)*")
    if turn.thoughts:
        yield from (
            "",
            "<details><summary>Thoughts</summary>",
            "",
            *turn.thoughts.splitlines(),
            "",
            "</details>",
        )
    for call in turn.calls:
        yield from _call(call)
    for code in turn.code:
        yield from ("", f"```{clean_line(code.language).lower()}", *code.text.splitlines(), "```")
    if turn.answer:
        yield from ("", "**Model**", "", *_answer(turn))
    for source in turn.sources:
        yield f"- {source}"


def _answer(turn: Turn) -> Iterator[str]:
    """What was said, to where it was interrupted."""
    yield from turn.answer[: turn.cut].splitlines()
    if turn.cut is not None:
        heard = f", heard {turn.heard[0]:.1f} of {turn.heard[1]:.1f} s" if turn.heard else ""
        yield from ("", f"*(interrupted{heard})*")
    elif turn.status.value == "lost":
        yield from ("", "*(the connection closed here)*")


def _call(call: ToolCall) -> Iterator[str]:
    yield from ("", f"**Tool call** `{clean_line(call.name)}`", "", *_fenced(call.args))
    if call.answered is not None:
        yield from ("", "answered", "", *_fenced(call.response))
    elif call.cancelled is not None:
        yield from ("", "*(cancelled)*")


def _fenced(value: object) -> Iterator[str]:
    yield from ("```json", *clean(json.dumps(value, indent=2, ensure_ascii=False)).splitlines(), "```")


def _quoted(text: str) -> Iterator[str]:
    return (f"> {line}" for line in text.splitlines())


def _note(note: Note) -> Iterator[str]:
    yield f"*{clean_line(note.text)}*"
