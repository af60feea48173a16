"""What is said of a saved session as it is left: what of it waits, and how to go on."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from tui.commands.options import typed
from tui.commands.place import Place, going_on
from tui.errors import ResumeError, StoreError
from tui.store.leftovers import unsent_turns
from tui.store.outlook import require_handle
from tui.store.session import Session
from tui.store.shelf import Shelf
from tui.text import counted


def parting(shelf: Shelf, name: str, arguments: Namespace) -> str:
    """In one line."""
    if not (shelf.directory / name).exists():
        return "nothing was said, so no session is kept."
    try:
        with shelf.open(name) as session:
            return " ".join(_sentences(session, arguments))
    except StoreError as error:
        return f"saved. {error}"


def _sentences(session: Session, arguments: Namespace) -> Iterator[str]:
    demo = ["--demo"] if Place.held(session.metadata).is_demo else []
    again = typed(arguments, *demo, "--resume", session.id, *going_on(arguments, session.metadata))
    yield "saved."
    if unsent := len(unsent_turns(session.journal)):
        was, is_, it = ("was", "is", "it") if unsent == 1 else ("were", "are", "them")
        yield f"{counted(unsent, 'turn')} {was} not sent and {is_} kept: going on offers {it}."
    try:
        require_handle(session)
        yield f"Go on with: {again}"
    except ResumeError as error:
        yield f"{error.message[:1].upper()}{error.message[1:]}. Begin anew with what was said: {again}"
