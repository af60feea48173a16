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
from tui.errors import AudioError, StoreError, UsageError
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
    _require_what_is_named(arguments)
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
    from tui.commands.reader import ScreenReader
    from tui.ui.conversation import Opening

    for mistake in looks.proofread():
        print(f"gemini-tui: {mistake}", file=sys.stderr)
    opening = Opening(resume=arguments.resume, demo=arguments.demo)
    host = _find_host(arguments)
    left = ScreenReader(host.open(opening), script=arguments.say).run()
    host.shelf.drop_blank(left)
    _say_how_to_go_on(arguments, left)
    return 0


def _find_host(arguments: argparse.Namespace, *, stays: bool = False) -> LiveHost:
    """stays: after a hopeless close a conversation waits to be dialled."""
    from tui.commands.host import LiveHost
    from tui.commands.saved import shelf_of
    from tui.live.retry import Backoff

    return LiveHost(shelf_of(arguments), arguments, backoff=Backoff(stays=stays))


def _require_what_is_named(arguments: argparse.Namespace) -> None:
    """Raises TuiError for what the options name and cannot be had: a screen would show nothing else."""
    if arguments.resume:
        _require_saved(arguments)
    if arguments.profile or arguments.system:
        options.setup(arguments)
    try:
        if arguments.audio:
            options.sound(arguments)
        if arguments.mic:
            options.microphone(arguments)
    except AudioError as error:
        raise UsageError(error.message, hint=error.hint) from error


def _require_saved(arguments: argparse.Namespace) -> None:
    from tui.store.lock import is_locked
    from tui.store.shelf import Shelf

    directory = Shelf(options.data_directory(arguments)).find(arguments.resume)
    if is_locked(directory):
        hint = f"End it there first, or look at it: {options.typed(arguments, 'replay', directory.name)}"
        raise StoreError(f"session {directory.name} is live in another process", hint=hint)


def _say_how_to_go_on(arguments: argparse.Namespace, session: str) -> None:
    from tui.commands.parting import parting

    said = parting(_find_host(arguments).shelf, session, arguments)
    with suppress(OSError):  # a terminal that is gone
        print(f"gemini-tui: {said}", file=sys.stderr)
