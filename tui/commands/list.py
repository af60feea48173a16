"""The saved sessions, newest first."""

from __future__ import annotations

import argparse
import shutil
import sys
import time

from tui.commands.saved import add_shelf_arguments, follow, print_json, record_of, shelf_of, standing_of
from tui.projections.duration import in_words
from tui.store.catalog import Catalog
from tui.store.shelf import Entry
from tui.store.standing import Lifetimes
from tui.text import clean_line, shorten

_HEAD = ("", "ID", "AGE", "LEFT", "TURNS", "MODEL", "TITLE")
_WIDTHS = (1, 20, 10, 16, 5, 30)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the list."""
    add_shelf_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the list."""
    shelf = shelf_of(arguments)
    with Catalog(shelf) as catalog:
        follow("reading", catalog.refresh())
        entries = catalog.entries()
    if arguments.json:
        print_json([record_of(entry, shelf.lifetimes) for entry in entries])
        return 0
    if not entries:
        print("gemini-tui: no saved sessions yet.", file=sys.stderr)
        return 0
    width = shutil.get_terminal_size((200, 24)).columns if sys.stdout.isatty() else 1000
    for row in [_HEAD, *(_row(entry, shelf.lifetimes) for entry in entries)]:
        print(_line(row, width))
    return 0


def _row(entry: Entry, lifetimes: Lifetimes) -> tuple[str, ...]:
    metadata, standing = entry.metadata, standing_of(entry, lifetimes)
    left = f"≈ {in_words(standing.left)}" if standing.left else standing.state.word
    age = in_words(time.time() - (metadata.ended or metadata.started)) if metadata.started else "?"
    model = metadata.model.rpartition("/")[2]
    title = " ".join([metadata.title or "(nothing said)", *(f"#{tag}" for tag in metadata.tags)])
    pin = "▲ " if metadata.pinned else ""
    return (standing.state.glyph, entry.id, age, left, str(metadata.totals.turns), model, f"{pin}{title}")


def _line(row: tuple[str, ...], width: int) -> str:
    cells = [clean_line(cell).ljust(size) for cell, size in zip(row, _WIDTHS, strict=False)]
    return shorten("  ".join([*cells, clean_line(row[-1])]), width)
