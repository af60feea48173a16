"""Hand a session on."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from tui.commands.saved import add_shelf_arguments, print_json, shelf_of
from tui.errors import StoreError
from tui.store.line import encode
from tui.store.session import Session

if TYPE_CHECKING:
    from tui.wire.redact import Redactor

FORMATS = ("md", "jsonl", "har", "wav", "bundle")
_SUFFIXES = {"bundle": "zip"}
_SECRETS = ("GEMINI_API_KEY", "GOOGLE_API_KEY")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What, in which form, and where to."""
    parser.add_argument("id", metavar="ID", help="an id, a unique prefix of one, or last")
    parser.add_argument("--format", choices=FORMATS, default="md", help="default: md, the transcript")
    parser.add_argument(
        "-o", "--output", metavar="PATH", type=Path, help="file (a directory for wav); - is stdout"
    )
    parser.add_argument("--around", metavar="SEQ", type=int, help="bundle: only the frames around this one")
    parser.add_argument("--span", metavar="N", type=int, default=200, help="bundle: N frames on either side")
    parser.add_argument("--with-handles", action="store_true", help="bundle: do not cut resumption handles")
    parser.add_argument("--with-audio", action="store_true", help="bundle: do not cut sound and images")
    parser.add_argument("--yes", action="store_true", help="bundle: do not ask before it is written")
    add_shelf_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write it, and print where it is."""
    shelf = shelf_of(arguments)
    with Session.open(shelf.find(arguments.id)) as session:
        try:
            written = _write(session, arguments)
        except OSError as error:
            what = f"cannot write the export: {error.strerror or error}"
            raise StoreError(what, hint="Choose another place with -o") from error
    if arguments.json:
        print_json({"id": session.id, "format": arguments.format, "files": [str(path) for path in written]})
    elif arguments.output != Path("-"):
        print("\n".join(map(str, written)))
    return 0 if written or arguments.output == Path("-") else 1


def _write(session: Session, arguments: argparse.Namespace) -> list[Path]:
    suffix = _SUFFIXES.get(arguments.format, arguments.format)
    target: Path = arguments.output or Path(f"{session.id}.{suffix}")
    if arguments.format == "wav":
        return _write_wavs(session, arguments.output or Path.cwd())
    if arguments.format == "bundle":
        return _write_bundle(session, target, arguments)
    return _write_text(_text(session, arguments.format), target)


def _text(session: Session, form: str) -> Iterable[str]:
    """The document in pieces."""
    if form == "md":
        from tui.store.export.markdown import markdown

        return (f"{line}\n" for line in markdown(session.metadata, session.journal.frames()))
    if form == "har":
        from tui.store.export.har import har

        return har(session.journal)
    return (encode(frame).decode() for frame in session.journal.frames())


def _write_text(pieces: Iterable[str], target: Path) -> list[Path]:
    if target == Path("-"):
        sys.stdout.writelines(pieces)
        return []
    with target.open("w", encoding="utf-8", newline="") as file:
        file.writelines(pieces)
    return [target]


def _write_wavs(session: Session, directory: Path) -> list[Path]:
    from tui.store.export.sound import write_wavs

    directory.mkdir(parents=True, exist_ok=True)
    written = write_wavs(session.journal, directory, session.id)
    if not written:
        print("gemini-tui: there is no sound in this session.", file=sys.stderr)
    return written


def _write_bundle(session: Session, target: Path, arguments: argparse.Namespace) -> list[Path]:
    """Beside its place first: what was cut is shown before the bundle is there."""
    from tui.store.export.bundle import Window, write_bundle
    from tui.wire.redact import Redactor

    secrets = [os.environ.get(name, "") for name in _SECRETS]
    redactor = Redactor(handles=not arguments.with_handles, audio=not arguments.with_audio, secrets=secrets)
    draft = target.with_name(f".{target.name}.part")
    try:
        write_bundle(session, draft, redactor, Window(arguments.around, arguments.span))
        if not _agrees(redactor, arguments):
            return []
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return [target]


def _agrees(redactor: Redactor, arguments: argparse.Namespace) -> bool:
    """Show what was cut; ask at a terminal, where a script has decided already."""
    cut = ", ".join(redactor.summary()) or "nothing"
    print(f"gemini-tui: cut from the bundle: {cut}. The rest of what was said is in it.", file=sys.stderr)
    if arguments.yes or not sys.stdin.isatty():
        return True
    print("Write it? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() in {"y", "yes"}
