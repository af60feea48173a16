"""A new session from an older handle."""

from __future__ import annotations

import argparse
import sys

from tui.commands.numbers import within
from tui.commands.options import typed
from tui.commands.place import going_on
from tui.commands.saved import add_shelf_arguments, print_json, record_of, shelf_of
from tui.errors import UsageError
from tui.store.shelf import Shelf


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which session, and as of when."""
    parser.add_argument("id", metavar="ID", help="an id, a unique prefix of one, or last")
    parser.add_argument(
        "--at", metavar="N", type=within(int, 0), help="as of turn N (default: the newest handle)"
    )
    add_shelf_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Fork it and print the new id."""
    shelf = shelf_of(arguments)
    _require_turn(shelf, arguments.id, arguments.at)
    name, handle = shelf.fork(arguments.id, arguments.at)
    if arguments.json:
        print_json(record_of(shelf.entry(name), shelf.lifetimes))
    else:
        print(name)
    where = going_on(arguments, shelf.entry(name).metadata)
    print(
        f"gemini-tui: forked after turn {handle.turn}. The service may refuse an older handle; "
        f"only dialling tells: {typed(arguments, 'check', name, *where)}, "
        f"or {typed(arguments, '--resume', name, *where)}.",
        file=sys.stderr,
    )
    return 0


def _require_turn(shelf: Shelf, name: str, at: int | None) -> None:
    turns = shelf.entry(shelf.find(name).name).metadata.totals.turns
    if at is not None and at > turns:
        raise UsageError(f"there is no turn {at}", hint=f"Turns of this session: {turns}")
