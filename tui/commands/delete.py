"""Move sessions to the trash, or take them out again."""

from __future__ import annotations

import argparse
import sys
import time

from tui.commands.options import typed
from tui.commands.saved import add_shelf_arguments, print_json, shelf_of
from tui.store.shelf import Shelf
from tui.store.trash import DAYS
from tui.text import clean_line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which sessions."""
    parser.add_argument("id", metavar="ID", nargs="+", help="an id, a unique prefix of one, or last")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--undo", action="store_true", help="take them out of the trash again")
    add_shelf_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Ask once more, then move; each id is printed when it has been."""
    shelf = shelf_of(arguments)
    shelf.trash.purge(time.time())
    if arguments.undo:
        done = [shelf.restore(name).name for name in arguments.id]
    else:
        names = [shelf.find(name).name for name in arguments.id]
        if not arguments.yes and not _is_sure(shelf, names):
            return 1
        done = [shelf.delete(name) for name in names]
    _tell(done, arguments)
    return 0


def _is_sure(shelf: Shelf, names: list[str]) -> bool:
    """Ask at a terminal; a script has decided already."""
    if not sys.stdin.isatty():
        return True
    titles = "\n".join(f"  {name}  {clean_line(shelf.entry(name).metadata.title)}" for name in names)
    print(f"To the trash:\n{titles}\n[y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() in {"y", "yes"}


def _tell(done: list[str], arguments: argparse.Namespace) -> None:
    if arguments.json:
        print_json({"restored" if arguments.undo else "deleted": done})
        return
    print("\n".join(done))
    if done and not arguments.undo:
        undo = typed(arguments, "delete", "--undo", *done)
        print(f"gemini-tui: in the trash for {DAYS} days. Undo: {undo}.", file=sys.stderr)
