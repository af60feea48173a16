"""Give a session a title."""

from __future__ import annotations

import argparse

from tui.commands.saved import add_shelf_arguments, print_json, record_of, shelf_of
from tui.text import clean_line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which session, and what is to be said of it."""
    parser.add_argument("id", metavar="ID", help="an id, a unique prefix of one, or last")
    parser.add_argument("title", metavar="TITLE", nargs="?")
    parser.add_argument("--note", metavar="TEXT", help="a note for yourself")
    parser.add_argument("--tag", metavar="TAG", action="append", help="replace its tags (repeatable)")
    pin = parser.add_mutually_exclusive_group()
    pin.add_argument("--pin", dest="pinned", action="store_true", default=None, help="keep it on top")
    pin.add_argument("--unpin", dest="pinned", action="store_false")
    add_shelf_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Change it, and say what it is called now."""
    shelf = shelf_of(arguments)
    wanted = {
        "title": arguments.title,
        "note": arguments.note,
        "tags": arguments.tag,
        "pinned": arguments.pinned,
    }
    name = shelf.find(arguments.id).name
    shelf.edit(name, **{key: value for key, value in wanted.items() if value is not None})
    if arguments.json:
        print_json(record_of(shelf.entry(name), shelf.lifetimes))
    else:
        print(f"{name}  {clean_line(shelf.entry(name).metadata.title)}")
    return 0
