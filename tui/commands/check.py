"""Dial with a session's newest handle, and say whether the service still accepts it."""

from __future__ import annotations

import argparse

from tui.commands import options
from tui.commands.host import LiveHost
from tui.commands.saved import print_json
from tui.live.failures import as_error
from tui.store.shelf import Shelf
from tui.ui.conversation import Opening


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which session, and what the app takes to connect."""
    parser.add_argument("id", metavar="ID", help="an id, a unique prefix of one, or last")
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")
    options.add_session_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Check it; the answer is written down with the session. Exit code 5 where it is refused."""
    host = LiveHost(Shelf(options.data_directory(arguments)), arguments)
    call = host.call(Opening(resume=arguments.id))
    with call.session as session:
        handle, closing = call.check()
    error = as_error(closing, ready=False) if closing is not None else None
    if arguments.json:
        print_json(
            {
                "id": session.id,
                "handle": {"seq": handle.seq, "t": handle.t, "turn": handle.turn},
                "accepted": closing is None,
                "refused": closing is not None and closing.cause == "handle",
                "code": closing.code if closing is not None else None,
                "reason": closing.reason if closing is not None else "",
                "message": str(error) if error is not None else "",
            }
        )
    elif error is not None:
        raise error
    else:
        print(
            f"{session.id}  accepted: the handle of turn {handle.turn} (frame {handle.seq}) can be resumed."
        )
    return error.exit_code if error is not None else 0
