"""One saved session: what is known of it, its handles, and what was said."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tui.commands import comparison, verdict
from tui.commands.saved import add_shelf_arguments, print_json, record_of, shelf_of, standing_of
from tui.projections.duration import in_words
from tui.projections.timing import MARKS, Timing, TurnTiming
from tui.projections.transcript import Transcript
from tui.projections.turn import Status, Turn
from tui.store.compared import side_of
from tui.store.session import Session
from tui.store.shelf import Entry
from tui.store.standing import Lifetimes
from tui.text import clean, clean_line, counted


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of one session."""
    parser.add_argument("id", metavar="ID", help="an id, a unique prefix of one, or last")
    parser.add_argument(
        "--checks", action="store_true", help="what the frames hold against the protocol; exits 1 on errors"
    )
    parser.add_argument("--compare", metavar="ID", help="beside another session, what differs first")
    add_shelf_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the session."""
    shelf = shelf_of(arguments)
    entry = shelf.entry(shelf.find(arguments.id).name)
    if arguments.checks:
        return _judge(entry, as_json=arguments.json)
    if arguments.compare:
        return _compare(entry.directory, shelf.find(arguments.compare), as_json=arguments.json)
    with Session.open(entry.directory) as session:
        transcript = Transcript()
        timing = Timing(transcript)
        for frame in session.journal.frames():
            transcript.feed(frame)
            timing.feed(frame)
        entry.problems = [*session.problems]
    if arguments.json:
        print_json(_record(entry, shelf.lifetimes, timing))
    else:
        print("\n".join([*_about(entry, shelf.lifetimes), *_said(transcript)]))
    return 0


def _compare(one: Path, other: Path, *, as_json: bool) -> int:
    left, right = side_of(one), side_of(other)
    if as_json:
        print_json(comparison.record_of(left, right))
    else:
        print("\n".join(comparison.lines_of(left, right)))
    return 0


def _judge(entry: Entry, *, as_json: bool) -> int:
    with Session.open(entry.directory) as session:
        checks = verdict.judge(session.journal)
        if as_json:
            print_json({"id": entry.id, **verdict.record_of(checks, session.journal)})
        else:
            print("\n".join(verdict.lines_of(checks, session.journal)))
    return verdict.exit_code(checks)


def _record(entry: Entry, lifetimes: Lifetimes, timing: Timing) -> dict[str, Any]:
    handles = [
        {
            "handle": one.handle,
            "seq": one.seq,
            "t": one.t,
            "turn": one.turn,
            "accepted": one.accepted,
            "refused": one.refused,
        }
        for one in entry.metadata.handles
    ]
    turns = [
        {
            "number": turn.number,
            "first": turn.first,
            "last": turn.last,
            "t": turn.t,
            "status": turn.status.value,
            "user": turn.user,
            "model": turn.answer,
            "thoughts": turn.thoughts,
            "timing": _timing(timing.of(turn)),
        }
        for turn in timing.transcript.turns
    ]
    setup = entry.metadata.setup
    return record_of(entry, lifetimes) | {"setup": setup, "handles": handles, "transcript": turns}


def _timing(turn: TurnTiming) -> dict[str, float | None]:
    """Seconds from the last byte of the user's input to each mark, null where it was not seen."""
    marks = {mark: turn.after(mark) for mark in MARKS}
    marks |= {"sound": turn.audio, "real_time_factor": turn.real_time_factor}
    return {name: None if value is None else round(value, 6) for name, value in marks.items()}


def _about(entry: Entry, lifetimes: Lifetimes) -> Iterator[str]:
    metadata, standing = entry.metadata, standing_of(entry, lifetimes)
    totals = metadata.totals
    left = f", ≈ {in_words(standing.left)} left" if standing.left else ""
    yield clean_line(f"{metadata.title or '(nothing said)'}")
    yield f"  id      {entry.id}"
    yield clean_line(f"  state   {standing.state.word}{left} ({standing.source})")
    yield clean_line(f"  model   {metadata.model or 'unknown'} on {metadata.backend}")
    sums = ((totals.turns, "turn"), (totals.frames, "frame"), (totals.tokens, "token"))
    yield f"  totals  {', '.join(counted(*one) for one in sums)}"
    if metadata.parent.id:
        yield clean_line(f"  forked  from {metadata.parent.id}, frame {metadata.parent.seq}")
    for name, text in (("tags", ", ".join(metadata.tags)), ("note", metadata.note)):
        if text:
            yield clean_line(f"  {name:<6}  {text}")
    for handle in reversed(metadata.handles):
        age = in_words(time.time() - handle.t)
        worth = (
            f"refused: {handle.refused}" if handle.refused else "accepted" if handle.accepted else "not tried"
        )
        yield clean_line(
            f"  handle  {handle.handle[:8]}…  frame {handle.seq}, turn {handle.turn}, {age} ago, {worth}"
        )
    for problem in entry.problems:
        yield clean_line(f"  found   {problem}")


def _said(transcript: Transcript) -> Iterator[str]:
    for entry in transcript.entries:
        yield ""
        if isinstance(entry, Turn):
            yield f"You: {clean(entry.user)}"
            if entry.status is Status.UNSENT:
                yield "-- not sent"
                continue
            yield f"Model: {clean(entry.answer)}{' (interrupted)' if entry.cut is not None else ''}"
        else:
            yield f"-- {clean_line(entry.text)}"
