"""The terminal app: who is on the other end is decided here, and handed to the screen."""

from __future__ import annotations

import argparse
import gc
import sys
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from tui.commands import options
from tui.commands.looks import add_looks, require_terminal, shape_looks
from tui.text import well_formed

if TYPE_CHECKING:
    from tui.commands.host import LiveHost
    from tui.ui.looks import Looks


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the app."""
    parser.add_argument("--demo", action="store_true", help="talk to the built-in simulator: no key needed")
    parser.add_argument(
        "--resume",
        nargs="?",
        const="last",
        default="",
        metavar="ID",
        help="go on with a saved session (default: last)",
    )
    parser.add_argument(
        "--say",
        type=well_formed,
        action="append",
        default=[],
        metavar="TEXT",
        help="a turn, once the one before ended; repeatable",
    )
    add_looks(parser)
    options.add_session_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Start the app; returns when a person leaves, and says how to go on."""
    gc.disable()
    looks = shape_looks(arguments)
    if looks.terminal.reader:
        return _read_aloud(arguments, looks)
    require_terminal("gemini-tui send TEXT works without one, and gemini-tui --screen-reader line by line")
    if arguments.resume:
        _find_saved(arguments)
    from tui.ui.app import GeminiApp
    from tui.ui.conversation import Opening

    app = GeminiApp(
        partial(_find_host, arguments, stays=True),
        Opening(resume=arguments.resume, demo=arguments.demo),
        looks,
        say=tuple(arguments.say),
    )
    left = app.run(mouse=looks.terminal.mouse)
    if left:
        _say_how_to_go_on(arguments, left)
    return app.return_code or 0


def _read_aloud(arguments: argparse.Namespace, looks: Looks) -> int:
    """The conversation without a screen, for a screen reader."""
    from tui.commands.reader import Reader
    from tui.ui.conversation import Opening

    for mistake in looks.proofread():
        print(f"gemini-tui: {mistake}", file=sys.stderr)
    opening = Opening(resume=arguments.resume, demo=arguments.demo)
    host = _find_host(arguments)
    left = Reader(host.open(opening), script=arguments.say).run()
    host.shelf.drop_blank(left)
    _say_how_to_go_on(arguments, left)
    return 0


def _find_host(arguments: argparse.Namespace, *, stays: bool = False) -> LiveHost:
    """stays: after a hopeless close a conversation waits to be dialled."""
    from tui.commands.host import LiveHost
    from tui.commands.saved import shelf_of
    from tui.live.retry import Backoff

    return LiveHost(shelf_of(arguments), arguments, backoff=Backoff(stays=stays))


def _find_saved(arguments: argparse.Namespace) -> None:
    """Raises StoreError where there is no such session: said here, and not on a screen with nothing on it."""
    from tui.store.shelf import Shelf

    Shelf(options.data_directory(arguments)).find(arguments.resume)


def _say_how_to_go_on(arguments: argparse.Namespace, session: str) -> None:
    from tui.commands.place import Place, going_on

    shelf = _find_host(arguments).shelf
    if (shelf.directory / session).exists():
        metadata = shelf.entry(session).metadata
        demo = ["--demo"] if Place.held(metadata).is_demo else []
        again = options.typed(arguments, *demo, "--resume", session, *going_on(arguments, metadata))
        said = f"saved. Go on with: {again}"
    else:
        said = "nothing was said, so no session is kept."
    with suppress(OSError):  # a terminal that is gone
        print(f"gemini-tui: {said}", file=sys.stderr)
