"""`gemini-tui closes`: how connections ended, over all saved sessions, and at what age."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from statistics import median

from tui.commands.saved import add_shelf_arguments, print_json, shelf_of
from tui.projections.ages import Closed, Pattern, patterns
from tui.store.line import decode
from tui.store.session import JOURNAL
from tui.store.shelf import Shelf

_MARK = b'"close"'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the commands on saved sessions."""
    add_shelf_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print a table and the patterns."""
    closes = list(all_closes(shelf_of(arguments)))
    found = patterns(closes)
    if arguments.json:
        print_json({"closes": [asdict(closed) for closed in closes], "patterns": [asdict(p) for p in found]})
    elif closes:
        _print_table(closes)
        for pattern in found:
            print(in_words(pattern))
    else:
        print("No connection has been closed yet.")
    return 0


def all_closes(shelf: Shelf) -> Iterator[Closed]:
    """Every close on the shelf, oldest session first."""
    for name in sorted(shelf.ids()):
        yield from _closes_in(shelf.directory / name / JOURNAL)


def _closes_in(path: Path) -> Iterator[Closed]:
    """Only lines that may tell of a close are parsed."""
    try:
        with path.open("rb") as lines:
            for line in lines:
                if _MARK in line and line.endswith(b"\n") and (closed := _closed(line)):
                    yield closed
    except OSError:  # a session that was deleted meanwhile
        return


def _closed(line: bytes) -> Closed | None:
    try:
        return Closed.of(decode(line))
    except ValueError:
        return None


def _print_table(closes: list[Closed]) -> None:
    print(f"{'COUNT':>5}  {'BY':<8} {'CODE':>5}  {'MEDIAN AGE':>10}  CAUSE")
    counts = Counter((closed.by, closed.code, closed.cause) for closed in closes)
    for (by, code, cause), count in counts.most_common():
        ages = [c.age for c in closes if (c.by, c.code, c.cause) == (by, code, cause)]
        print(f"{count:>5}  {by:<8} {code or '':>5}  {clock(median(ages)):>10}  {cause}")


def in_words(pattern: Pattern) -> str:
    """`5 of 7 closes of kind reset came at 2:30.`"""
    return f"{pattern.count} of {pattern.of} closes of kind {pattern.kind} came at {clock(pattern.age)}."


def clock(seconds: float) -> str:
    """`58:00`, `2:30`, `12 s`."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02}" if whole >= 60 else f"{whole} s"
